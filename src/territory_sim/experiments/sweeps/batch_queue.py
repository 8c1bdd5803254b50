"""The runs of a sweep that are still to be made, given out in batches."""

from __future__ import annotations

import itertools
from collections import deque
from typing import Final

from territory_sim.experiments.sweeps.plan import Task
from territory_sim.experiments.workers import STRIKES

_SHORT_BATCH_S: Final = 0.15
_LONG_BATCH_S: Final = 5.0
"""A batch lasts between these, so that writing it costs little and losing it does not hurt."""
_MOST_TASKS: Final = 256


class BatchQueue:
    """Runs that are still to be made, cut into batches of a few seconds.

    Args:
        tasks: The runs, in order.
        width: Batches that can be made at the same time.
    """

    def __init__(self, tasks: deque[Task], width: int) -> None:
        self._tasks = tasks
        self._width = width
        self._alone: deque[tuple[Task, ...]] = deque()
        self._strikes: dict[Task, int] = {}
        self._steps: dict[tuple[Task, ...], int] = {}
        self._seconds_a_task: float | None = None

    @property
    def under_way(self) -> int:
        """Runs begun and not committed yet."""
        return sum(self._steps.values())

    def take(self) -> tuple[Task, ...]:
        """Give the runs of the next batch.

        Returns:
            The runs; none when all have been given out.
        """
        if self._alone:
            return self._alone.popleft()
        size = self._size()
        return tuple(itertools.islice(iter(self._popped, None), size))

    def begun(self, tasks: tuple[Task, ...], step: int) -> None:
        """Take note that a run of a batch has begun.

        Args:
            tasks: The batch.
            step: Place of the run in it, from 0.
        """
        self._steps[tasks] = step

    def ended(self, tasks: tuple[Task, ...], seconds: float = 0.0) -> None:
        """Take note that a batch has ended.

        Args:
            tasks: The batch.
            seconds: Time it took; 0 when that is not known.
        """
        self._steps.pop(tasks, None)
        if seconds > 0:
            self._seconds_a_task = seconds / len(tasks)

    def lost(self, tasks: tuple[Task, ...], step: int | None) -> tuple[Task, ...]:
        """Give out again what a dead worker had; give back what is not worth another worker.

        Args:
            tasks: Its batch.
            step: Place of the run it died of, from 0; None when that is not known.

        Returns:
            Runs that have killed too many workers.
        """
        self._steps.pop(tasks, None)
        if len(tasks) == 1:
            return self._strike(tasks[0])
        if step is None or step >= len(tasks):
            # Nobody knows which run it was: halves will tell.
            half = len(tasks) // 2
            self._alone.extend((tasks[:half], tasks[half:]))
            return ()
        suspect = tasks[step]
        self._tasks.extendleft(reversed([task for task in tasks if task != suspect]))
        return self._strike(suspect)

    def _strike(self, task: Task) -> tuple[Task, ...]:
        self._strikes[task] = self._strikes.get(task, 0) + 1
        if self._strikes[task] >= STRIKES:
            return (task,)
        self._alone.append((task,))
        return ()

    def _popped(self) -> Task | None:
        return self._tasks.popleft() if self._tasks else None

    def _size(self) -> int:
        if self._seconds_a_task is None:
            return 1
        short, long = (seconds / self._seconds_a_task for seconds in (_SHORT_BATCH_S, _LONG_BATCH_S))
        # Batches shrink towards the end, so that all workers end at about the same time.
        share = len(self._tasks) / (2 * self._width)
        return max(1, min(round(max(share, short)), round(long), _MOST_TASKS))
