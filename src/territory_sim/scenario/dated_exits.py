"""Dated exits: which seat each one empties, and on which business day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, nearest_name
from territory_sim.salesforce.turnover import DatedExit
from territory_sim.scenario.event_dates import business_day_of

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario

BEST_SELLER: Final = "best_seller"
TYPICAL_SELLER: Final = "typical_seller"


def dated_exits(
    scenario: Scenario, rep_ids: Sequence[str], last_year_cents: NDArray[np.int64], faults: list[Fault]
) -> tuple[DatedExit, ...]:
    """Find the seat and the day of every dated exit.

    Args:
        scenario: The settings, each valid by itself.
        rep_ids: The reps in the order of their territories.
        last_year_cents: What was sold last year in each territory, shape (reps,).
        faults: Told about reps that do not exist or would leave twice.

    Returns:
        The exits that could be placed, in the order given.
    """
    # Ties break on ids; the typical seller is the upper one of two in the middle.
    by_sales = np.lexsort((np.array(rep_ids), -last_year_cents)).tolist()
    seat_of = {rep_id: seat for seat, rep_id in enumerate(rep_ids)}
    known = [*rep_ids, BEST_SELLER, TYPICAL_SELLER]
    seat_of = {BEST_SELLER: by_sales[0], TYPICAL_SELLER: by_sales[(len(by_sales) - 1) // 2]} | seat_of
    found: list[DatedExit] = []
    for number, given in enumerate(scenario.people.exits):
        where = f"people.exits.{number}.rep"
        seat = seat_of.get(given.rep)
        if seat is None:
            allowed = f"must be one of the {len(rep_ids):,} reps, best_seller or typical_seller"
            faults.append(
                Fault(where=where, given=given.rep, allowed=allowed, hint=nearest_name(given.rep, known))
            )
        elif seat in {one.seat for one in found}:
            allowed = f"must be a rep who does not leave already: {rep_ids[seat]} does"
            faults.append(Fault(where=where, given=given.rep, allowed=allowed))
        else:
            day = business_day_of(given.date, scenario.schedule.start_date)
            found.append(DatedExit(seat, day, given.vacant_months))
    return tuple(found)
