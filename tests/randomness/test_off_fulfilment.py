"""Fulfilment off: no stream of another mechanism moves, and a perfect desk is as good as none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.randomness.off_switches import candidates
from tests.worlds import SMALL, loaded, small_scenario

from territory_sim.experiments.run import simulate

OFF: dict[str, Any] = {"fulfilment__active": False}
PERFECT: dict[str, Any] = {
    "fulfilment__missing_share": 0.0,
    "fulfilment__transit_days": 0.0,
    "fulfilment__promise_days": 900.0,
}
OUTS = loaded("stock_out", *SMALL).fulfilment.stock_outs


def test_no_candidate_moves_by_a_byte() -> None:
    """Requests, leads, needs and rivals are drawn as they were; deliveries alone come and go."""
    own = ("deliveries",)
    assert candidates(own) == candidates(own, **OFF)
    assert candidates() != candidates(**OFF)
    assert candidates() == candidates(fulfilment__staff=50, fulfilment__promise_days=1.0)


def test_stock_outs_move_no_candidate() -> None:
    """Marks of goods are drawn apart; the needs are the same, and so are the deliveries."""
    own = ("shortages",)
    assert candidates(own) == candidates(own, fulfilment__stock_outs=OUTS)
    twice = (*OUTS, loaded("stock_out", *SMALL).fulfilment.stock_outs[0])
    assert candidates(own) == candidates(own, fulfilment__stock_outs=twice)


def test_orders_that_all_come_in_time_change_nothing() -> None:
    """All tables and lines but those of deliveries are the same to the last bit as without a desk."""
    off, perfect = (
        simulate(small_scenario(opportunity=False, days=40, **change)) for change in (OFF, PERFECT)
    )
    for name, table in off.tables.items():
        if name == "kpis":
            line = perfect.tables[name]["kpi"] == "late_order_share"
            assert table.equals(perfect.tables[name][~line].reset_index(drop=True))
        else:
            assert table.equals(perfect.tables[name]) == (name != "delivery"), name
    assert off.tables["delivery"]["orders"].sum() == 0
    assert perfect.tables["delivery"]["late"].sum() == perfect.tables["delivery"]["missing"].sum() == 0


def test_usual_requests_come_as_they_did_and_others_stand_behind_them() -> None:
    """A desk that errs adds requests with a cause of their own; those drawn beforehand are the same."""
    bad = {"fulfilment__missing_share": 0.3}
    off, on = (simulate(small_scenario(opportunity=False, days=40, **change)) for change in (OFF, bad))
    drawn = ["account_id", "minute", "on_site", "handling_minutes", "deadline_minute"]
    usual = on.tables["request"][on.tables["request"]["cause"] == "usual"]
    assert usual[drawn].astype(str).equals(off.tables["request"][drawn].astype(str))
    assert set(on.tables["request"]["cause"].astype(str)) >= {"usual", "missing_order"}


def test_a_stock_out_of_nothing_changes_nothing() -> None:
    """A share of nought, and the run is the same to the last bit."""
    none = tuple(replace(out, share=0.0) for out in OUTS)
    usual, same = (
        simulate(small_scenario(opportunity=False, fulfilment__stock_outs=outs)) for outs in ((), none)
    )
    for name, table in usual.tables.items():
        assert table.equals(same.tables[name]), name
