"""Saturation: the more is spent in a place, the less another coin does there."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.market.parameters.marketing import ChannelParameters


def saturation(adstock: ArrayLike, channel: ChannelParameters) -> NDArray[np.float64]:
    """Return the share of a channel's largest effect that an adstock reaches.

    Args:
        adstock: Spend a year over potential a year, remembered; from 0 on, any shape.
        channel: Form and constants; both forms give one half at ``half_spend``.

    Returns:
        Shares from 0 to 1, shape of the adstock.

    Source:
        Hill x**s / (h**s + x**s), as in Meridian (developers.google.com/meridian); logistic
        (1 - exp(-l x)) / (1 + exp(-l x)), as in PyMC-Marketing, with l = log(3) / h.

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> mail = load_scenario().marketing.channels.mail
        >>> saturation([0.0, 0.01, 0.03], mail).tolist()
        [0.0, 0.5, 0.75]
    """
    relative = np.asarray(adstock, dtype=np.float64) / channel.half_spend
    if channel.saturation == "logistic":
        return np.asarray(np.tanh(0.5 * math.log(3) * relative), dtype=np.float64)
    raised = relative if channel.slope == 1 else relative**channel.slope
    return np.asarray(raised / (1 + raised), dtype=np.float64)
