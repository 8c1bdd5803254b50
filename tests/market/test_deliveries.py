"""Marks of deliveries and goods belong to the need, whatever else is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import changed, equal_accounts, loaded

from territory_sim.market.deliveries import desk_staff, draw_deliveries, questions_about
from territory_sim.market.launches import draw_launch_needs, with_launches
from territory_sim.market.need_marks import need_marks
from territory_sim.market.occurrences import business_horizon
from territory_sim.market.orders import draw_needs
from territory_sim.streams import Streams

STREAMS = Streams(1, 0)
ACCOUNTS = equal_accounts(60)
USUAL = loaded("status_quo")
LAUNCH = loaded("product_launch").fulfilment


def test_marks_of_a_need_stay_when_the_run_gets_longer() -> None:
    """The first needs of an account keep their marks; those of more days come after them."""
    half, whole = (
        draw_needs(ACCOUNTS, USUAL.market, STREAMS, business_horizon(d, 540.0)) for d in (120, 250)
    )
    marks = [need_marks(STREAMS, "goods", ACCOUNTS, needs.account, 2) for needs in (half, whole)]
    assert (marks[0] == marks[1][: len(half)]).all()
    assert len(np.unique(marks[1])) == marks[1].size
    assert need_marks(STREAMS, "goods", ACCOUNTS, np.empty(0, dtype=np.int64), 2).shape == (0, 2)


def test_needs_of_launches_join_the_others_in_order_of_time() -> None:
    """Nothing is lost, the usual needs are the same, and each row can be found again."""
    horizon = business_horizon(250, 540.0)
    needs = draw_needs(ACCOUNTS, USUAL.market, STREAMS, horizon)
    extra = draw_launch_needs(ACCOUNTS, LAUNCH.launches, 0.8, STREAMS, horizon)
    every, launch, row = with_launches(needs, extra)
    assert len(every) == len(needs) + len(extra)
    assert (np.diff(every.minute) >= 0).all()
    assert (every.size_cents[launch < 0] == needs.size_cents).all()
    assert sorted(row.tolist()) == list(range(len(every)))
    assert (np.concatenate([needs.choice_mark, extra.choice_mark])[row] == every.choice_mark).all()
    per_year = extra.size_cents.sum() / ACCOUNTS.potential_cents.sum()
    assert per_year == pytest.approx(LAUNCH.launches[0].value_share, rel=0.15)
    alone, nobody, _ = with_launches(needs, draw_launch_needs(ACCOUNTS, (), 0.8, STREAMS, horizon))
    assert alone is needs
    assert (nobody == -1).all()


def test_a_desk_is_staffed_for_its_orders() -> None:
    """A given number is taken; else so many that seven tenths of their time are needed, one at least."""
    market = USUAL.market
    count = [desk_staff(equal_accounts(n), market, USUAL.fulfilment, 540.0) for n in (3, 3_000, 30_000)]
    assert count[0] == 1
    assert count[2] == pytest.approx(10 * count[1], rel=0.35)
    given = changed(USUAL, fulfilment__staff=7)
    assert desk_staff(equal_accounts(3), market, given.fulfilment, 540.0) == 7


def test_who_asks_for_an_order_asks_within_the_day() -> None:
    """Questions come by the hour mark, in order of time, before the day ends, and need no visit."""
    needs = draw_needs(ACCOUNTS, USUAL.market, STREAMS, business_horizon(250, 540.0))
    none = draw_launch_needs(ACCOUNTS, (), 0.8, STREAMS, business_horizon(250, 540.0))
    arguments = (ACCOUNTS, needs, none, USUAL.fulfilment, USUAL.service, STREAMS, 540.0)
    drawn = draw_deliveries(*arguments)
    assert len(drawn) == len(needs)
    rows = np.arange(100)
    questions, order = questions_about(rows, needs.account[rows], drawn, USUAL.service, 5_400.0, 540.0)
    assert (np.diff(questions.minute) >= 0).all()
    assert ((questions.minute >= 5_400) & (questions.minute < 5_940)).all()
    assert (questions.account == needs.account[rows[order]]).all()
    assert not questions.on_site.any()
    off = changed(USUAL, fulfilment__active=False).fulfilment
    assert len(draw_deliveries(ACCOUNTS, needs, none, off, USUAL.service, STREAMS, 540.0)) == 0
