"""The books of leads and deals: every one comes in once, ends in exactly one state, for one cause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.worlds import loaded, small_world

from territory_sim.market.leads import Leads, LeadSource
from territory_sim.market.parameters.leads import LeadStage, StageOutcome
from territory_sim.market.pipeline import Pipeline
from territory_sim.simulation.deal_book import EXPIRED, DealBook
from territory_sim.simulation.lead_book import LeadBook, LeadCause, LeadStatus
from territory_sim.simulation.market_state import MarketState
from territory_sim.streams import Streams

DAY = 540.0
SKILL = np.ones(4)
NOBODY = np.zeros(0)


def whole(*numbers: int) -> NDArray[np.int64]:
    """Give whole numbers as a column."""
    return np.array(numbers, dtype=np.int64)


def stage(name: str, days: float = 0.0, visit: bool = True, **shares: float) -> LeadStage:
    """Make a stage of a fixed time."""
    outcomes = tuple(StageOutcome(to=to, share=share) for to, share in shares.items())
    return LeadStage(name=name, days=days, cv=0.0, visit=visit, next=outcomes)


CLOSING = (stage("closing", won=0.5, lost=0.5),)


def state() -> MarketState:
    """Give the small world's accounts, the first two owned by reps 0 and 1."""
    world = small_world()
    market, service = world.scenario.market, world.scenario.service
    found = MarketState(world.accounts, world.alignment, market, service, world.new_accounts)
    found.owner[:2] = (0, 1)
    return found


def books(
    qualify: list[float], win: list[float], *stages: LeadStage, **changes: Any
) -> tuple[LeadBook, DealBook]:
    """Give inbound leads of the first account at minute 0 with the marks given, let in."""
    count = len(qualify)
    leads = Leads(
        account=np.zeros(count, dtype=np.int64),
        minute=np.zeros(count),
        source=np.zeros(count, dtype=np.int8),
        level=np.full(count, -1.0),
        value_cents=np.full(count, 100),
        qualify_mark=np.array(qualify),
        win_mark=np.array(win),
        visit_minutes=np.full(count, 60.0),
        expiry_minute=np.full(count, 45.0 * 60),
    )
    parameters = replace(
        loaded("status_quo").leads, decay_causal_share=1.0, stages=stages or CLOSING, **changes
    )
    book = LeadBook(leads, parameters)
    keys = small_world().accounts.stream_keys
    deals = DealBook(book, Pipeline(parameters.stages, DAY), parameters, Streams(1, 0), keys)
    assert book.open_day(DAY, state()).tolist() == list(range(count))
    return book, deals


def answer(book: LeadBook, deals: DealBook, number: int, minute: float) -> None:
    """Let rep 2 answer a lead, whose account belongs to rep 0."""
    qualified, minutes = book.answer(whole(number), np.array([minute]), whole(2))
    deals.begin(qualified, minutes, np.zeros(len(qualified), dtype=np.int64))


def fates(book: LeadBook) -> list[str]:
    """Give state and cause of each lead in words."""
    return [
        LeadStatus(status).name + ("" if cause < 0 else f" {LeadCause(cause).name}")
        for status, cause in zip(book.status.tolist(), book.cause.tolist(), strict=True)
    ]


def test_leads_qualify_then_are_won_or_lost() -> None:
    """Marks decide: at the answer whether a lead qualifies, when its stage ends whether it is won."""
    book, deals = books([0.0, 0.0, 0.0, 0.99], [0.1, 0.1, 0.9, 0.1])
    for number in (0, 2, 3):
        answer(book, deals, number, 10.0)
    assert fates(book) == ["QUALIFIED", "OPEN", "QUALIFIED", "LOST NO_NEED"]
    assert book.answering_rep.tolist() == [2, -1, 2, 2]
    assert deals.to_visit().tolist() == deals.take_called_for().tolist() == [0, 2]
    assert deals.take_called_for().tolist() == []
    deals.visit(whole(0, 2), np.full(2, 600.0))
    assert deals.settle(DAY, SKILL).tolist() == []
    assert deals.settle(2 * DAY, SKILL).tolist() == [0]
    book.give_up(2 * DAY)
    assert fates(book) == ["WON", "OPEN", "LOST LOST_TO_RIVAL", "LOST NO_NEED"]
    assert book.ended_minute[[0, 2, 3]].tolist() == [600.0, 600.0, 10.0]
    assert deals.to_visit().tolist() == deals.live.tolist() == []


def test_a_late_answer_is_the_cause_only_where_an_early_one_would_have_qualified() -> None:
    """After three days the odds are a sixtieth: one would have qualified at once, the other never."""
    book, deals = books([0.3, 0.7], [0.1, 0.1])
    for number in (0, 1):
        answer(book, deals, number, 3 * 24 * 60.0)
    assert fates(book) == ["LOST LATE_ANSWER", "LOST NO_NEED"]


def test_leads_expire_without_answer_and_without_visit() -> None:
    """Each at its own limit; a visit after that wins nothing; nobody is to blame for who had no need."""
    book, deals = books([0.0, 0.0, 0.99], [0.1, 0.1, 0.1])
    answer(book, deals, 0, 10.0)
    book.give_up(45 * 60 - 1.0)
    assert fates(book) == ["QUALIFIED", "OPEN", "OPEN"]
    book.give_up(45 * 60.0)
    assert fates(book)[1:] == ["EXPIRED NO_CAPACITY", "EXPIRED NO_NEED"]
    late = 10.0 + 90 * 60
    deals.visit(whole(0), np.array([late]))
    assert deals.settle(late, SKILL).tolist() == []
    assert fates(book)[0] == "EXPIRED NO_CAPACITY"
    assert deals.history[-1][-1].tolist() == [EXPIRED]


def test_a_stage_takes_its_time_after_its_visit() -> None:
    """Two days from the visit on, then at once into the next stage, which needs no visit, for one day."""
    talks = stage("talks", 1.0, visit=False, won=1.0)
    book, deals = books([0.0], [0.1], stage("offer", 2.0, talks=1.0), talks)
    answer(book, deals, 0, 10.0)
    deals.visit(whole(0), np.array([600.0]))
    assert deals.settle(600 + 2 * DAY - 1, SKILL).tolist() == []
    assert deals.stage.tolist() == [0]
    deals.settle(600 + 2 * DAY, SKILL)
    assert deals.stage.tolist() == [1]
    assert deals.settle(600 + 3 * DAY, SKILL).tolist() == [0]
    assert book.ended_minute.tolist() == [600 + 3 * DAY]


def test_stages_end_at_their_own_minutes_however_rarely_one_looks() -> None:
    """A deal that passes two stages between two settlements ends as if each had been settled."""
    stages = stage("a", 1.0, visit=False, b=1.0), stage("b", 1.0, visit=False, won=0.5, a=0.5)
    ends = []
    for looks in ([100 * DAY], [day * DAY for day in range(1, 101)]):
        book, deals = books([0.0] * 20, np.linspace(0, 0.99, 20).tolist(), *stages)
        for number in range(20):
            answer(book, deals, number, 10.0)
        for until in looks:
            deals.settle(until, SKILL)
        assert set(fates(book)) == {"WON"}
        ends.append(book.ended_minute.tolist())
    assert ends[0] == ends[1]
    assert len(set(ends[0])) > 3


def test_a_deal_is_handed_over_with_its_account_and_loses_odds() -> None:
    """At half the odds a mark between 1/3 and 1/2 is lost by the handover, and nothing else is."""
    book, deals = books([0.0, 0.0, 0.0], [0.2, 0.4, 0.9], handover_loss=0.5)
    for number in range(3):
        answer(book, deals, number, 10.0)
    deals.hand_over(np.full(300, 3))
    assert book.owner.tolist() == [3, 3, 3]
    deals.visit(whole(0, 1, 2), np.full(3, 100.0))
    assert deals.settle(DAY, SKILL).tolist() == [0]
    assert fates(book) == ["WON", "LOST HANDOVER", "LOST LOST_TO_RIVAL"]


def test_who_would_have_won_lost_by_the_handover_however_it_ends() -> None:
    """A deal that goes on instead of being won, and is then lost, has still been lost by the handover."""
    after = stage("after", 0.0, visit=False, stalled=1.0)
    stages = stage("closing", won=0.5, after=0.5), after
    book, deals = books([0.0, 0.0], [0.4, 0.9], *stages, handover_loss=0.5)
    for number in range(2):
        answer(book, deals, number, 10.0)
    deals.hand_over(np.full(300, 3))
    deals.visit(whole(0, 1), np.full(2, 100.0))
    deals.settle(DAY, SKILL)
    assert fates(book) == ["STALLED HANDOVER", "STALLED STALLED"]


def test_a_protected_deal_stays_with_its_rep() -> None:
    """The old owner keeps it until it closes, at full odds."""
    book, deals = books([0.0], [0.4], protection="open_deals", handover_loss=0.5)
    answer(book, deals, 0, 10.0)
    deals.hand_over(np.full(300, 3))
    assert book.owner.tolist() == [0]
    assert not deals.handed_over.any()
    deals.visit(whole(0), np.array([100.0]))
    assert deals.settle(DAY, SKILL).tolist() == [0]


def test_an_abler_rep_wins_the_same_deals_and_more() -> None:
    """Skill is that of the deal's owner when the stage ends."""
    fate = []
    for skill in (1.0, 3.0):
        book, deals = books([0.0, 0.0], [0.4, 0.7])
        for number in (0, 1):
            answer(book, deals, number, 10.0)
        deals.visit(whole(0, 1), np.full(2, 100.0))
        fate.append(deals.settle(DAY, np.array([skill, 1.0, 1.0, 1.0])).tolist())
    assert fate == [[0], [0, 1]]


@pytest.mark.parametrize(
    ("source", "column"),
    [
        (LeadSource.CAMPAIGN, "campaign_lead_rate"),
        (LeadSource.REFERRAL, "referral_lead_rate"),
        (LeadSource.PROSPECTING, "prospecting_lead_rate"),
    ],
)
def test_a_candidate_becomes_a_lead_when_its_source_brings_enough(source: LeadSource, column: str) -> None:
    """Its level must lie under the rate of its own source for its own account; the others never exist."""
    levels = np.array([0.5, 0.5, 1.5])
    leads = Leads(
        account=whole(0, 1, 0),
        minute=np.arange(3.0),
        source=np.full(3, source, dtype=np.int8),
        level=levels,
        value_cents=np.full(3, 100),
        qualify_mark=np.zeros(3),
        win_mark=np.zeros(3),
        visit_minutes=np.full(3, 60.0),
        expiry_minute=np.full(3, 1e4),
    )
    now = state()
    getattr(now, column)[0] = 1.0
    book = LeadBook(leads, loaded("status_quo").leads)
    assert book.open_day(DAY, now).tolist() == [0]
    assert fates(book) == ["OPEN", "UNRAISED", "UNRAISED"]
    assert book.owner.tolist() == [0, -1, -1]
