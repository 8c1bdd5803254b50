"""Adstock: how much of what a campaign has spent is still in people's minds.

The effect of a spend is spread over the time after it by a kernel of total weight 1. All forms
are stated in continuous time through the kernel's cumulative weight, so that the adstock of a
campaign at any moment is exact and no length of step enters.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc

from territory_sim.market.parameters.marketing import ChannelParameters


def felt_share(weeks: ArrayLike, channel: ChannelParameters) -> NDArray[np.float64]:
    """Return the share of a spend's effect that has been felt some time after it.

    Args:
        weeks: Weeks since the money was spent, any shape; nothing is felt before.
        channel: Form of the adstock and its constants.

    Returns:
        Cumulative weight of the kernel, from 0 to 1, shape of the weeks.

    Source:
        Geometric: the continuous form of Broadbent's adstock, 1 - retention**t. Weibull pdf: the
        kernel is the Weibull density. Weibull cdf: the kernel falls as the Weibull's survival,
        normalised. Names after Robyn, whose cdf form multiplies up the survival of each step and so
        depends on the step; ours does not. With shape 1 all three are the same.
    """
    since = np.maximum(np.asarray(weeks, dtype=np.float64), 0.0)
    if channel.adstock == "geometric":
        return np.asarray(1 - channel.retention**since, dtype=np.float64)
    age = (since / channel.scale_weeks) ** channel.shape
    if channel.adstock == "weibull_pdf":
        return np.asarray(-np.expm1(-age), dtype=np.float64)
    return np.asarray(gammainc(1 / channel.shape, age), dtype=np.float64)


def pulse_adstock(weeks: ArrayLike, duration_weeks: float, channel: ChannelParameters) -> NDArray[np.float64]:
    """Return the adstock of a constant spend of 1 a week that lasts for a while.

    Args:
        weeks: Weeks since the spend began, any shape; negative before it.
        duration_weeks: How long it lasts.
        channel: Form of the adstock and its constants.

    Returns:
        Adstock in the unit of the spend rate, from 0 to 1, shape of the weeks: 1 is reached when
        the spend has lasted long enough.

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> mail = load_scenario().marketing.channels.mail  # a quarter is left after a week
        >>> pulse_adstock([0.0, 1.0, 2.0], 1.0, mail).round(4).tolist()
        [0.0, 0.75, 0.1875]
    """
    since = np.asarray(weeks, dtype=np.float64)
    return felt_share(since, channel) - felt_share(since - duration_weeks, channel)


def mean_lag_weeks(channel: ChannelParameters) -> float:
    """Return how long after the spend its effect is felt, on average.

    Args:
        channel: Form of the adstock and its constants.

    Returns:
        Weeks: the first moment of the kernel.

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> round(mean_lag_weeks(load_scenario().marketing.channels.mail), 3)
        0.721
    """
    if channel.adstock == "geometric":
        return -1 / math.log(channel.retention) if channel.retention > 0 else 0.0
    one = math.gamma(1 + 1 / channel.shape)
    if channel.adstock == "weibull_pdf":
        return channel.scale_weeks * one
    return channel.scale_weeks * math.gamma(2 / channel.shape) / (channel.shape * one)
