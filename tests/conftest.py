"""Settings of all tests: how thorough property tests are, and a cache that is theirs alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# The same examples every time: a test that fails, fails for everybody. No deadline: machines differ.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache and the user's configs out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERRITORY_SIM_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("TERRITORY_SIM_CONFIG_DIR", raising=False)
        # Workers of a pool must not each start threads of their own for linear algebra.
        patch.setenv("OMP_NUM_THREADS", "1")
        yield
    assert os.environ.get("HOME") is not None or os.name == "nt"


@pytest.fixture
def root() -> Path:
    """Give the folder of the checkout."""
    return ROOT
