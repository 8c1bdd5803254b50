from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import sobol_indices as scipy_indices

from territory_sim.statistics.sobol import sobol_design, sobol_indices
from territory_sim.streams import Streams

Array = NDArray[np.float64]


def ishigami(x: Array) -> Array:
    """Ishigami and Homma (1990), a = 7, b = 0.1, on the unit cube."""
    angles = np.pi * (2 * x - 1)
    return np.asarray(
        np.sin(angles[..., 0]) * (1 + 0.1 * angles[..., 2] ** 4) + 7 * np.sin(angles[..., 1]) ** 2
    )


def g_function(x: Array) -> Array:
    """Sobol's G with a = 0, 1, 4.5, 9."""
    a = np.array([0.0, 1.0, 4.5, 9.0])
    return np.asarray(((np.abs(4 * x - 2) + a) / (1 + a)).prod(axis=-1))


def ishigami_shares() -> tuple[list[float], list[float]]:
    """Closed form of both shares."""
    variance_1 = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2
    variance_2 = 7**2 / 8
    variance_13 = 0.1**2 * np.pi**8 * 8 / 225
    total = variance_1 + variance_2 + variance_13
    first = [variance_1 / total, variance_2 / total, 0.0]
    return first, [first[0] + variance_13 / total, first[1], variance_13 / total]


def g_shares() -> tuple[list[float], list[float]]:
    """Closed form of both shares."""
    single = (1 / 3) / (1 + np.array([0.0, 1.0, 4.5, 9.0])) ** 2
    total = float((1 + single).prod() - 1)
    others = [single[k] * np.delete(1 + single, k).prod() / total for k in range(4)]
    return list(single / total), others


@pytest.mark.parametrize(
    ("function", "shares"), [(ishigami, ishigami_shares()), (g_function, g_shares())], ids=["Ishigami", "G"]
)
def test_closed_forms(function: Callable[[Array], Array], shares: tuple[list[float], list[float]]) -> None:
    """With 4,096 points both shares of every factor are met to 0.02, and lie in their intervals."""
    first, total = shares
    found = sobol_indices(function(sobol_design(len(first), 4096, seed=1))[..., None])
    assert [each.first.estimate for each in found.factors] == pytest.approx(first, abs=0.02)
    assert [each.total.estimate for each in found.factors] == pytest.approx(total, abs=0.02)
    for each, alone, whole in zip(found.factors, first, total, strict=True):
        assert each.first.low <= alone <= each.first.high
        assert each.total.low <= whole <= each.total.high


def test_another_package_agrees() -> None:
    """Scipy's estimator of the first order is the same formula: equal to rounding, total ones close."""
    values = ishigami(sobol_design(3, 1024, seed=2))
    other = scipy_indices(func={"f_A": values[:1], "f_B": values[1:2], "f_AB": values[2:, None]}, n=1024)
    found = sobol_indices(values[..., None])
    assert [each.first.estimate for each in found.factors] == pytest.approx(
        other.first_order.ravel().tolist(), abs=1e-9
    )
    assert [each.total.estimate for each in found.factors] == pytest.approx(
        other.total_order.ravel().tolist(), abs=0.02
    )


def test_the_noise_share_is_that_of_planted_noise() -> None:
    """Noise of variance 2 in each of 4 replications, and years that are good or bad for all points."""
    generator = Streams(3).generator("noise of a test")
    blocks = sobol_design(3, 512, seed=1)
    values = ishigami(blocks)[..., None] + generator.normal(0, np.sqrt(2), (*blocks.shape[:2], 4))
    values += generator.normal(0, 30, 4)
    found = sobol_indices(values)
    variance = float(values.mean(axis=2)[:2].var())
    assert found.noise_share == pytest.approx(2 / 4 / variance, rel=0.1)


def test_what_cannot_be_shared_out_is_told() -> None:
    """No variance, or no whole point, is an error; a point with a failed run is left out."""
    with pytest.raises(ValueError, match="same at all points"):
        sobol_indices(np.ones((4, 8, 1)))
    values = ishigami(sobol_design(3, 64, seed=1))[..., None]
    kept = sobol_indices(np.delete(values, 5, axis=1))
    values[3, 5] = np.nan
    assert sobol_indices(values) == kept
    with pytest.raises(ValueError, match="0 whole points"):
        sobol_indices(np.full((4, 8, 1), np.nan))
