"""Columns that grow while a run goes on, a few rows at a time, without being copied each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SPARE_SHARE = 0.25
"""Room for further rows, as a share of those there are, when the columns are copied."""


class GrowingColumns:
    """Arrays of one length, with room for more rows.

    Args:
        columns: The columns by name, each of shape (k,).

    Example:
        >>> columns = GrowingColumns({"account": np.array([4, 7])})
        >>> columns.append({"account": np.array([9])})
        >>> columns["account"].tolist()
        [4, 7, 9]
    """

    def __init__(self, columns: Mapping[str, NDArray[Any]]) -> None:
        self._columns = dict(columns)
        self._rows = len(next(iter(columns.values())))

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column, to be read and written.

        Args:
            name: Its name.

        Returns:
            The rows there are; a view that is out of date once rows are appended.
        """
        return self._columns[name][: self._rows]

    def append(self, rows: Mapping[str, NDArray[Any]]) -> None:
        """Add rows.

        Args:
            rows: A value of every column for each row.
        """
        begin = self._rows
        self._rows += len(next(iter(rows.values())))
        for name, values in rows.items():
            self._columns[name] = self._with_room(self._columns[name])
            self._columns[name][begin : self._rows] = values

    def _with_room(self, column: NDArray[Any]) -> NDArray[Any]:
        if self._rows <= len(column):
            return column
        spare = np.empty(int(self._rows * (1 + _SPARE_SHARE)) - len(column), dtype=column.dtype)
        return np.concatenate([column, spare])
