"""One sweep at a time in a folder."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from territory_sim.errors import DataError, Fault

LOCK: Final = ".lock"


@contextmanager
def sole_owner(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this process lives, however it ends.

    Args:
        folder: The folder of a sweep.

    Yields:
        Nothing; the folder is held.

    Raises:
        DataError: When another process holds it.
    """
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        try:
            _hold(file)
        except OSError:
            file.seek(0)
            allowed = f"another sweep is at work in it ({file.read().strip() or 'unknown process'})"
            hint = "wait until it has ended, or end it"
            raise DataError([Fault(where=str(folder), allowed=allowed, hint=hint)]) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}\n")
        file.flush()
        yield


def _hold(file: IO[str]) -> None:
    # The system lets go of the lock when the process ends, even by kill -9: none is ever left behind.
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
