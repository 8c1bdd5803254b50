"""Stops and messages: the two kinds of work that reach a rep.

A stop is made on site and needs travel; a message is answered from wherever the rep is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

CALL: Final = 0
"""A stop for a planned call."""
REQUEST: Final = 1
"""A stop or a message for a service request."""
LEAD: Final = 2
"""A stop or a message for a lead."""
EVENT: Final = 3
"""A stop at an event of a local organisation."""


class Stop(NamedTuple):
    """One visit that could be made.

    Args:
        standing: Points that the call policy gives it, travel apart.
        unit: Index of the unit to go to.
        needed_minutes: Minutes to plan with: on site, and home from there unless overnight.
        minutes: Minutes on site it will really take.
        kind: Why the rep goes there: CALL, REQUEST, LEAD or EVENT.
        number: Number of the request, lead or event; of the account for a planned call.
        account: Index of the account; -1 for an event.
        expiry_minute: Minute at which nobody waits for it any more; infinite for a planned call.
    """

    standing: float
    unit: int
    needed_minutes: float
    minutes: float
    kind: int
    number: int
    account: int
    expiry_minute: float = math.inf


class Appointment(NamedTuple):
    """A stop with a fixed time.

    Args:
        minute: Working minute at which it begins.
        stop: The stop.
    """

    minute: float
    stop: Stop


class Message(NamedTuple):
    """One thing to answer from afar.

    Args:
        minute: Working minute at which it came.
        kind: REQUEST or LEAD.
        number: Number of the request or lead.
        minutes: Minutes the answer takes.
        expiry_minute: Minute at which nobody waits for it any more.
        urgent: Whether it goes before others.
    """

    minute: float
    kind: int
    number: int
    minutes: float
    expiry_minute: float
    urgent: bool


Columns = Sequence[NDArray[np.generic]]
_Row = Iterable[object]

# The same as ``_make``, without a Python frame for each of several thousand rows a day.
_stop_of = cast("Callable[[_Row], Stop]", partial(tuple.__new__, Stop))
_message_of = cast("Callable[[_Row], Message]", partial(tuple.__new__, Message))


def stops_of(columns: Columns) -> list[Stop]:
    """Make stops of columns.

    Args:
        columns: One array for each field of a stop, in their order.

    Returns:
        One stop a row.
    """
    return list(map(_stop_of, zip(*(column.tolist() for column in columns), strict=True)))


def messages_of(columns: Columns) -> list[Message]:
    """Make messages of columns.

    Args:
        columns: One array for each field of a message, in their order.

    Returns:
        One message a row.
    """
    return list(map(_message_of, zip(*(column.tolist() for column in columns), strict=True)))
