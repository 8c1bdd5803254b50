"""Morale: what a rep makes of his pay beside that of his peers.

Inequity as Adams has it: the log of what I get over what peers get, less what I put in over what
they put in, as far as that is seen and accounts for the gap:

    gap_i = log(pay_i / pay_peers),   inequity_i = gap_i - t (the part of gap_i that input explains)

Input explains a gap as far as log(input_i / input_peers) goes the same way, and no gap to begin
with: seeing more never hurts more. ``t`` is the transparency of effort and ability. Input is
weighed in the pay it would bring at equal chances: a share of all variable pay in proportion to
effort by ability, and the salary. Salaries that differ are accounted for as far as their mean in the same
proportion goes the same way. What a territory gives or withholds is in nobody's input, so that
it stays unexplained however much is seen.

Source: Adams 1965; that only unexplained differences hurt, Breza, Kaur and Shamdasani 2016; that
who puts in more for the same pay does not mind is our assumption, on the side of too little harm.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.morale_parameters import MoraleParameters

_FLOOR: Final = 0.01
"""Least pay, in its mean: a logarithm needs something to begin from."""


def input_in_pay(
    base_cents: NDArray[np.float64], variable_cents: NDArray[np.float64], inputs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what each rep's input would earn at equal chances.

    Args:
        base_cents: Base salary of each, shape (k,).
        variable_cents: Variable pay of each, shape (k,).
        inputs: What each puts in: ability by effort, shape (k,).

    Returns:
        Cents, shape (k,): all variable pay divided in proportion to input, and what input accounts for
        of the salary.

    Example:
        The second example is paid by salary alone, of which input accounts for the higher one:

        >>> input_in_pay(np.array([10.0, 10.0]), np.array([9.0, 3.0]), np.array([1.0, 2.0])).tolist()
        [14.0, 18.0]
        >>> input_in_pay(np.array([9.0, 10.0, 11.0]), np.zeros(3), np.array([1.0, 1.0, 2.0])).tolist()
        [9.0, 10.0, 11.0]
        >>> input_in_pay(np.array([9.0, 10.0, 11.0]), np.zeros(3), np.ones(3)).tolist()
        [10.0, 10.0, 10.0]
    """
    shares = inputs / inputs.sum() if inputs.sum() > 0 else np.full(len(inputs), 1 / len(inputs))
    mean = base_cents.mean()
    earned = np.clip(base_cents.sum() * shares, np.minimum(base_cents, mean), np.maximum(base_cents, mean))
    worth: NDArray[np.float64] = earned + variable_cents.sum() * shares
    return worth


def inequity(
    pay_cents: NDArray[np.float64],
    worth_cents: NDArray[np.float64],
    transparency: float,
    peers: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return how much more each rep gets than peers do, as far as input does not account for it.

    Args:
        pay_cents: Pay of each, shape (k,).
        worth_cents: What each one's input would earn, from :func:`input_in_pay`, shape (k,).
        transparency: Share of differences that input is seen to account for, 0 to 1.
        peers: Whether the rep of the row compares himself with that of the column, shape (k, k).

    Returns:
        Differences of logs, shape (k,); negative for whoever gets less; 0 without peers.

    Example:
        Pay in proportion to what is put in hurts only where that is not seen:

        >>> pay, everybody = np.array([80.0, 100.0]), ~np.eye(2, dtype=bool)
        >>> [inequity(pay, pay, seen, everybody).round(3).tolist() for seen in (0.0, 1.0)]
        [[-0.223, 0.223], [0.0, 0.0]]
    """
    gap, deserved = (_over_peers(_logs(cents), peers) for cents in (pay_cents, worth_cents))
    explained = np.clip(deserved, np.minimum(gap, 0.0), np.maximum(gap, 0.0))
    return gap - transparency * explained


def morale_points(gaps: NDArray[np.float64], parameters: MoraleParameters) -> NDArray[np.float64]:
    """Return the morale that inequity makes.

    Args:
        gaps: Inequity of each, from :func:`inequity`, shape (k,).
        parameters: Which gap is felt, and how much losses weigh.

    Returns:
        Points, shape (k,): 0 as usual, towards 1 for whoever gets more than he can explain,
        towards ``-loss_weight`` for whoever gets less.
    """
    felt = 1 - np.exp(-np.abs(gaps) / parameters.felt_gap)
    return np.where(gaps < 0, -parameters.loss_weight * felt, felt)


def effort_factor(points: NDArray[np.float64], parameters: MoraleParameters) -> NDArray[np.float64]:
    """Return what morale makes of effort.

    Args:
        points: Morale, shape (k,).
        parameters: What a point does.

    Returns:
        Factors of effort, none negative, shape (k,).
    """
    return np.maximum(1 + parameters.effort_per_point * points, 0.0)


def attendance(points: NDArray[np.float64], parameters: MoraleParameters) -> NDArray[np.float64]:
    """Return the share of the shift that reps are at work.

    Args:
        points: Morale, shape (k,).
        parameters: What a point does.

    Returns:
        Shares from 0 to 1, shape (k,); high morale makes nobody's day longer.
    """
    return np.clip(1 + parameters.attendance_per_point * np.minimum(points, 0.0), 0.0, 1.0)


def _over_peers(logs: NDArray[np.float64], peers: NDArray[np.bool_]) -> NDArray[np.float64]:
    count = peers.sum(axis=1)
    of_peers = np.divide(peers @ logs, count, out=logs.copy(), where=count > 0)
    return np.asarray(logs - of_peers, dtype=np.float64)


def _logs(cents: NDArray[np.float64]) -> NDArray[np.float64]:
    mean = float(cents.mean()) if len(cents) else 0.0
    return np.log(np.maximum(cents, _FLOOR * mean)) if mean > 0 else np.zeros(len(cents))
