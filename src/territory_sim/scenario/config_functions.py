"""Functions that config files may call, as in ``${minutes_of:...}``."""

from __future__ import annotations


def minutes_of(hours: float) -> float:
    """Turn hours into minutes.

    Args:
        hours: Hours.

    Returns:
        Minutes.

    Raises:
        TypeError: If it is not a number.

    Example:
        >>> minutes_of(1.5)
        90.0
    """
    return 60.0 * _number(hours)


def duration_for_cv(cv: float) -> str:
    """Name the distribution of durations for a coefficient of variation.

    Args:
        cv: The coefficient.

    Returns:
        ``exponential`` for 1, whose queue has a closed form, else ``lognormal``.

    Raises:
        TypeError: If it is not a number.

    Example:
        >>> duration_for_cv(1), duration_for_cv(0.5)
        ('exponential', 'lognormal')
    """
    return "exponential" if _number(cv) == 1 else "lognormal"


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value
