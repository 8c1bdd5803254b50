"""Shares of variance add up, and whoever explains nothing gets nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.statistics.variance_shares import explained_shares
from territory_sim.streams import Streams


@given(seed=st.integers(0, 1000), mixing=st.floats(-0.9, 0.9))
def test_shares_add_up_to_what_all_causes_explain(seed: int, mixing: float) -> None:
    """Also where causes go together, and no share is negative beyond rounding."""
    a, b, luck = Streams(seed).generator("test shares").normal(size=(3, 40))
    b = mixing * a + b
    pay = 2 * a - b + luck
    shares = explained_shares(pay, {"a": a, "b": b})
    table = np.column_stack([np.ones(40), a, b])
    residual = pay - table @ np.linalg.lstsq(table, pay, rcond=None)[0]
    assert sum(shares.values()) == pytest.approx(1 - residual.var() / pay.var())
    assert min(shares.values()) >= -1e-9


def test_what_is_the_same_for_all_explains_nothing() -> None:
    """Nor is there anything to explain where all are paid the same."""
    step, same = np.arange(6.0), np.full(6, 3.0)
    assert explained_shares(step, {"step": step, "same": same}) == pytest.approx({"step": 1.0, "same": 0.0})
    assert explained_shares(same, {"step": step}) == {"step": 0.0}
