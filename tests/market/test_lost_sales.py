"""The ladder of causes: one obstacle after another is removed, and each lost need has one cause."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from territory_sim.market.attraction import OURS, Offers, chosen_firm, order_attractions, shares
from territory_sim.market.lost_sales import CAUSES, Cause, LostNeeds, causes, ladder

OFFERS = Offers(log_odds=np.array([0.3, -0.1]), parity_log_odds=np.array([0.0, -0.1]))
OUTSIDE = 0.2
COUNT = 6


def needs(count: int = 1, **changes: Any) -> LostNeeds:
    """Give needs at a share of 0.3 in whose way nothing stands, but for the changes."""
    columns: dict[str, Any] = {
        "mark": 0.5,
        "is_customer": True,
        "in_stock": True,
        "choice_share": 0.3,
        "share_at_norm": 0.3,
        "days_were_full": False,
        "our_log_odds": 0.0,
        "handover_loss": 0.0,
        "satisfaction_loss": 0.0,
        "rival_log_odds": OFFERS.log_odds[:, None],
    } | changes
    rivals = np.broadcast_to(columns.pop("rival_log_odds"), (2, count))
    wide = {name: np.broadcast_to(np.asarray(value), (count,)) for name, value in columns.items()}
    return LostNeeds(**wide, rival_log_odds=rivals)


def cause_of(**changes: Any) -> Cause:
    """Give the cause of one need."""
    return Cause(int(causes(needs(**changes), OFFERS, OUTSIDE)[0]))


ALONE = [
    ({"is_customer": False}, 0.1, Cause.CHURNED),
    ({"in_stock": False}, 0.1, Cause.STOCK_OUT),
    ({"choice_share": 0.12, "days_were_full": True}, 0.2, Cause.NO_CAPACITY),
    ({"choice_share": 0.12}, 0.2, Cause.NO_COVERAGE),
    ({"our_log_odds": -0.9, "handover_loss": 0.9}, 0.2, Cause.HANDOVER),
    ({"our_log_odds": -0.9, "satisfaction_loss": 0.9}, 0.2, Cause.LATE_ANSWER),
    ({"rival_log_odds": OFFERS.log_odds[:, None] + 1.0}, 0.25, Cause.RIVAL),
    ({}, 0.29, Cause.PRICE),
    ({}, 0.5, Cause.MERIT),
]


@pytest.mark.parametrize(("obstacle", "mark", "cause"), ALONE, ids=[cause.name for *_, cause in ALONE])
def test_an_obstacle_that_stands_alone_is_the_cause(
    obstacle: dict[str, Any], mark: float, cause: Cause
) -> None:
    """What would have been ours without it is put down to it; what would not, never to it."""
    assert cause_of(mark=mark, **obstacle) == cause
    assert cause_of(mark=0.99, **obstacle) == Cause.MERIT


def test_of_two_obstacles_the_one_removed_first_is_the_cause_where_it_suffices() -> None:
    """In the stated order; where both must go, the second one is."""
    both: dict[str, Any] = {"choice_share": 0.12, "our_log_odds": -0.9, "satisfaction_loss": 0.9}
    assert cause_of(mark=0.1, **both) == Cause.NO_COVERAGE
    assert cause_of(mark=0.2, **both) == Cause.LATE_ANSWER


UNITS = arrays(np.float64, (COUNT,), elements=st.floats(0.001, 0.999))
LOSSES = arrays(np.float64, (COUNT,), elements=st.floats(0, 2))
FLAGS = arrays(np.bool_, (COUNT,))


@given(
    mark=UNITS,
    share=UNITS,
    norm=UNITS,
    own=arrays(np.float64, (COUNT,), elements=st.floats(-3, 3)),
    losses=st.tuples(LOSSES, LOSSES),
    pulls=arrays(np.float64, (2, COUNT), elements=st.floats(0, 4)),
    flags=st.tuples(FLAGS, FLAGS, FLAGS),
)
def test_no_step_lowers_the_chance_and_what_is_lost_has_one_cause(
    mark: np.ndarray,
    share: np.ndarray,
    norm: np.ndarray,
    own: np.ndarray,
    losses: tuple[np.ndarray, np.ndarray],
    pulls: np.ndarray,
    flags: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """The first rung is the chance that the engine used, and a cause needs its own obstacle."""
    lost = needs(
        COUNT,
        mark=mark,
        choice_share=share,
        share_at_norm=np.maximum(share, norm),
        our_log_odds=own,
        handover_loss=losses[0],
        satisfaction_loss=losses[1],
        rival_log_odds=OFFERS.log_odds[:, None] + pulls,
        is_customer=flags[0],
        in_stock=flags[1],
        days_were_full=flags[2],
    )
    steps = ladder(lost, OFFERS, OUTSIDE)
    assert (np.diff(steps, axis=0) >= 0).all()
    found = shares(order_attractions(share, own, lost.rival_log_odds, OUTSIDE))
    np.testing.assert_array_equal(steps[0], found[OURS] * (flags[0] & flags[1]))
    elsewhere = lost.of(chosen_firm(mark, found) != OURS)
    cause = causes(elsewhere, OFFERS, OUTSIDE)
    assert len(cause) == len(elsewhere)
    assert (elsewhere.is_customer[cause == Cause.CHURNED] == False).all()  # noqa: E712
    assert (elsewhere.in_stock[cause == Cause.STOCK_OUT] == False).all()  # noqa: E712
    missed = np.isin(cause, [Cause.NO_CAPACITY, Cause.NO_COVERAGE])
    assert (elsewhere.share_at_norm > elsewhere.choice_share)[missed].all()
    assert elsewhere.days_were_full[cause == Cause.NO_CAPACITY].all()
    assert (elsewhere.handover_loss[cause == Cause.HANDOVER] > 0).all()
    assert (elsewhere.satisfaction_loss[cause == Cause.LATE_ANSWER] > 0).all()


def test_over_all_marks_a_cause_takes_what_its_step_adds_to_the_chance() -> None:
    """On a grid of 100,000 marks, to 1e-4."""
    grid = (np.arange(100_000) + 0.5) / 100_000
    lost = needs(
        len(grid),
        mark=grid,
        choice_share=0.15,
        our_log_odds=-1.0,
        handover_loss=0.4,
        satisfaction_loss=0.3,
        rival_log_odds=OFFERS.log_odds[:, None] + 0.8,
    )
    steps = ladder(lost, OFFERS, OUTSIDE)[:, 0]
    elsewhere = lost.of(grid >= steps[0])
    told = np.bincount(causes(elsewhere, OFFERS, OUTSIDE), minlength=len(CAUSES)) / len(grid)
    gains = dict(
        zip(
            ("CHURNED", "STOCK_OUT", "NO_COVERAGE", "HANDOVER", "LATE_ANSWER", "RIVAL", "PRICE"),
            np.diff(steps),
            strict=True,
        )
    )
    for name, gain in gains.items():
        assert told[Cause[name]] == pytest.approx(gain, abs=1e-4)
    assert told[Cause.MERIT] == pytest.approx(1 - steps[-1], abs=1e-4)


def test_without_rivals_there_is_neither_a_rival_nor_a_price_to_blame() -> None:
    """With no firm but ours and the outside option, marks beyond our chance are merit."""
    nobody = Offers(np.empty(0), np.empty(0))
    lost = needs(3, mark=np.array([0.3, 0.5, 0.9]))
    alone = LostNeeds(
        **{name: getattr(lost, name) for name in lost.__dataclass_fields__}
        | {"rival_log_odds": np.empty((0, 3))}
    )
    assert causes(alone, nobody, OUTSIDE).tolist() == [Cause.MERIT] * 3
