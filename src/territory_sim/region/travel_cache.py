"""Keep matrices that are slow to make in the user's cache folder, under the hash of what they come from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def cache_folder() -> Path:
    """Return the folder for files that can be made again.

    Returns:
        ``$TERRITORY_SIM_CACHE`` when set, else ``territory_sim`` in the user's cache folder.
    """
    chosen = os.environ.get("TERRITORY_SIM_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "territory_sim"


def remembered(
    key: str, shape: tuple[int, ...], make: Callable[[], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Return a matrix from the cache, or make it and keep it.

    Args:
        key: Hash of everything the matrix depends on.
        shape: Shape the matrix must have.
        make: Makes the matrix when the cache has none, or a broken one.

    Returns:
        The matrix, not writable. A cache that cannot be read or written is passed over.
    """
    file = cache_folder() / f"{key}.npy"
    kept = _opened(file, shape)
    if kept is not None:
        return kept
    made = make()
    made.setflags(write=False)
    _keep(file, made)
    # Read it back even in the process that made it: its pages are then shared with later processes.
    kept = _opened(file, shape)
    return made if kept is None else kept


def _opened(file: Path, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
    try:
        matrix: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return matrix if matrix.shape == shape and matrix.dtype == np.float32 else None


def _keep(file: Path, matrix: NDArray[np.float32]) -> None:
    temporary = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as stream:
            temporary = Path(stream.name)
            np.save(stream, matrix, allow_pickle=False)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
