"""Values read to people: signs, scales and units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.experiments.wording import LABELS, difference, label, number, quantities, size
from territory_sim.metrics.kpi_dictionary import KPI_DICTIONARY


@given(st.floats(-0.049, 0.049))
def test_zero_never_has_a_sign(value: float) -> None:
    """What rounds to zero is written as zero: neither -0.0 nor +0.0."""
    assert number(value, 1, signed=True) == "0.0"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([999.4], ["999"]),
        ([12_345], ["12.3 k"]),
        ([2.5e6, 40_000], ["2.50 M", "0.04 M"]),
        ([3e9], ["3.00 bn"]),
    ],
)
def test_money_that_stands_together_shares_one_scale(values: list[float], expected: list[str]) -> None:
    """The largest amount chooses the scale of all."""
    assert quantities(values, "money") == expected


def test_difference_and_interval_share_one_scale() -> None:
    """A difference of thousands with an interval into millions is all written in millions."""
    assert difference(9.7e5, 7.4e5, 1.21e6, "money") == ("+0.97 M", "+0.74 to +1.21 M")
    assert difference(0.362, 0.362, 0.362, "share") == ("+36.2 points", "exact")


def test_size_has_no_sign_and_its_smaller_end_first() -> None:
    """A fall by 0.084 is by 0.084, between 0.076 and 0.092."""
    assert size(-0.084, -0.092, -0.076, "0-1") == ("0.084", "0.076 to 0.092")
    assert size(-6.1e5, -8e5, -4e5, "money", "USD") == ("USD 610.0 k", "400.0 to 800.0 k")


def test_scorecard_lines_have_names_for_people() -> None:
    """No line of the comparison shows its name in tables to people."""
    of_queue = {"mean_wait_hours", "mean_wait_hours_high", "mean_wait_hours_low", "wait_probability"}
    of_queue |= {"mean_number_waiting", "served"}
    assert {line.kpi for line in KPI_DICTIONARY} - set(LABELS) <= of_queue
    assert all("_" not in label(line.kpi) for line in KPI_DICTIONARY)
