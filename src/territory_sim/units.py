"""Units as types, conversions between them, and parameters declared with their unit and range.

Money is kept in whole cents from birth, minutes on a grid of 1/1024, so that sums are exact
and do not depend on the order of addition or on the version of a numeric library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, NewType, TypeVar, dataclass_transform

Minutes = NewType("Minutes", float)
"""Working minutes; exact multiples of 1/1024."""
Kilometres = NewType("Kilometres", float)
Cents = NewType("Cents", int)
"""Money in hundredths of the run's currency."""
PerYear = NewType("PerYear", float)

MINUTE_GRID: Final = 1024
"""Minutes are rounded to 1/1024 at birth: sums of such numbers are exact in a double."""

BUSINESS_DAYS_PER_YEAR: Final = 250
"""Rates per year are spread over this many business days. Our assumption: 52 weeks less holidays."""

BUSINESS_DAYS_PER_MONTH: Final = BUSINESS_DAYS_PER_YEAR / 12

Grade = Literal["meta-analysis", "RCT", "observational", "vendor", "assumption"]
"""How good the evidence for a default is, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What is known about one setting besides its value, which stands in ``configs/``.

    Args:
        unit: Unit of the value, ``1`` where there is none.
        meaning: One clause that says what the value is.
        low: Smallest value allowed, in the unit; None where there is no lower limit.
        high: Largest value allowed, in the unit; None where there is no upper limit.
        choices: The words allowed, for a setting that is one of several names.
        grade: Evidence grade of the default.
        source: Where the default comes from.
        may_be_empty: Whether a list may have no items.
    """

    unit: str
    meaning: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    grade: Grade
    source: str
    may_be_empty: bool


def parameter(
    unit: str,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    grade: Grade = "assumption",
    source: str = "our assumption",
    may_be_empty: bool = False,
) -> Any:  # noqa: ANN401 - a field specifier stands where a value of any type will stand
    """Declare one setting of a :func:`settings` class with its unit, range and evidence.

    Args:
        unit: Unit of the value, ``1`` where there is none.
        meaning: One clause that says what the value is.
        low: Smallest value allowed, in the unit.
        high: Largest value allowed, in the unit.
        choices: The words allowed, for a setting that is one of several names.
        grade: Evidence grade of the default in ``configs/``.
        source: Where that default comes from.
        may_be_empty: Whether a list may have no items.

    Returns:
        A dataclass field without default, carrying a :class:`Parameter`.
    """
    described = Parameter(
        unit=unit,
        meaning=meaning,
        low=low,
        high=high,
        choices=choices,
        grade=grade,
        source=source,
        may_be_empty=may_be_empty,
    )
    return dataclasses.field(metadata={"parameter": described})


def setting_key(name: str) -> str:
    """Return the key by which configs know a field of a settings class.

    Args:
        name: Name of the field; one that Python keeps for itself ends in an underscore.

    Returns:
        The name without it.

    Example:
        >>> setting_key("from_")
        'from'
    """
    return name.removesuffix("_")


SettingsT = TypeVar("SettingsT")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def settings(cls: type[SettingsT]) -> type[SettingsT]:
    """Make a class of settings: frozen, by keyword only, every field a :func:`parameter`.

    Args:
        cls: The class whose annotated fields are the settings.

    Returns:
        The class as a frozen dataclass.
    """
    make: Callable[[type[SettingsT]], type[SettingsT]] = dataclass(frozen=True, kw_only=True)
    return make(cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerSegment:
    """One number for each segment of accounts: A the largest, C the smallest.

    Args:
        A: Value for A accounts.
        B: Value for B accounts.
        C: Value for C accounts.
    """

    A: float
    B: float
    C: float

    def as_tuple(self) -> tuple[float, float, float]:
        """Return the three numbers in the order A, B, C."""
        return (self.A, self.B, self.C)


def cents(money: float) -> Cents:
    """Turn an amount of money into whole cents.

    Args:
        money: Amount in units of the currency.

    Returns:
        The nearest whole number of cents; a tie goes to the even one.

    Example:
        >>> cents(12.34)
        1234
    """
    return Cents(round(money * 100))


def grid_minutes(minutes: float) -> Minutes:
    """Round minutes to the grid of 1/1024 on which sums are exact.

    Args:
        minutes: Minutes.

    Returns:
        The nearest multiple of 1/1024 minute.

    Example:
        >>> grid_minutes(0.1) * 1024
        102.0
    """
    return Minutes(round(minutes * MINUTE_GRID) / MINUTE_GRID)
