"""Named random streams: randomness belongs to the request, not to the worker.

Every number is a function of (root seed, replication, purpose, entity, period) and of nothing
else. The generator is NumPy's Philox (Salmon et al. 2011), a counter-based generator whose key
is made from those names, so that adding a purpose or an entity moves no other stream.
No other module draws from NumPy, from the standard library or from Mesa.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

from territory_sim.philox import LEAST_KEYS, MOST_DRAWS, first_uniforms

WORLD: Final = "world"
"""Stands where a replication would stand, for what all replications share."""


def entity_key(entity_id: str) -> int:
    """Return the 64-bit key of an entity, a function of its id alone.

    Args:
        entity_id: The id as it stands in the data.

    Returns:
        An integer in [0, 2**64).
    """
    return int.from_bytes(hashlib.blake2b(entity_id.encode(), digest_size=8).digest(), "little")


def entity_keys(entity_ids: Iterable[str]) -> NDArray[np.uint64]:
    """Return the keys of many entities, in the order given.

    Args:
        entity_ids: Ids as they stand in the data.

    Returns:
        One unsigned 64-bit integer per id.
    """
    return np.fromiter((entity_key(entity_id) for entity_id in entity_ids), dtype=np.uint64)


class Streams:
    """All the random streams of one run.

    Args:
        seed: Root seed of the study, any integer from 0 on.
        replication: Number of the replication, or None for the streams of the world that
            all replications share (where accounts lie, how large they are).

    Example:
        >>> a = Streams(7, 0).generator("requests", "A1").random()
        >>> b = Streams(7, 0).generator("requests", "A1").random()
        >>> c = Streams(7, 1).generator("requests", "A1").random()
        >>> (a == b, a == c)
        (True, False)
    """

    def __init__(self, seed: int, replication: int | None = None) -> None:
        self.seed = seed
        self.replication = replication

    def generator(self, purpose: str, entity_id: str = "", period: int = 0) -> Generator:
        """Return the generator of one entity's stream.

        Args:
            purpose: Stable name of what is drawn.
            entity_id: Id of the entity it is drawn for; empty for the run as a whole.
            period: Number of the period or layer, from 0.

        Returns:
            A fresh generator at the start of the stream.
        """
        key = np.array([self._purpose_key(purpose), entity_key(entity_id)], dtype=np.uint64)
        counter = np.array([0, 0, 0, period], dtype=np.uint64)
        return Generator(Philox(key=key, counter=counter))

    def rows(
        self, purpose: str, keys: NDArray[np.uint64], draws: int, period: int = 0
    ) -> NDArray[np.float64]:
        """Draw the first uniforms of many entities' streams at once.

        Args:
            purpose: Stable name of what is drawn.
            keys: Keys of the entities, from :func:`entity_keys`; shape (n,).
            draws: How many uniforms each entity gets.
            period: Number of the period or layer, from 0.

        Returns:
            Uniforms in [0, 1), shape (n, draws); row i equals
            ``generator(purpose, id_i, period).random(draws)``.
        """
        if draws <= MOST_DRAWS and len(keys) >= LEAST_KEYS:
            return first_uniforms(self._purpose_key(purpose), keys, draws, period)
        uniforms = np.empty((len(keys), draws))
        # One generator is re-keyed in place, by plain lists that NumPy reads faster than arrays:
        # ten times cheaper than a generator for each entity.
        philox, draw = self._rekeyed
        key = [self._purpose_key(purpose), 0]
        state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": [0, 0, 0, period], "key": key},
            "buffer": [0, 0, 0, 0],
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }
        for row, entity in zip(uniforms, keys.tolist(), strict=True):
            key[1] = entity
            philox.state = state
            draw(out=row)
        return uniforms

    @cached_property
    def _rekeyed(self) -> tuple[Philox, Callable[..., object]]:
        """The generator that ``rows`` re-keys for each entity, and what draws from it."""
        philox = Philox(0)
        return philox, Generator(philox).random

    def _purpose_key(self, purpose: str) -> int:
        scope = WORLD if self.replication is None else str(self.replication)
        name = f"{self.seed}/{scope}/{purpose}"
        return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
