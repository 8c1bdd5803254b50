"""Named streams: a number depends on its names and on nothing else."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from territory_sim.streams import Streams, entity_key, entity_keys

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
SEEDS = st.integers(0, 2**63 - 1)
REPLICATIONS = st.none() | st.integers(0, 10_000)


@given(
    seed=SEEDS,
    replication=REPLICATIONS,
    purpose=WORDS,
    ids=st.lists(WORDS, min_size=1, max_size=6),
    draws=st.integers(1, 40),
    period=st.integers(0, 2**40),
)
def test_a_row_is_the_entitys_own_generator(
    seed: int, replication: int | None, purpose: str, ids: list[str], draws: int, period: int
) -> None:
    """Drawing many entities at once gives each of them what its own generator gives, bit for bit."""
    streams = Streams(seed, replication)
    rows = streams.rows(purpose, entity_keys(ids), draws, period)
    for row, entity_id in zip(rows, ids, strict=True):
        np.testing.assert_array_equal(row, streams.generator(purpose, entity_id, period).random(draws))


def test_no_entities_give_no_rows() -> None:
    """An empty list of entities is no special case."""
    assert Streams(1, 0).rows("anything", entity_keys([]), 3).shape == (0, 3)


def test_other_entities_and_other_purposes_move_nothing() -> None:
    """Who else is drawn, in which order and for what, leaves an entity's numbers as they were."""
    streams = Streams(3, 1)
    alone = streams.rows("needs", entity_keys(["B"]), 8)[0]
    streams.generator("a new purpose", "B").random(1000)
    among = streams.rows("needs", entity_keys(["Z", "B", "A", "B"]), 8)
    np.testing.assert_array_equal(among[1], alone)
    np.testing.assert_array_equal(among[3], alone)


def test_more_draws_begin_with_the_fewer() -> None:
    """A stream is a sequence: asking for more numbers does not change the first ones."""
    keys = entity_keys(["A", "B"])
    many = Streams(5, 0).rows("leads", keys, 101)
    np.testing.assert_array_equal(many[:, :17], Streams(5, 0).rows("leads", keys, 17))


def test_the_numbers_are_fixed_for_good() -> None:
    """Philox and the hash of the names are published: these numbers hold on any machine and version."""
    assert entity_key("A1") == 10776033278222397497
    found = [number.hex() for number in Streams(7, 0).generator("requests", "A1", 2).random(2).tolist()]
    assert found == ["0x1.9ee5f74a7c2cep-2", "0x1.3c586678936ebp-1"]


def test_each_name_counts() -> None:
    """Seed, replication, purpose, entity and period each make another stream; nothing runs together.

    (1, 11) and (11, 1) differ too, and so do the world's streams and replication 0's.
    """
    seeds, replications, entities = (0, 1, 11), (None, 0, 1, 11), ("", "A", "B", "AB")
    first = [
        tuple(Streams(seed, replication).generator(purpose, entity, period).random(2).tolist())
        for seed, replication, purpose, entity, period in itertools.product(
            seeds, replications, ("", "A", "AB", "needs"), entities, (0, 1, 2)
        )
    ]
    assert len(set(first)) == len(first)


def test_streams_of_different_names_are_uncorrelated() -> None:
    """The largest of 2,016 correlations lies within 5 standard errors (false-alarm rate 0.12 %)."""
    draws = 4096
    series = [
        Streams(seed, replication).generator(purpose, entity, period).random(draws)
        for seed, replication, purpose, entity, period in itertools.product(
            (0, 1), (0, 1), ("needs", "needt"), ("A1", "A2"), (0, 1, 2, 3)
        )
    ]
    correlation = np.corrcoef(np.array(series)) - np.eye(len(series))
    assert np.abs(correlation).max() * np.sqrt(draws) < 5


def test_numbers_are_uniform_across_and_along_streams() -> None:
    """Chi-square over 256 cells: first numbers of many entities, many of one, and successive pairs.

    False-alarm rate 1e-4 for each of the three.
    """
    streams = Streams(20260105, 4)
    across = streams.rows("uniform", entity_keys(str(number) for number in range(25_600)), 1)[:, 0]
    along = streams.generator("uniform", "one").random(25_600)
    pairs = streams.generator("uniform", "pairs").random((25_600, 2))
    pair_cells = np.floor(pairs * 16).astype(int) @ np.array([16, 1])
    for cells in (np.floor(across * 256).astype(int), np.floor(along * 256).astype(int), pair_cells):
        assert chisquare(np.bincount(cells, minlength=256)).pvalue > 1e-4


def test_neighbouring_entities_are_uncorrelated() -> None:
    """The first number of one account says nothing about that of the next (4 sd, false alarm 6e-5)."""
    first = Streams(2, 0).rows("needs", entity_keys(f"U{n:05d}-0001" for n in range(10_000)), 1)[:, 0]
    assert abs(np.corrcoef(first[:-1], first[1:])[0, 1]) * np.sqrt(len(first)) < 4


def test_entity_keys_keep_the_order_and_never_meet() -> None:
    """A hundred thousand ids have as many keys."""
    ids = [f"{number:05d}-{number % 7:04d}" for number in range(100_000)]
    keys = entity_keys(ids)
    assert keys.dtype == np.uint64
    assert int(keys[3]) == entity_key(ids[3])
    assert len(np.unique(keys)) == len(ids)
