"""What must hold between the settings of a commission plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault, nearest_name
from territory_sim.salesforce.currencies import CURRENCIES

_TIER = "commission.tiers"


def plan_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check a commission plan.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves.

    Yields:
        One fault for each tier out of order, each part that needs a quota where there is none, a
        cap under the base salary, splits that give away more than there is, and an unknown currency.
    """
    yield from _tier_faults(values)
    yield from _quota_faults(values)
    yield from _split_faults(values)
    cap, base = values.get("commission.cap"), values.get("commission.base_salary")
    if isinstance(cap, float) and isinstance(base, float) and cap < base:
        allowed = (
            f"must not be less than commission.base_salary, which is {base:,.0f}: it caps all pay of a year"
        )
        yield Fault(where="commission.cap", given=f"{cap:,.0f}", allowed=allowed)
    currency = values.get("commission.currency")
    if isinstance(currency, str) and currency not in CURRENCIES:
        allowed = "must be a currency code of three capital letters, such as USD (ISO 4217)"
        hint = nearest_name(currency, CURRENCIES)
        yield Fault(where="commission.currency", given=currency, allowed=allowed, hint=hint)


def _tier_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    previous = None
    for number in range(_tiers(values)):
        key = f"{_TIER}.{number}.from_attainment"
        begin = values.get(key)
        if not isinstance(begin, float):
            continue
        if number == 0 and begin != 0:
            yield Fault(
                where=key, given=f"{begin:g}", allowed="must be 0: the first tier holds from the first sale"
            )
        if previous is not None and begin <= previous:
            allowed = f"must be more than {previous:g} [share of quota], where the tier before it begins"
            yield Fault(where=key, given=f"{begin:g}", allowed=f"{allowed}: tiers must not overlap")
        previous = begin


def _quota_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    if values.get("commission.quota.method") != "none":
        return
    needs = {
        f"{_TIER}.1.from_attainment": "a second tier begins at a share of quota",
        "commission.threshold": "a threshold is a share of quota",
        "commission.bonus_at_quota": "the bonus is paid at quota",
    }
    for key, why in needs.items():
        given = values.get(key)
        if isinstance(given, float) and given > 0:
            allowed = f"needs quotas: {why}, and commission.quota.method is none"
            yield Fault(where=key, given=f"{given:g}", allowed=allowed)


def _split_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """One sale is shared by who found it and who had the account before: all of it at most."""
    before = values.get("commission.split.previous_owner_share")
    if not isinstance(before, float):
        return
    for finder in ("finder_share", "inside_share"):
        share = values.get(f"commission.split.{finder}")
        if isinstance(share, float) and share + before > 1:
            allowed = (
                f"must not come to more than 1 together with commission.split.previous_owner_share, which is "
                f"{before:g}: splits over 100 %"
            )
            yield Fault(where=f"commission.split.{finder}", given=f"{share:g}", allowed=allowed)
    if before > 0 and values.get("commission.split.previous_owner_months") == 0:
        allowed = "must be more than 0 months, or nobody ever gets commission.split.previous_owner_share"
        yield Fault(where="commission.split.previous_owner_months", given="0", allowed=allowed)


def _tiers(values: Mapping[str, object]) -> int:
    numbers = [key.split(".")[2] for key in values if key.startswith(f"{_TIER}.")]
    return max(map(int, numbers), default=-1) + 1
