"""What must hold between the settings of effort, morale and deal timing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from territory_sim.errors import Fault
from territory_sim.salesforce.commission_parameters import PERIODS_PER_YEAR
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

_WINDOW = "people.deal_timing.window_days"


def drive_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Check what moves reps.

    Args:
        values: Single settings by dotted key; only those that are valid by themselves.

    Yields:
        One fault for each consequence of morale that would take more than everything, and for a
        window of hurried deals longer than the period whose end they are to meet.
    """
    weight = values.get("people.morale.loss_weight")
    for name in ("attendance_per_point", "effort_per_point"):
        key = f"people.morale.{name}"
        taken = values.get(key)
        if isinstance(weight, float) and isinstance(taken, float) and weight * taken > 1:
            allowed = (
                f"must not be more than {1 / weight:g} [share/point]: morale may fall by "
                f"people.morale.loss_weight = {weight:g} points, and nobody can do less than nothing"
            )
            yield Fault(where=key, given=f"{taken:g}", allowed=allowed)
    window, period = values.get(_WINDOW), values.get("commission.period")
    if isinstance(window, int) and isinstance(period, str):
        longest = BUSINESS_DAYS_PER_YEAR // PERIODS_PER_YEAR[period]
        if values.get("commission.quota.method") != "none" and window > longest:
            allowed = f"must not be more than {longest} [business days], the {period} of commission.period"
            yield Fault(where=_WINDOW, given=str(window), allowed=allowed)
