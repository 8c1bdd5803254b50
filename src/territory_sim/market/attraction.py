"""Attraction: who gets an order when several firms offer, and none may be chosen at all.

A firm's share is its attraction over the sum of all. The attraction of an offer comes from its
attributes, by powers (MCI) or by the exponential function (MNL); calls, satisfaction and
campaigns multiply it. The outside option is one more firm whose offer never changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.competitors import CompetitorParameters

OURS = 0
"""Number of our own firm; rivals follow from 1 on in their order, the outside option comes last."""

_LEAST = np.finfo(np.float64).tiny
_MOST_LOG_ODDS = 500.0
"""Beyond it nobody else has a chance that a double could tell from none."""


def attraction(
    attributes: NDArray[np.float64], weights: NDArray[np.float64], form: str
) -> NDArray[np.float64]:
    """Return the attraction of offers by their attributes.

    Args:
        attributes: One row for each firm, one column for each attribute, shape (firms, a); above 0 for MCI.
        weights: Weight of each attribute; negative where less is better, shape (a,).
        form: ``mci`` for products of powers, ``mnl`` for the exponential of the weighted sum.

    Returns:
        Attractions, shape (firms,).

    Source:
        Multiplicative competitive interaction (Nakanishi and Cooper 1974) and multinomial logit
        (McFadden 1974).

    Example:
        >>> attraction(np.array([[1.0, 2.0]]), np.array([1.0, -2.0]), "mci").tolist()
        [0.25]
    """
    if form == "mci":
        return np.asarray(np.prod(attributes**weights, axis=1), dtype=np.float64)
    return np.asarray(np.exp(attributes @ weights), dtype=np.float64)


def shares(attractions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each firm's share of the choices.

    Args:
        attractions: Attractions, firms along the first axis, shape (firms, ...).

    Returns:
        Shares that sum to 1 along the first axis; all zero where no firm attracts.

    Source:
        The attraction theorem (Bell, Keeney and Little 1975); Huff 1963 is the special case of size
        over a power of distance.

    Example:
        Two equal stores, one twice as far away, with a distance exponent of 2:

        >>> stores = attraction(np.array([[1.0, 1.0], [1.0, 2.0]]), np.array([1.0, -2.0]), "mci")
        >>> shares(stores).tolist()
        [0.8, 0.2]
    """
    return np.asarray(attractions / np.maximum(attractions.sum(axis=0), _LEAST), dtype=np.float64)


def order_attractions(
    choice_share: NDArray[np.float64],
    our_log_odds: NDArray[np.float64],
    rival_log_odds: NDArray[np.float64],
    outside_share: float,
) -> NDArray[np.float64]:
    """Return the attraction of us, of each rival and of the outside option for orders.

    Args:
        choice_share: Our probability by goodwill alone, all else equal, shape (k,).
        our_log_odds: What satisfaction, campaigns and the like add to our log attraction, shape (k,).
        rival_log_odds: What offer, calls and campaigns add to each rival's, shape (rivals, k).
        outside_share: Part of the outside option in what does not come to us, all else equal.

    Returns:
        Attractions, shape (1 + rivals + 1, k). With nothing added to anybody, our share is the
        choice share; whatever the rivals add lowers it.
    """
    rivals = len(rival_log_odds)
    rest = 1 - choice_share
    found = np.empty((rivals + 2, len(choice_share)))
    found[OURS] = choice_share * np.exp(our_log_odds)
    if rivals:
        each = rest * ((1 - outside_share) / rivals)
        found[1:-1] = np.exp(np.minimum(rival_log_odds, _MOST_LOG_ODDS)) * each
        found[-1] = rest * outside_share
    else:
        found[-1] = rest
    return found


def chosen_firm(mark: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return who gets each order.

    Args:
        mark: Uniform of each need that decides, shape (k,).
        share: Shares of the firms, shape (firms, k).

    Returns:
        Number of the firm, shape (k,): ours where the mark lies under our share, else the rival or
        the outside option in whose share it lies. Raising our share only adds orders to ours.
    """
    return np.asarray((mark >= np.cumsum(share[:-1], axis=0)).sum(axis=0), dtype=np.int8)


def firm_names(parameters: CompetitorParameters) -> list[str]:
    """Name the firms by their numbers.

    Args:
        parameters: The rivals.

    Returns:
        ``us``, the names of the rivals that there are, and ``others`` for the outside option.
    """
    return ["us", *(rival.name for rival in parameters.present), "others"]


@dataclass(frozen=True, eq=False)
class Offers:
    """What the rivals' offers add to their log attraction over ours, calls and campaigns apart.

    Args:
        log_odds: At the prices they have, shape (rivals,).
        parity_log_odds: If nobody were cheaper than we are, shape (rivals,).
    """

    log_odds: NDArray[np.float64]
    parity_log_odds: NDArray[np.float64]


def rival_offers(parameters: CompetitorParameters) -> Offers:
    """Compare the rivals' offers with ours.

    Args:
        parameters: Prices, products and their weights; no rivals when they are not active.

    Returns:
        Log odds of each rival's offer against ours; zero where price and product are equal.
    """
    price = np.array([rival.price for rival in parameters.present])
    product = np.array([rival.product for rival in parameters.present])
    return Offers(
        log_odds=_log_odds(price, product, parameters),
        parity_log_odds=_log_odds(np.maximum(price, 1.0), product, parameters),
    )


def price_cut_log_odds(cut: NDArray[np.float64], parameters: CompetitorParameters) -> NDArray[np.float64]:
    """Return what a price cut adds to a rival's log attraction.

    Args:
        cut: Share of our price by which he cuts his, any shape.
        parameters: Weight of price.

    Returns:
        Log odds, shape of the cut; from equal prices on.
    """
    flat = np.ravel(1 - cut)
    return _log_odds(flat, np.ones_like(flat), parameters).reshape(np.shape(cut))


def _log_odds(
    price: NDArray[np.float64], product: NDArray[np.float64], parameters: CompetitorParameters
) -> NDArray[np.float64]:
    ours = np.ones((1, 2))
    weights = np.array([-parameters.price_effect, parameters.product_effect])
    offers = np.concatenate([ours, np.column_stack([price, product])])
    found = np.log(attraction(offers, weights, parameters.attraction))
    return np.asarray(found[1:] - found[0], dtype=np.float64)
