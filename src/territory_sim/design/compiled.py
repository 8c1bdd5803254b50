"""Compile the inner loops of the search where numba is installed; without it they run as Python."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

IS_COMPILED: Final = importlib.util.find_spec("numba") is not None
"""Whether inner loops are compiled. The result is the same to the bit, only later."""


def compiled(kernel: Kernel) -> Kernel:
    """Compile a function of arrays and numbers, and keep the machine code on the disk.

    Args:
        kernel: A function in the part of Python that numba understands.

    Returns:
        A function with the same result; the same function where numba is missing.
    """
    if not IS_COMPILED:
        return kernel
    njit = importlib.import_module("numba").njit

    try:
        done: Kernel = njit(cache=True, error_model="numpy")(kernel)
    except RuntimeError:  # no folder for the machine code can be written
        done = njit(error_model="numpy")(kernel)
    return done


def is_cold(kernel: Callable[..., Any]) -> bool:
    """Say whether a kernel still has to be compiled on this machine.

    Args:
        kernel: A function made by :func:`compiled`.

    Returns:
        True when it is compiled and no machine code of it lies on the disk.
    """
    stats = getattr(kernel, "stats", None)
    folder = getattr(stats, "cache_path", None)
    name = kernel.__name__
    return folder is not None and not any(Path(folder).glob(f"*.{name}-*.nbc"))
