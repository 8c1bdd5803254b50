"""The paired difference where Student's t is doubtful: BCa instead, from enough replications on."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from territory_sim.statistics.bootstrap import bca_interval
from territory_sim.statistics.intervals import Interval
from territory_sim.statistics.paired import PairedDifference, paired_difference

BCA: Final = "BCa"
FEWEST_FOR_BCA: Final = 30
"""With fewer replications BCa itself covers too little."""
_COCHRAN: Final = 25.0


def t_is_doubtful(samples: ArrayLike) -> bool:
    """Say whether samples are too skewed for Student's t to be trusted with their mean.

    Args:
        samples: Independent samples, shape (n,).

    Returns:
        Whether n is less than 25 times the squared skewness.

    Source:
        Cochran (1977), Sampling Techniques, section 2.15: from n = 25 G1**2 on, the normal interval
        errs in less than 6 % of cases.

    Example:
        >>> t_is_doubtful([1.0, 2.0, 3.0, 4.0]), t_is_doubtful([0.0] * 29 + [1.0])
        (False, True)
    """
    values = np.asarray(samples, dtype=float)
    apart = values - values.mean()
    spread = float((apart**2).mean())
    # Equal numbers written as decimals may differ in the last bits; that is not skewness.
    if spread <= 1e-24 * float((values**2).mean()):
        return False
    skewness = float((apart**3).mean()) / spread**1.5
    return bool(values.size < _COCHRAN * skewness**2)


def trusted_difference(baseline: ArrayLike, option: ArrayLike) -> PairedDifference:
    """Compare two alternatives over paired replications, skewed differences with care.

    Args:
        baseline: One value per replication, shape (n,), n from 2.
        option: One value per replication in the same order, shape (n,).

    Returns:
        The paired t difference; from 30 pairs on, where t is doubtful, with the BCa interval, and
        its method says so. Odds and p-value are those of Student's t in both cases.

    Raises:
        ValueError: With fewer than two pairs, or arrays of different length.

    Example:
        >>> trusted_difference([0.0] * 30, [0.0] * 29 + [1.0]).method
        'BCa'
    """
    found = paired_difference(baseline, option)
    differences = np.asarray(option, dtype=float) - np.asarray(baseline, dtype=float)
    if found.replications < FEWEST_FOR_BCA or not t_is_doubtful(differences):
        return found
    interval = bca_interval(differences)
    if not math.isfinite(interval.high - interval.low):
        return found
    estimate = found.difference.estimate
    return replace(found, difference=Interval(estimate, interval.low, interval.high), method=BCA)
