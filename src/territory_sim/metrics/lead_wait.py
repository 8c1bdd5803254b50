"""What the leads' waits show: the odds to qualify by how long they waited for their first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EDGES_HOURS: Final = (0.0, 1.0, 2.0, 24.0, np.inf)
_BUCKETS: Final = ("0-1 h", "1-2 h", "2-24 h", "24 h and more")


def qualify_odds(leads: pd.DataFrame) -> pd.DataFrame:
    """Work out the odds to qualify by bucket of wait.

    Args:
        leads: Table ``lead``.

    Returns:
        A row for each bucket of working hours: leads answered, those that qualified, their odds,
        and the standard error of the log of the odds; nan where nobody did or everybody did.
    """
    answered = leads[leads["answered_minute"].notna()]
    wait_hours = ((answered["answered_minute"] - answered["minute"]) / 60).to_numpy()
    bucket = np.searchsorted(_EDGES_HOURS, wait_hours, side="right") - 1
    qualified = answered["stage"].notna().to_numpy()
    count: NDArray[np.int64] = np.bincount(bucket, minlength=len(_BUCKETS))
    good: NDArray[np.int64] = np.bincount(bucket[qualified], minlength=len(_BUCKETS))
    mixed = (good > 0) & (good < count)
    good_or_nan = np.where(mixed, good, np.nan)
    bad_or_nan = np.where(mixed, count - good, np.nan)
    return pd.DataFrame(
        {
            "answered": count,
            "qualified": good,
            "odds": good_or_nan / bad_or_nan,
            "log_error": np.sqrt(1 / good_or_nan + 1 / bad_or_nan),
        },
        index=pd.Index(_BUCKETS, name="wait"),
    )
