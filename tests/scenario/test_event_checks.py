"""Bad events: every fault is told at once, with the key, what was given and what is allowed."""

from __future__ import annotations

import pytest

from territory_sim.errors import ScenarioError
from territory_sim.scenario.event_dates import business_day_of, event_days
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from tests.worlds import SMALL

OUT = "{name: NAME, start: '2026-01-12', days: 5, share: 0.5, units: []}"


def told(*overrides: str) -> list[str]:
    """Load what cannot be loaded, and give the lines that are told."""
    with pytest.raises(ScenarioError) as caught:
        build_world(load_scenario("status_quo", [*SMALL, *overrides]))
    return [str(fault) for fault in caught.value.faults]


def test_all_that_is_wrong_with_events_is_told_at_once() -> None:
    """Dates outside the run, no dates, shares over one, negative rates, names given twice."""
    faults = told(
        "fulfilment.stock_outs=[{name: a, start: '2025-12-31', days: 5, share: 1.5, units: []},"
        "{name: a, start: soon, days: 0, share: 0.5, units: []}]",
        "fulfilment.launches=[{name: b, start: '2026-02-02', innovation: -0.1, imitation: 0.4,"
        " needs_per_year: 2, value_share: 0.1}]",
        "fulfilment.missing_share=1.2",
        "word_of_mouth.referrals_per_year=-1",
        "word_of_mouth.organisations=[{name: c, unit: null, membership: 2, first_event: '2027-01-04',"
        " every_days: 5, begins_hour: 1, minutes: 60, referrals: 0.1}]",
    )
    wanted = [
        "fulfilment.missing_share = 1.2: must be a number from 0 to 1 [share]",
        "fulfilment.launches.0.innovation = -0.1: must be a number from 0 to 100 [1/year]",
        "fulfilment.launches.0.start = 2026-02-02: must lie in the run: 20 business days from 2026-01-05 on",
        "fulfilment.stock_outs.0.start = 2025-12-31: must lie in the run",
        "fulfilment.stock_outs.0.share = 1.5: must be a number from 0 to 1 [share]",
        "fulfilment.stock_outs.1.start = soon: must be a date such as",
        "fulfilment.stock_outs.1.days = 0: must be a whole number from 1",
        "fulfilment.stock_outs.1.name = 'a': must be a name of its own",
        "word_of_mouth.referrals_per_year = -1: must be",
        "word_of_mouth.organisations.0.membership = 2: must be a number from 0 to 1 [share]",
        "word_of_mouth.organisations.0.first_event = 2027-01-04: must lie in the run",
    ]
    for line in wanted:
        assert any(fault.startswith(line) for fault in faults), (line, faults)
    assert len(faults) == len(wanted)


def test_units_that_do_not_exist_are_told_with_the_nearest_name() -> None:
    """Every one of them, before anything is drawn."""
    faults = told(
        "fulfilment.stock_outs=[{name: a, start: '2026-01-12', days: 5, share: 0.5, units: [U999, nowhere]}]",
        "word_of_mouth.organisations=[{name: c, unit: elsewhere, membership: 0.2, first_event: null,"
        " every_days: 5, begins_hour: 1, minutes: 60, referrals: 0.1}]",
    )
    assert [fault.split(":")[0] for fault in faults] == [
        "fulfilment.stock_outs.0.units.0 = U999",
        "fulfilment.stock_outs.0.units.1 = nowhere",
        "word_of_mouth.organisations.0.unit = elsewhere",
    ]
    assert all("must be one of the 60 units of the region" in fault for fault in faults)


@pytest.mark.parametrize(
    ("date", "day"),
    [("2026-01-05", 0), ("2026-01-09", 4), ("2026-01-10", 5), ("2026-01-12", 5), ("2026-01-02", -1)],
)
def test_dates_count_in_business_days(date: str, day: int) -> None:
    """Monday to Friday count; a weekend is the Monday after."""
    assert business_day_of(date, "2026-01-05") == day


def test_periodic_events_fall_into_the_run_alone() -> None:
    """From their first date on, which may lie before the run; half a period after the start without one."""
    assert event_days("2025-12-29", 4, "2026-01-05", 12) == (3, 7, 11)
    assert event_days("2026-01-07", None, "2026-01-05", 12) == (2,)
    assert event_days(None, None, "2026-01-05", 12) == ()
    assert event_days(None, 7, "2026-01-05", 12) == (3, 10)
