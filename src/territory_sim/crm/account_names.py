"""Names of accounts as a CRM system has them, and as a second record spells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from territory_sim.market.accounts import Accounts
from territory_sim.streams import entity_key

_TRADES: Final = (
    "Supply",
    "Clinic",
    "Works",
    "Trading",
    "Laboratory",
    "Foods",
    "Logistics",
    "Hardware",
    "Pharmacy",
    "Systems",
)
_FORMS: Final = ("Inc", "LLC", "Ltd", "Co")


def account_names(accounts: Accounts, unit_names: Sequence[str]) -> list[str]:
    """Return a name for each account: the user's own, or one made of its unit and its number.

    Args:
        accounts: The accounts.
        unit_names: Names of the units.

    Returns:
        Names in the order of the accounts.
    """
    if accounts.names is not None:
        return [
            name or str(account_id)
            for name, account_id in zip(accounts.names, accounts.account_ids, strict=True)
        ]
    return [
        f"{unit_names[unit]} {_TRADES[entity_key(account_id) % len(_TRADES)]} {account_id.rpartition('-')[2]}"
        for account_id, unit in zip(accounts.account_ids.tolist(), accounts.unit.tolist(), strict=True)
    ]


def other_spelling(name: str, account_id: str) -> str:
    """Spell a name as somebody would who did not find it in the system.

    Args:
        name: The name.
        account_id: Its id, which decides what changes.

    Returns:
        Another spelling of the same name.

    Example:
        >>> other_spelling("Harris Foods 0012", "48201-0012")
        'harris foods 0012, Co.'
    """
    form = _FORMS[entity_key(account_id) % len(_FORMS)]
    spellings = (
        name.upper().replace(" ", ", ", 1) if name.count(" ") == 1 else _comma_before_last(name.upper()),
        f"{name} {form}",
        f"{name.lower()}, {form}.",
        name.replace(" ", "  "),
    )
    return spellings[(entity_key(account_id) >> 8) % len(spellings)]


def _comma_before_last(name: str) -> str:
    head, _, tail = name.rpartition(" ")
    return f"{head}, {tail}" if head else name.upper()
