"""What can go wrong because of what a user gave, told in one line per fault.

A :class:`Fault` says where, what was given and what is allowed; a
:class:`TerritorySimError` carries all the faults that were found, not only the first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with what the user gave.

    Args:
        where: Config key (``staffing.reps``) or place in a file (``units.csv:12:lon``).
        given: What was found there, as the user wrote it; empty when something is missing.
        allowed: What is allowed there, with its unit.
        hint: What to do about it, such as the nearest right name; may be empty.
    """

    where: str
    given: str = ""
    allowed: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the fault as one line."""
        head = f"{self.where} = {self.given}" if self.given else self.where
        tail = f" ({self.hint})" if self.hint else ""
        return " ".join(f"{head}: {self.allowed}{tail}".split())


class TerritorySimError(Exception):
    """Something the user gave cannot be used; carries every fault that was found.

    Args:
        faults: All faults, in the order in which a reader would meet them.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[TerritorySimError], tuple[tuple[Fault, ...]]]:
        """Let the error cross a process border with its faults whole."""
        return type(self), (self.faults,)


class ScenarioError(TerritorySimError):
    """The configuration does not describe a scenario."""


class DataError(TerritorySimError):
    """A file the user named cannot be read as what it should be."""


class InfeasibleDesignError(TerritorySimError):
    """No territories exist that satisfy what was asked."""


class UnfinishedError(TerritorySimError):
    """Work had to stop midway; what was done until then is kept."""


def nearest_name(given: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to the given one.

    Args:
        given: The word as the user wrote it.
        known: The words that would have been right.

    Returns:
        ``did you mean NAME?``, or an empty text when nothing is near.

    Example:
        >>> nearest_name("staffing.rep", ["staffing.reps", "seed"])
        'did you mean staffing.reps?'
    """
    close = difflib.get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""
