"""Adoption against Bass 1969 and the bounds of Fibich and Gibori 2010, through the engine's own step."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.simulation.test_launches import spread
from tests.worlds import small_world

from territory_sim.market.adoption import Adoption, bass_peak_years, bass_share
from territory_sim.market.customer_network import CustomerNetwork
from territory_sim.streams import Streams, entity_keys

P, Q = 0.03, 0.38


def marks(count: int, seed: int = 1) -> NDArray[np.float64]:
    """Give one resistance mark for each of so many accounts."""
    keys = entity_keys(f"A{number:06d}" for number in range(count))
    return Streams(seed, 0).rows("resistance", keys, 1)[:, 0]


def adopted_after(
    count: int,
    years: float,
    step_years: float,
    network: CustomerNetwork | None,
    p: float,
    q: float,
    seed: int = 1,
) -> NDArray[np.float64]:
    """Give the years after which each account adopts; without a network everybody knows everybody."""
    adoption = Adoption(marks(count, seed), p, q)
    for _ in range(round(years / step_years)):
        adopted = adoption.adopted.astype(np.float64)
        adoption.step(float(adopted.mean()) if network is None else network.heard_share(adopted), step_years)
    return adoption.adopted_years


def largest_error(adopted_years: NDArray[np.float64], p: float, q: float) -> float:
    """Give the largest distance between the share that has adopted and Bass's curve."""
    at = np.linspace(0, 20, 401)
    share = np.searchsorted(np.sort(adopted_years), at, side="right") / len(adopted_years)
    return float(np.abs(share - [bass_share(t, p, q) for t in at]).max())


def ring(count: int) -> CustomerNetwork:
    """Give a lattice of one dimension: each account knows the two beside it."""
    here = np.arange(count)
    pairs = np.sort(np.column_stack([here, (here + 1) % count]), axis=1)
    return CustomerNetwork(count, (), np.empty(0, dtype=np.int64), np.unique(pairs, axis=0))


def small_world_of(count: int) -> CustomerNetwork:
    """Give a ring on which each account knows four beside it and seeks one more anywhere."""
    here = np.arange(count)
    near = [np.column_stack([here, (here + step) % count]) for step in (1, 2)]
    far = np.column_stack([here, (marks(count, seed=9) * count).astype(np.int64)])
    pairs = np.sort(np.concatenate([*near, far[far[:, 0] != far[:, 1]]]), axis=1)
    return CustomerNetwork(count, (), np.empty(0, dtype=np.int64), np.unique(pairs, axis=0))


@pytest.mark.parametrize(
    ("count", "seeds", "step_years", "most"),
    [(200, 200, 0.1, 0.035), (2_000, 60, 0.1, 0.02), (20_000, 6, 0.1, 0.018), (20_000, 3, 0.004, 0.01)],
)
def test_on_a_complete_graph_adoption_is_bass(count: int, seeds: int, step_years: float, most: float) -> None:
    """Largest error of the mean curve over twenty years; fixed seeds, so chance cannot fail it.

    A single curve of few accounts strays further: the first adopters by chance set the pace of all.
    """
    years = [adopted_after(count, 20, step_years, None, P, Q, seed) for seed in range(seeds)]
    assert largest_error(np.concatenate(years), P, Q) < most


def test_yearly_ticks_would_be_wrong() -> None:
    """With one tick a year the curve lags by a tenth: the reason why the engine steps by parts of a day."""
    assert largest_error(adopted_after(20_000, 20, 1.0, None, P, Q), P, Q) > 0.05


def test_the_peak_of_bass() -> None:
    """For p = 0.03 and q = 0.38 most adopt after 6.19 years, when 46.05 % have."""
    assert bass_peak_years(P, Q) == pytest.approx(6.19, abs=0.005)
    assert bass_share(bass_peak_years(P, Q), P, Q) == pytest.approx(0.4605, abs=5e-5)


def test_room_air_conditioners() -> None:
    """Here p = 0.0104, q = 0.4186, 18.7 million buyers: the peak comes after 8.61 years."""
    p, q, buyers = 0.0104, 0.4186, 18.7
    peak = bass_peak_years(p, q)
    assert peak == pytest.approx(8.61, abs=0.005)
    adopted = adopted_after(20_000, 20, 0.02, None, p, q)
    in_a_year = float(((adopted > peak - 0.5) & (adopted <= peak + 0.5)).mean()) * buyers
    assert in_a_year == pytest.approx(2.06, rel=0.04)
    by_year = np.histogram(adopted, bins=np.arange(0, 20))[0]
    assert abs(float(by_year.argmax()) + 0.5 - peak) < 1.5


def test_lattice_below_network_below_mean_field() -> None:
    """Fibich and Gibori: the fewer one knows and the more locally, the later one adopts."""
    count, at = 10_000, np.arange(1, 20)
    curves = []
    for network in (ring(count), small_world_of(count), None):
        years = np.sort(adopted_after(count, 20, 0.02, network, P, Q))
        curves.append(np.searchsorted(years, at, side="right") / count)
    lattice, between, mean_field = curves
    noise = 0.004
    assert (lattice <= between + noise).all()
    assert (between <= mean_field + noise).all()
    assert (mean_field - lattice).max() > 0.1


def test_the_lattice_has_its_own_closed_form() -> None:
    """On a ring 1 - F = exp(-(p+q)t + q (1 - e**-pt) / p) (Fibich and Gibori)."""
    count, at = 20_000, np.arange(1, 20)
    years = np.sort(adopted_after(count, 20, 0.004, ring(count), P, Q))
    share = np.searchsorted(years, at, side="right") / count
    wanted = 1 - np.exp(-(P + Q) * at + Q * (1 - np.exp(-P * at)) / P)
    assert np.abs(share - wanted).max() < 0.02


def test_the_running_model_follows_bass() -> None:
    """The part of settlement that lets products spread, day by day for ten years, without a network."""
    world, years = spread(small_world(market__accounts=4_000, word_of_mouth__active=False), days=2_500)
    assert world.network is None
    at = np.linspace(0, 10, 101)
    share = np.searchsorted(np.sort(years), at, side="right") / len(years)
    assert np.abs(share - [bass_share(t, P, Q) for t in at]).max() < 1.36 / math.sqrt(4_000) + 0.005
