"""Fulfilment: every order of ours ends in exactly one state, and what goes wrong is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulation.diary import model_of
from tests.worlds import SMALL, loaded, small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.metrics.conservation import check_conservation
from territory_sim.simulation.delivery_book import DeliveryBook, DeliveryStatus
from territory_sim.simulation.delivery_desk import DeliveryDesk
from territory_sim.simulation.model import TerritoryModel
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.simulation.request_book import RequestCause, RequestStatus
from territory_sim.simulation.tables import run_tables


def finished(days: int, **changes: Any) -> TerritoryModel:
    """Run the small world for so many days."""
    model = model_of(small_world(days=days, **changes))
    for _ in range(days):
        model.step()
    return model


def test_one_clerk_works_like_a_single_queue() -> None:
    """Orders are done one after the other, and the next morning's wait for the rest (Lindley's recursion)."""
    env = simpy.Environment()
    desk = DeliveryDesk(env, 1)
    minutes = np.array([[300.0, 400.0, 100.0], [50.0, 60.0, 500.0], [5.0, 5.0, 5.0]])
    done: list[float] = []
    free = 0.0
    for day, today in enumerate(minutes):
        env.run(until=day * 540 + 1e-9) if day else None
        desk.hand_in(np.arange(3), today)
        for needed in today:
            free = max(free, day * 540.0) + needed
            done.append(free)
    env.run()
    found = np.concatenate([minute for _, minute in desk.take_handled()])
    np.testing.assert_allclose(found, done, atol=1e-6)


def test_clerks_share_and_no_more_work_than_there_are() -> None:
    """With three clerks a morning of equal orders is done in a third of the time."""
    env = simpy.Environment()
    desk = DeliveryDesk(env, 3)
    desk.hand_in(np.arange(30), np.full(30, 10.0))
    env.run(until=1)
    assert desk.places.count == 3
    env.run()
    assert env.now == 100
    handled = desk.take_handled()
    assert sorted(np.concatenate([orders for orders, _ in handled]).tolist()) == list(range(30))
    assert desk.take_handled() == []


def book() -> DeliveryBook:
    """Give five orders placed at minute 0, promised for minute 100; the last never arrives."""
    missing = np.array([False, False, False, False, True])
    return DeliveryBook(np.zeros(5), np.array([10.0, 90.0, 10.0, 10.0, 10.0]), missing, 100.0)


def test_an_order_is_under_way_then_in_one_of_three_ends() -> None:
    """In time, late or missing, by the minute of arrival against the promise; others have none."""
    deliveries = book()
    deliveries.take_in(np.array([0, 1, 2, 4]))
    deliveries.send(np.array([0, 1, 4]), np.array([20.0, 20.0, 20.0]))
    assert deliveries.overdue(99.0).tolist() == []
    assert deliveries.overdue(150.0).tolist() == [1, 2, 4]
    assert deliveries.overdue(200.0).tolist() == []
    names = [DeliveryStatus(state).name for state in deliveries.status(150.0).tolist()]
    assert names == ["DELIVERED", "LATE", "UNDER_WAY", "NO_ORDER", "MISSING"]
    deliveries.send(np.array([2]), np.array([300.0]))
    assert DeliveryStatus(int(deliveries.status(400.0)[2])) is DeliveryStatus.LATE


@settings(max_examples=15)
@given(
    st.fixed_dictionaries(
        {
            "fulfilment__staff": st.sampled_from([None, 1, 3]),
            "fulfilment__handling_minutes": st.floats(0.1, 600),
            "fulfilment__transit_days": st.floats(0, 8),
            "fulfilment__promise_days": st.floats(0.1, 9),
            "fulfilment__missing_share": st.floats(0, 1),
            "fulfilment__complaint_share": st.floats(0, 1),
        }
    )
)
def test_orders_are_conserved_whatever_the_desk(changes: dict[str, Any]) -> None:
    """Orders of ours = delivered + late + missing + under way, by territory and week as in all."""
    model = finished(25, **changes)
    ours = int((model.orders.status == OrderStatus.OURS).sum())
    table = run_tables(model, 0, ["delivery"])["delivery"]
    ends = table[["under_way", "delivered", "late", "missing"]]
    assert table["orders"].sum() == ours
    assert (ends.sum(axis=1) == table["orders"]).all()
    causes = np.bincount(model.requests.cause, minlength=3)
    assert causes[RequestCause.MISSING_ORDER] <= ends["missing"].sum()
    assert (model.requests.status != RequestStatus.COMING).all()
    run = simulate(small_scenario(days=25, opportunity=False, **changes))
    check_conservation(run.tables, run.scenario.commission)
    assert (model.orders.status != OrderStatus.COMING).all()


def questions(model: TerritoryModel) -> Iterator[int]:
    """Give how many requests each cause has made."""
    yield from np.bincount(model.requests.cause, minlength=3).tolist()


def test_late_and_missing_orders_make_requests_and_cost_satisfaction() -> None:
    """A desk without hands: nearly all orders are late; half of the late and all missing are asked about."""
    slow = {"fulfilment__staff": 1, "fulfilment__handling_minutes": 400.0, "fulfilment__missing_share": 0.2}
    good, bad = finished(40, fulfilment__transit_days=0.1), finished(40, **slow)
    assert next(iter(questions(good))) == next(iter(questions(bad)))
    _, late, missing = questions(bad)
    assert late > 20
    assert missing > 10
    ends = run_tables(bad, 0, ["delivery"])["delivery"][["late", "missing", "delivered"]].sum()
    assert ends["delivered"] < ends["late"] + ends["missing"]
    assert bad.state.satisfaction.mean() < good.state.satisfaction.mean() - 0.1
    asked = bad.requests.cause != RequestCause.USUAL
    assert (bad.requests.owner[asked] >= 0).all()


@pytest.mark.parametrize("units", ["all", "one", "none"])
def test_a_stock_out_takes_only_what_we_would_have_sold_where_it_is_felt(units: str) -> None:
    """Needs out of stock lie in its days and units and would have been ours; nothing else changes hands."""
    out = loaded("stock_out", *SMALL).fulfilment.stock_outs[0]
    world = small_world()
    there = world.region.unit_ids[int(np.bincount(world.accounts.unit).argmax())]
    felt = {"all": (), "one": (there,), "none": None}[units]
    outs = () if felt is None else (replace(out, units=felt, days=15, share=1.0),)
    model = finished(20, fulfilment__stock_outs=outs, fulfilment__active=False)
    missed = np.flatnonzero(model.orders.status == OrderStatus.OUT_OF_STOCK)
    day = model.orders.needs.minute[missed] // 540
    if felt is None:
        assert len(missed) == 0
        return
    assert len(missed) > 0
    assert ((day >= 5) & (day < 20)).all()
    usual = finished(20, fulfilment__active=False)
    share_of_ours = (usual.orders.status[missed] == OrderStatus.OURS).mean()
    assert share_of_ours > 0.9
    if units == "one":
        assert set(model.state.unit[model.orders.needs.account[missed]].tolist()) == {
            world.region.index_of[there]
        }
    assert model.state.satisfaction.sum() < usual.state.satisfaction.sum()
