"""Faults: one line each, all of them at once, whole across a process border."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.errors import (
    DataError,
    Fault,
    InfeasibleDesignError,
    ScenarioError,
    TerritorySimError,
    nearest_name,
)


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (Fault(where="seed", allowed="a whole number"), "seed: a whole number"),
        (Fault(where="seed", given="x", allowed="a whole number"), "seed = x: a whole number"),
        (
            Fault(where="units.csv:12:lon", given="200", allowed="degrees, -180 to 180", hint="swapped?"),
            "units.csv:12:lon = 200: degrees, -180 to 180 (swapped?)",
        ),
    ],
)
def test_a_fault_reads_where_given_allowed_hint(fault: Fault, line: str) -> None:
    """What is empty leaves no sign behind."""
    assert str(fault) == line


@given(where=st.text(), given_text=st.text(), allowed=st.text(), hint=st.text())
def test_a_fault_is_always_one_line(where: str, given_text: str, allowed: str, hint: str) -> None:
    """Line breaks in what a user wrote do not break the line."""
    line = str(Fault(where=where, given=given_text, allowed=allowed, hint=hint))
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("kind", [ScenarioError, DataError, InfeasibleDesignError])
def test_an_error_tells_every_fault_in_order(kind: type[TerritorySimError]) -> None:
    """One line a fault, in the order in which they were found; any iterable will do."""
    faults = [Fault(where=f"key{number}", allowed="else") for number in range(3)]
    error = kind(fault for fault in faults)
    assert error.faults == tuple(faults)
    assert str(error) == "key0: else\nkey1: else\nkey2: else"


def test_an_error_crosses_a_process_border_whole() -> None:
    """A worker's error arrives with its class and all its faults."""
    error = DataError([Fault(where="a", given="1", allowed="2", hint="3"), Fault(where="b", allowed="c")])
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(arrived) is DataError
    assert arrived.faults == error.faults
    assert str(arrived) == str(error)


def test_the_nearest_name_is_offered_only_when_it_is_near() -> None:
    """A slip of the pen gets a hint, nonsense gets none."""
    known = ["staffing.reps", "staffing.shift_minutes", "seed"]
    assert nearest_name("staffing.resp", known) == "did you mean staffing.reps?"
    assert not nearest_name("weather", known)
    assert not nearest_name("seed", [])
