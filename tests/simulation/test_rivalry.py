"""Rival firms through a run: campaigns, learning, reaction, and goodwill of each firm's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, busy_rivals, small_world

from territory_sim.market.parameters.competitors import RivalCampaignParameters
from territory_sim.simulation.model import TerritoryModel

USUAL: dict[str, Any] = {
    "service__churn": NOBODY_LEAVES,
    "fulfilment__active": False,
    "word_of_mouth__active": False,
    "days": 120,
    "competitors__rivals": busy_rivals(24.0),
}


def lived(**changes: Any) -> TerritoryModel:
    """Give the model of the small world after its last day."""
    model = model_of(small_world(**USUAL | changes))
    for _ in range(120):
        model.step()
    model.close()
    return model


def campaign(units: tuple[str, ...] = (), **changes: Any) -> RivalCampaignParameters:
    """Give a campaign of the first rival from the third month to the fourth."""
    usual = RivalCampaignParameters(
        rival="Alder", start="2026-03-02", end="2026-04-30", units=units, lift=0.0, calls_factor=1.0
    )
    return replace(usual, **changes)


def calls_by_month(model: TerritoryModel, rival: int) -> dict[str, int]:
    """Give the calls of a rival by month."""
    return {row.month: row.calls for row in model.rivalry.months if row.rival == rival}


def test_a_campaign_multiplies_calls_while_it_runs_and_for_its_firm_alone() -> None:
    """Before it nothing differs; in it Alder calls about three times as often; Birch never more."""
    usual = lived(competitors__learning=0.0)
    attacked = lived(competitors__learning=0.0, competitors__campaigns=(campaign(calls_factor=3.0),))
    before, during = calls_by_month(usual, 0), calls_by_month(attacked, 0)
    assert during["2026-01"] == before["2026-01"]
    assert during["2026-02"] == before["2026-02"]
    for month in ("2026-03", "2026-04"):
        assert 2.3 * before[month] < during[month] < 3.7 * before[month]
    assert during["2026-05"] == before["2026-05"]
    assert calls_by_month(usual, 1) == calls_by_month(attacked, 1)


def test_a_lift_wins_orders_in_its_units_and_dates_alone() -> None:
    """Needs elsewhere and at other times go to whom they went; there Alder takes from all others."""
    world = small_world(**USUAL)
    units = world.region.unit_ids[:30]
    still: dict[str, Any] = {"competitors__learning": 0.0}
    usual = lived(**still)
    lifted = lived(**still, competitors__campaigns=(campaign(units, lift=1.5),))
    needs, day_minutes = usual.orders.needs, usual.rules.day_minutes
    dates = [date.isoformat() for date in usual.calendar.dates]
    first, end = dates.index("2026-03-02"), dates.index("2026-05-01")
    day = (needs.minute // day_minutes).astype(int)
    touched = (day >= first) & (day < end) & (usual.state.unit[needs.account] < 30)
    moved = usual.orders.firm != lifted.orders.firm
    stayed_put = ~np.isin(needs.account, usual.demand.relocations.account)
    assert not (moved & ~touched & stayed_put).any()
    won = (lifted.orders.firm[touched] == 1).sum()
    assert won > 1.3 * (usual.orders.firm[touched] == 1).sum()
    assert (lifted.orders.firm[touched] == 0).sum() < (usual.orders.firm[touched] == 0).sum()


def test_each_firms_calls_raise_its_own_goodwill() -> None:
    """With one rival who never calls, his row stays empty."""
    alder, birch = busy_rivals(24.0)
    model = lived(competitors__rivals=(alder, replace(birch, calls_per_year=0.0)))
    assert model.state.goodwill_of_rivals[0].max() > 0.5
    assert (model.state.goodwill_of_rivals[1] == 0).all()


def test_targeting_shifts_with_learning_and_stays_without() -> None:
    """Month by month; each firm goes its own way."""
    still = lived(competitors__learning=0.0)
    assert {row.weights for row in still.rivalry.months} == {(1 / 3, 1 / 3, 1 / 3)}
    learnt = lived(competitors__learning=1.0).rivalry
    assert abs(learnt.weights - 1 / 3).max() > 0.05
    assert not np.array_equal(learnt.weights[0], learnt.weights[1])


def test_rivals_react_to_our_campaign_after_the_lag() -> None:
    """Where it is felt they call more and cut prices from the month after the lag on, elsewhere not."""

    def factor_after(months: int, lag: int) -> np.ndarray:
        model = model_of(
            small_world(**USUAL, competitors__reaction=0.5, competitors__reaction_lag_months=lag)
        )
        model.state.campaign_appeal[model.state.unit < 10] = 0.3
        last = [day for day in range(120) if model.calendar.ends_month(day)][months - 1]
        for _ in range(last + 1):
            model.step()
        return model.rivalry.pressure.calls_factor

    early, late = factor_after(1, lag=2), factor_after(2, lag=2)
    np.testing.assert_array_equal(early, np.ones_like(early))
    world = small_world(**USUAL)
    there = np.unique(world.accounts.unit[world.accounts.unit < 10])
    np.testing.assert_allclose(late[:, there], 1.5)
    assert late[:, 10:].mean() < 1.4


def test_without_reaction_rivals_see_nothing() -> None:
    """Our campaign changes neither their calls nor their offers."""
    model = model_of(small_world(**USUAL))
    model.state.campaign_appeal[:] = 0.3
    for _ in range(60):
        model.step()
    assert (model.rivalry.pressure.calls_factor == 1).all()
    assert model.rivalry.pressure.lift is None
