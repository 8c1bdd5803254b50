"""Poisson regression with an intercept for each group, in NumPy alone.

The intercepts are taken out of the likelihood, so that a hundred thousand of them cost nothing.
With one group it is the ordinary Poisson regression; with one group for each account it compares
every account with itself alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_MOST_STEPS: Final = 100
_LONGEST_STEP: Final = 2.0
_CLOSE: Final = 1e-9


class NotIdentifiedError(ValueError):
    """The data leave the slopes open: nothing varies, or some columns say the same."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Slopes of a Poisson regression.

    Args:
        slopes: One for each regressor, shape (p,).
        covariance: Of the slopes, robust to any dependence within a cluster, shape (p, p).
        fitted: Expected outcome of each row; 0 in groups without any outcome, shape (k,).
    """

    slopes: NDArray[np.float64]
    covariance: NDArray[np.float64]
    fitted: NDArray[np.float64]


def poisson_regression(
    outcome: NDArray[np.float64],
    regressors: NDArray[np.float64],
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
) -> Fit:
    """Fit ``outcome = exp(intercept of the group + regressors @ slopes)``.

    Args:
        outcome: Numbers from 0 on, counts or money, shape (k,).
        regressors: Columns without a constant, shape (k, p).
        group: Number of each row's group, from 0, shape (k,).
        cluster: Number of each row's cluster, from 0, shape (k,).

    Returns:
        The fit.

    Raises:
        NotIdentifiedError: When the data leave the slopes open.

    Source:
        Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006: right on average for
        any distribution whose mean is as stated); fixed effects concentrated out: Hausman, Hall
        and Griliches 1984; clustered covariance: Wooldridge 1999.
    """
    total = np.bincount(group, outcome).astype(np.float64)
    count = regressors.shape[1]
    slopes = np.zeros(count)
    for _ in range(_MOST_STEPS):
        fitted, deviation = _expected(slopes, regressors, group, total)
        information = (deviation * fitted[:, None]).T @ deviation
        if np.linalg.matrix_rank(information, hermitian=True) < count:
            raise NotIdentifiedError("the regressors do not vary enough within groups")
        step = np.linalg.solve(information, deviation.T @ (outcome - fitted))
        # Far from the solution a full step may overshoot into overflow.
        slopes += np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        if np.abs(step).max() < _CLOSE:
            break
    else:
        raise NotIdentifiedError("no finite slopes fit the data best")
    inverse = np.linalg.inv(information)
    scores = deviation * (outcome - fitted)[:, None]
    sums = np.stack([np.bincount(cluster, scores[:, place]) for place in range(count)], axis=1)
    return Fit(slopes, inverse @ (sums.T @ sums) @ inverse, fitted)


def _expected(
    slopes: NDArray[np.float64],
    regressors: NDArray[np.float64],
    group: NDArray[np.int64],
    total: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the expected outcomes, and the regressors less their weighted mean in the group."""
    weight = np.exp(regressors @ slopes)
    share = weight / np.bincount(group, weight)[group]
    columns = [np.bincount(group, share * column) for column in regressors.T]
    return total[group] * share, regressors - np.stack(columns, axis=1)[group]
