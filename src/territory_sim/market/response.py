"""Response: how likely an account orders from us at a level of goodwill.

Three forms. Each is calibrated by what a manager can answer: the share of orders without any
call, at the call norm and at boundless calling, and the elasticity of sales to calls at the norm
(decision calculus, Little 1970). So all forms agree at the norm, in height and in slope, and
differ away from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import lambertw

if TYPE_CHECKING:
    from territory_sim.market.parameters.market import MarketParameters

Values = NDArray[np.float64]


class ResponseForm(Protocol):
    """A form of the response, calibrated but for the elasticity, which may differ by account."""

    def constant(self, elasticity: Values) -> Values:
        """Return the form's free constant that gives an elasticity at the norm.

        Args:
            elasticity: Percent of sales per percent of calls at the norm, any shape.

        Returns:
            The constant, shape of the elasticities.
        """

    def share(self, goodwill: Values, constant: Values) -> Values:
        """Return the probability of an order.

        Args:
            goodwill: Goodwill of calls, 1 at the norm, any shape.
            constant: From :meth:`constant`, shape of the goodwill.

        Returns:
            Probabilities in [0, 1].
        """

    def elasticity(self, goodwill: Values, constant: Values) -> Values:
        """Return the elasticity of that probability to goodwill.

        Args:
            goodwill: Goodwill of calls, above 0, any shape.
            constant: From :meth:`constant`, shape of the goodwill.

        Returns:
            Percent per percent.
        """


@dataclass(frozen=True, slots=True)
class Adbudg:
    """S0 + (S1 - S0) g**c / (d + g**c): S-shaped for c above 1, concave up to there.

    Args:
        floor: S0, the share at no goodwill.
        gain: S1 - S0, what boundless goodwill adds.
        half: d, set by the share at the norm.

    Source:
        Little 1970; Lodish 1971 (CALLPLAN).
    """

    floor: float
    gain: float
    half: float

    @classmethod
    def of(cls, parameters: MarketParameters) -> Adbudg:
        """Calibrate the form.

        Args:
            parameters: Shares without calls, at the norm and at boundless calling.

        Returns:
            The form that passes through all three.
        """
        gain = parameters.choice_ceiling - parameters.choice_floor
        return cls(
            parameters.choice_floor, gain, gain / (parameters.choice_at_norm - parameters.choice_floor) - 1
        )

    def constant(self, elasticity: Values) -> Values:
        """Work out the constant that gives an elasticity at the norm.

        Args:
            elasticity: Percent of sales per percent of calls at the norm, any shape.

        Returns:
            The power c that gives an elasticity e at the norm: e S(1) (1 + d)**2 / ((S1 - S0) d).
        """
        at_norm = self.floor + self.gain / (1 + self.half)
        return elasticity * at_norm * (1 + self.half) ** 2 / (self.gain * self.half)

    def share(self, goodwill: Values, constant: Values) -> Values:
        """Work out the probability of an order.

        Args:
            goodwill: Goodwill of calls, 1 at the norm, any shape.
            constant: The power c, shape of the goodwill.

        Returns:
            S0 + (S1 - S0) g**c / (d + g**c).
        """
        raised = goodwill**constant
        return np.asarray(self.floor + self.gain * raised / (self.half + raised), dtype=np.float64)

    def elasticity(self, goodwill: Values, constant: Values) -> Values:
        """Work out the elasticity at a level of goodwill.

        Args:
            goodwill: Goodwill of calls, above 0, any shape.
            constant: The power c, shape of the goodwill.

        Returns:
            (S1 - S0) c d g**c / ((d + g**c)**2 S(g)).
        """
        raised = goodwill**constant
        slope = self.gain * constant * self.half * raised / (self.half + raised) ** 2
        return np.asarray(slope / self.share(goodwill, constant), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Power:
    """a g**e: the same elasticity e everywhere, which closed forms need.

    A probability ends at 1, so the curve is cut there; with a share of 0.31 at the norm and an
    elasticity of 0.3 that is at fifty times the norm, where nobody calls.

    Args:
        at_norm: a, the share at the norm.

    Source:
        S = a P**(1 - e) n**e for a territory of potential P called on n times: what a share
        a (n / norm)**e of each account's orders adds up to when norms follow potential.
    """

    at_norm: float

    @classmethod
    def of(cls, parameters: MarketParameters) -> Power:
        """Calibrate the form.

        Args:
            parameters: Share at the norm.

        Returns:
            The form that passes through it.
        """
        return cls(parameters.choice_at_norm)

    def constant(self, elasticity: Values) -> Values:
        """Work out the constant that gives an elasticity at the norm.

        Args:
            elasticity: Percent of sales per percent of calls at the norm, any shape.

        Returns:
            The power, which is the elasticity itself.
        """
        return elasticity

    def share(self, goodwill: Values, constant: Values) -> Values:
        """Work out the probability of an order.

        Args:
            goodwill: Goodwill of calls, 1 at the norm, any shape.
            constant: The power e, shape of the goodwill.

        Returns:
            A g**e, at most 1.
        """
        return np.asarray(np.minimum(self.at_norm * goodwill**constant, 1.0), dtype=np.float64)

    def elasticity(self, goodwill: Values, constant: Values) -> Values:
        """Work out the elasticity at a level of goodwill.

        Args:
            goodwill: Goodwill of calls, above 0, any shape.
            constant: The power e, shape of the goodwill.

        Returns:
            E, and 0 where the probability has reached 1.
        """
        return np.where(self.at_norm * goodwill**constant < 1, constant, 0.0)


@dataclass(frozen=True, slots=True)
class ModifiedExponential:
    """S0 + (S(1) - S0) (1 - exp(-b g)) / (1 - exp(-b)): concave from the first call on.

    Its ceiling follows from floor, norm and elasticity; the set ceiling plays no part.

    Args:
        floor: S0, the share at no goodwill.
        at_norm: S(1), the share at the norm.
    """

    floor: float
    at_norm: float

    @classmethod
    def of(cls, parameters: MarketParameters) -> ModifiedExponential:
        """Calibrate the form.

        Args:
            parameters: Shares without calls and at the norm.

        Returns:
            The form that passes through both.
        """
        return cls(parameters.choice_floor, parameters.choice_at_norm)

    def constant(self, elasticity: Values) -> Values:
        """Work out the constant that gives an elasticity at the norm.

        Args:
            elasticity: Percent of sales per percent of calls at the norm, any shape.

        Returns:
            The rate b that solves b / (exp(b) - 1) = e S(1) / (S(1) - S0), by Lambert's W.
        """
        wanted = elasticity * self.at_norm / (self.at_norm - self.floor)
        return np.asarray(-wanted - lambertw(-wanted * np.exp(-wanted), k=-1).real, dtype=np.float64)

    def share(self, goodwill: Values, constant: Values) -> Values:
        """Work out the probability of an order.

        Args:
            goodwill: Goodwill of calls, 1 at the norm, any shape.
            constant: The rate b, shape of the goodwill.

        Returns:
            S0 + (S(1) - S0) (1 - exp(-b g)) / (1 - exp(-b)), at most 1.
        """
        risen = np.expm1(-constant * goodwill) / np.expm1(-constant)
        return np.asarray(np.minimum(self.floor + (self.at_norm - self.floor) * risen, 1.0), dtype=np.float64)

    def elasticity(self, goodwill: Values, constant: Values) -> Values:
        """Work out the elasticity at a level of goodwill.

        Args:
            goodwill: Goodwill of calls, above 0, any shape.
            constant: The rate b, shape of the goodwill.

        Returns:
            (S(1) - S0) b g exp(-b g) / ((1 - exp(-b)) S(g)).
        """
        slope = (self.at_norm - self.floor) * constant * np.exp(-constant * goodwill) / -np.expm1(-constant)
        return np.asarray(slope * goodwill / self.share(goodwill, constant), dtype=np.float64)


RESPONSE_FORMS: Final[Mapping[str, Callable[[MarketParameters], ResponseForm]]] = {
    "adbudg": Adbudg.of,
    "power": Power.of,
    "modified_exponential": ModifiedExponential.of,
}
"""The forms of ``market.response``."""


class Response:
    """The response of every account: one form, and for each account its own constant.

    Args:
        parameters: Form, shares and elasticity.
        new_accounts: Whether each account is new, shape (n,).
    """

    def __init__(self, parameters: MarketParameters, new_accounts: NDArray[np.bool_]) -> None:
        self.form = RESPONSE_FORMS[parameters.response](parameters)
        factor = np.where(new_accounts, parameters.new_account_response, 1.0)
        self._constant = self.form.constant(parameters.response_elasticity * factor)

    def share(self, account: NDArray[np.int64], goodwill: Values) -> Values:
        """Return the probability of an order, satisfaction, rivals and campaigns apart.

        Args:
            account: Index of the account, shape (k,).
            goodwill: Goodwill of calls, 1 at the norm, shape (k,).

        Returns:
            Probabilities, shape (k,).
        """
        return self.form.share(goodwill, self._constant[account])

    def call_gain(self, account: NDArray[np.int64], goodwill: Values, impact: Values) -> Values:
        """Return what one more call adds to the probability of an order while its goodwill lasts.

        Args:
            account: Index of the account, shape (k,).
            goodwill: Goodwill now, shape (k,).
            impact: Goodwill that a call adds, shape (k,).

        Returns:
            Gains, shape (k,).
        """
        return self.share(account, goodwill + impact) - self.share(account, goodwill)
