"""Which combinations to try next: all of them, or those that Optuna proposes from what is known."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from territory_sim.errors import Fault, ScenarioError
from territory_sim.experiments.optimisation.levers import Combination, Lever, Levers

if TYPE_CHECKING:
    import optuna

ROUND: Final = 8
"""Combinations proposed together; a fixed number, so that the workers have no say in what is tried."""

_ASKED_AGAIN: Final = 25
"""How many times a new combination is asked for before the levers count as exhausted."""


class Search(Protocol):
    """Proposes combinations and learns what they came to."""

    def ask(self, count: int) -> list[Combination]:
        """Propose combinations.

        Args:
            count: How many at most.

        Returns:
            Combinations that were not proposed before; none when there is nothing left to try.
        """
        ...

    def tell(self, combination: Combination, contribution: float | None, misses: Sequence[float]) -> None:
        """Learn what a proposed combination came to.

        Args:
            combination: The combination.
            contribution: Its mean contribution in money; None when a run of it came to no result.
            misses: By how much it misses each floor; 0 or less where it is kept.
        """
        ...


def search_for(levers: Levers) -> Search:
    """Choose how to search.

    Args:
        levers: What may be changed, and the settings.

    Returns:
        Every combination where there are no more than are to be tried, else Optuna's proposals.

    Raises:
        ScenarioError: When Optuna is needed and not installed.
    """
    trials = levers.today.optimise.trials
    if levers.combinations <= trials:
        return EveryCombination(levers.levers)
    if importlib.util.find_spec("optuna") is None:
        allowed = "trying fewer combinations than there are needs the package optuna, which is not installed"
        hint = "pip install 'territory-sim[optimise]'"
        raise ScenarioError([Fault(where="optimise.trials", given=f"{trials}", allowed=allowed, hint=hint)])
    return Proposals(levers.levers, seed=levers.today.seed)


class EveryCombination:
    """All combinations, the first lever varying slowest.

    Args:
        levers: Levers with lists of values.
    """

    def __init__(self, levers: Sequence[Lever]) -> None:
        values = ([lever.override(value) for value in lever.choices] for lever in levers)
        self._left: Iterator[Combination] = itertools.product(*values)

    def ask(self, count: int) -> list[Combination]:
        """Give the next combinations.

        Args:
            count: How many at most.

        Returns:
            The combinations.
        """
        return list(itertools.islice(self._left, count))

    def tell(self, combination: Combination, contribution: float | None, misses: Sequence[float]) -> None:
        """Take note of nothing: all are tried anyway.

        Args:
            combination: The combination.
            contribution: Its mean contribution.
            misses: By how much it misses each floor.
        """


class Proposals:
    """Combinations by a tree-structured Parzen estimator: more of what was good within the floors.

    Args:
        levers: The levers.
        seed: Seed of the proposals.

    Source:
        Bergstra et al. (2011), NeurIPS 24; with constraints and several variables at once as in
        Optuna's ``TPESampler`` (Akiba et al. 2019, KDD).
    """

    def __init__(self, levers: Sequence[Lever], *, seed: int) -> None:
        import optuna

        # Its log would tell each proposal on stderr, beside our own line.
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        sampler = optuna.samplers.TPESampler(
            seed=seed % 2**32, multivariate=True, constant_liar=True, n_startup_trials=ROUND
        )
        self._levers = tuple(levers)
        self._study = optuna.create_study(direction="maximize", sampler=sampler)
        self._failed = optuna.trial.TrialState.FAIL
        self._open: dict[Combination, list[optuna.Trial]] = {}
        self._known: dict[Combination, tuple[float | None, tuple[float, ...]]] = {}

    def ask(self, count: int) -> list[Combination]:
        """Propose combinations.

        Args:
            count: How many at most.

        Returns:
            Combinations that were not proposed before.
        """
        proposed: list[Combination] = []
        for _ in range(_ASKED_AGAIN * count):
            if len(proposed) == count:
                break
            trial = self._study.ask()
            combination = tuple(self._value(trial, lever) for lever in self._levers)
            if combination in self._known:
                self._report(trial, *self._known[combination])
                continue
            if combination not in self._open:
                proposed.append(combination)
            self._open.setdefault(combination, []).append(trial)
        return proposed

    def tell(self, combination: Combination, contribution: float | None, misses: Sequence[float]) -> None:
        """Learn what a proposed combination came to.

        Args:
            combination: The combination.
            contribution: Its mean contribution; None when it came to no result.
            misses: By how much it misses each floor.
        """
        self._known[combination] = contribution, tuple(misses)
        for trial in self._open.pop(combination):
            self._report(trial, contribution, misses)

    def _value(self, trial: optuna.Trial, lever: Lever) -> str:
        if not lever.choices:
            return lever.override(trial.suggest_float(lever.key, lever.low, lever.high))
        if lever.is_ordered:
            place = trial.suggest_int(lever.key, 0, len(lever.choices) - 1)
            return lever.override(lever.choices[place])
        return lever.override(trial.suggest_categorical(lever.key, lever.choices))

    def _report(self, trial: optuna.Trial, contribution: float | None, misses: Sequence[float]) -> None:
        if contribution is None:
            self._study.tell(trial, state=self._failed)
            return
        for name, miss in zip(("inequality", "coverage"), misses, strict=True):
            trial.set_constraint(name, miss)
        self._study.tell(trial, contribution)
