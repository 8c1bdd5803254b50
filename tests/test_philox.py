"""Philox in arrays gives what NumPy's Philox gives, whatever the key, the counter and the number of draws."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator, Philox

from territory_sim.philox import LEAST_KEYS, MOST_DRAWS, first_uniforms
from territory_sim.streams import Streams, entity_keys

WORDS = st.integers(0, 2**64 - 1)


@given(purpose=WORDS, keys=st.lists(WORDS, min_size=1, max_size=5), draws=st.integers(1, 30), period=WORDS)
def test_arrays_give_the_numbers_of_numpys_generator(
    purpose: int, keys: list[int], draws: int, period: int
) -> None:
    """Bit for bit, over the whole range of the four words that name a stream."""
    found = first_uniforms(purpose, np.array(keys, dtype=np.uint64), draws, period)
    counter = np.array([0, 0, 0, period], dtype=np.uint64)
    for row, key in zip(found, keys, strict=True):
        philox = Philox(key=np.array([purpose, key], dtype=np.uint64), counter=counter)
        np.testing.assert_array_equal(row, Generator(philox).random(draws))


def test_both_ways_to_draw_many_streams_meet_without_a_seam() -> None:
    """Just below and just above the sizes at which arrays take over, the numbers are the same."""
    keys = entity_keys(map(str, range(LEAST_KEYS)))
    streams = Streams(3, 2)
    wide = streams.rows("seam", keys, MOST_DRAWS + 1)
    np.testing.assert_array_equal(streams.rows("seam", keys, MOST_DRAWS), wide[:, :MOST_DRAWS])
    np.testing.assert_array_equal(streams.rows("seam", keys[1:], MOST_DRAWS), wide[1:, :MOST_DRAWS])


def test_more_keys_than_are_worked_on_at_once() -> None:
    """Working in pieces leaves no gap between them."""
    keys = entity_keys(map(str, range(9000)))
    found = first_uniforms(7, keys, 3, 0)
    np.testing.assert_array_equal(found[4090:4100], first_uniforms(7, keys[4090:4100], 3, 0))
    np.testing.assert_array_equal(found[-1:], first_uniforms(7, keys[-1:], 3, 0))
