"""Cancellations, shared credit and clawback off: no stream moves, and no cent of any table."""

from __future__ import annotations

from dataclasses import replace

from tests.randomness.off_switches import candidates
from tests.worlds import small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.salesforce.commission_parameters import ClawbackParameters, SplitParameters
from territory_sim.simulation.engine import world_demand
from territory_sim.streams import Streams

SHARED = SplitParameters(
    finder_share=0.2, inside_share=0.1, previous_owner_share=0.5, previous_owner_months=6.0
)


def test_no_candidate_moves_by_a_byte() -> None:
    """Everything else is drawn as it was; whether and when sales are cancelled is drawn apart."""
    own = ("cancellations",)
    assert candidates(own) == candidates(own, fulfilment__cancelled_share=0.2)
    assert candidates() != candidates(fulfilment__cancelled_share=0.2)


def test_a_higher_share_cancels_more_sales_and_moves_none() -> None:
    """Whatever is cancelled at one in ten is cancelled at three in ten, at the same minute."""
    few, many = (
        world_demand(small_world(fulfilment__cancelled_share=share), Streams(1, 0)).cancellations
        for share in (0.1, 0.3)
    )
    for name in ("need_minutes", "lead_minutes"):
        at_few, at_many = getattr(few, name), getattr(many, name)
        assert (at_many <= at_few).all()
        both = at_few < float("inf")
        assert (at_many[both] == at_few[both]).all()
        assert both.sum() < (at_many < float("inf")).sum()


def test_sharing_changes_pay_alone() -> None:
    """Who gets credit for what is sold moves no visit, order or lead, and no cent of the whole credit."""
    usual = small_scenario(opportunity=False, days=60, market__relocations_per_year=1.0)
    shared = replace(usual, commission=replace(usual.commission, split=SHARED))
    off, on = simulate(usual).tables, simulate(shared).tables
    for name, table in off.items():
        assert table.equals(on[name]) == (name not in {"rep_month", "finance", "kpis"}), name
    assert on["rep_month"]["split_in_cents"].sum() == on["rep_month"]["split_out_cents"].sum() > 0
    assert on["rep_month"]["credited_cents"].sum() == off["rep_month"]["credited_cents"].sum()


def test_a_clawback_without_cancellations_changes_nothing() -> None:
    """And cancellations without a clawback take sales back, but no credit."""
    usual = small_scenario(opportunity=False, days=60)
    clawed = replace(
        usual,
        commission=replace(usual.commission, clawback=ClawbackParameters(within_days=60.0, carry_over=True)),
    )
    off, same = simulate(usual).tables, simulate(clawed).tables
    assert all(table.equals(same[name]) for name, table in off.items())
    cancelled = replace(
        usual, fulfilment=replace(usual.fulfilment, cancelled_share=0.2, cancel_within_days=20.0)
    )
    statements = simulate(cancelled).tables["rep_month"]
    assert statements["clawed_cents"].sum() == 0 < statements["cancelled_cents"].sum()
    assert statements["credited_cents"].sum() == off["rep_month"]["credited_cents"].sum()
    assert statements["booked_cents"].sum() < off["rep_month"]["booked_cents"].sum()
