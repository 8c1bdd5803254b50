"""Find accounts that stand in a CRM system twice, spelt differently."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

_NOT_LETTERS: Final = re.compile(r"[^0-9a-z]+")
_FORMS: Final = frozenset({"inc", "llc", "ltd", "co", "corp", "gmbh", "sa"})


def plain_name(name: str) -> str:
    """Return what two spellings of a name have in common.

    Args:
        name: Name of an account.

    Returns:
        Its words in small letters, without signs and without legal forms at the end.

    Example:
        >>> plain_name("HARRIS FOODS, 0012") == plain_name("Harris  Foods 0012 Inc")
        True
    """
    words = _NOT_LETTERS.sub(" ", name.casefold()).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


def first_records(accounts: pd.DataFrame) -> pd.Series[str]:
    """Say for each record of an account which is the first of the same account.

    Args:
        accounts: ``accounts.csv``.

    Returns:
        Account id of the first record, by account id. Records are of one account when their names
        are the same but for spelling and they lie in one unit.
    """
    plain = accounts["account_name"].map(plain_name)
    ordered = accounts.assign(plain=plain).sort_values("account_id", kind="stable")
    first = ordered.groupby(["plain", "unit_id"], sort=False)["account_id"].transform("first")
    return pd.Series(first.to_numpy(), index=ordered["account_id"].to_numpy())
