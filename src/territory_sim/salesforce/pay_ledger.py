"""The pay ledger: what every rep has been credited, paid and advanced; closed month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from territory_sim.salesforce.commission import earned_cents, exact, salary_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.statement import Statement
from territory_sim.units import Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfSales:
    """What one rep brought into a month.

    Args:
        booked_cents: Sales booked.
        credited_cents: Sales that count for pay; returns are negative.
        quota_cents: Quota of the period the month belongs to; None without one.
        months_employed: Months worked before this one.
        split_out_cents: Credit that went to others.
        split_in_cents: Credit of others' sales.
        cancelled_cents: Sales cancelled; booked sales are without them.
        clawed_cents: Credit taken back for cancelled sales.
        uncredited_cents: Sales made while the seat was empty, which are nobody's.
        employed_days: Business days of employment before this month and in it; None for all of the run.
    """

    booked_cents: int
    credited_cents: int
    quota_cents: int | None = None
    months_employed: int = 0
    split_out_cents: int = 0
    split_in_cents: int = 0
    cancelled_cents: int = 0
    clawed_cents: int = 0
    uncredited_cents: int = 0
    employed_days: tuple[int, int] | None = None

    @property
    def is_vacant(self) -> bool:
        """Whether nobody was employed in the month."""
        return self.employed_days is not None and not self.employed_days[1]


@dataclass(slots=True)
class _Standing:
    """One rep between two months."""

    credited: int = 0
    earned: int = 0
    owed: int = 0
    carried: int = 0
    """Negative credit of the period before, until a statement tells it."""


class PayLedger:
    """Turns months of sales into statements.

    Args:
        plan: The commission plan.
        reps: Number of reps.
        salaries: Base salary a year of each, in money; None for the plan's. The cap leaves everybody
            the same room for variable pay, whatever his salary.
    """

    def __init__(
        self, plan: CommissionParameters, reps: int, salaries: Sequence[float | None] | None = None
    ) -> None:
        self._plan = plan
        own = [None] * reps if salaries is None else salaries
        self._salaries = [plan.base_salary if salary is None else salary for salary in own]
        self._standing = [_Standing() for _ in range(reps)]

    @property
    def credited_cents(self) -> list[int]:
        """Sales credited to each rep in the months of the period that are paid."""
        return [standing.credited for standing in self._standing]

    def begin_period(self) -> None:
        """Count sales against quota anew; what is owed stays owed, negative credit is carried."""
        for standing, carried in zip(self._standing, self.carried_cents, strict=True):
            standing.credited = standing.carried = carried
            standing.earned = 0

    @property
    def carried_cents(self) -> list[int]:
        """Credit of each rep with which another period would begin: 0, or what was taken back too much."""
        carries = self._plan.clawback.carry_over
        return [min(standing.credited, 0) if carries else 0 for standing in self._standing]

    def begin_person(self, rep: int) -> None:
        """Let somebody new take a rep's place: nothing is credited to him yet, and he owes nothing.

        Args:
            rep: Index of the rep.
        """
        self._standing[rep] = _Standing()

    def close_month(
        self, months: Sequence[MonthOfSales], days_before: int, days: int
    ) -> tuple[Statement, ...]:
        """Pay every rep for a month.

        Args:
            months: What each rep brought in.
            days_before: Business days of the run before the month.
            days: Business days of the month.

        Returns:
            One statement for each rep. Whatever rounding takes in one month the next gives back. A
            vacant seat is paid nothing and has no part in the pool.
        """
        usual = (days_before, days)
        bases = [
            _accrued_cents(salary, *(usual if each.employed_days is None else each.employed_days))
            for salary, each in zip(self._salaries, months, strict=True)
        ]
        commissions = [self._earn(*each) for each in zip(self._standing, months, strict=True)]
        share = exact(self._plan.pool_share)
        paid_in = [max(round(commission * share), 0) for commission in commissions]
        filled = [place for place, month in enumerate(months) if not month.is_vacant]
        paid_out = [0] * len(months)
        for place, part in zip(filled, equal_parts(sum(paid_in), len(filled)), strict=True):
            paid_out[place] = part
        return tuple(
            self._pay(standing, month, *amounts)
            for standing, month, *amounts in zip(
                self._standing, months, bases, commissions, paid_in, paid_out, strict=True
            )
        )

    def _earn(self, standing: _Standing, month: MonthOfSales) -> int:
        if month.is_vacant:
            return 0
        standing.credited += month.credited_cents
        earned = earned_cents(standing.credited, month.quota_cents, self._plan)
        commission = earned - standing.earned
        standing.earned = earned
        return commission

    def _pay(
        self,
        standing: _Standing,
        month: MonthOfSales,
        base: int,
        commission: int,
        pool_out: int,
        pool_in: int,
    ) -> Statement:
        payable = commission - pool_out + pool_in
        guarantee = max(self._guaranteed_cents(month) - payable, 0)
        payable += guarantee
        least = 0 if month.is_vacant else round(exact(self._plan.draw.per_month) * 100)
        advance = max(least - payable, 0)
        recovered = min(standing.owed, max(payable - least, 0))
        if self._plan.draw.recoverable:
            standing.owed += advance
        elif payable < 0:
            standing.owed += min(advance, -payable)  # returns are paid back even where draws are not
        standing.owed -= recovered
        carried, standing.carried = 0 if month.is_vacant else standing.carried, 0
        return Statement(
            booked_cents=Cents(month.booked_cents),
            credited_cents=Cents(month.credited_cents),
            quota_cents=None if month.quota_cents is None else Cents(month.quota_cents),
            period_credited_cents=Cents(standing.credited),
            base_cents=Cents(base),
            commission_cents=Cents(commission),
            pool_out_cents=Cents(pool_out),
            pool_in_cents=Cents(pool_in),
            guarantee_cents=Cents(guarantee),
            advance_cents=Cents(advance),
            recovered_cents=Cents(recovered),
            owed_cents=Cents(standing.owed),
            split_out_cents=Cents(month.split_out_cents),
            split_in_cents=Cents(month.split_in_cents),
            cancelled_cents=Cents(month.cancelled_cents),
            clawed_cents=Cents(month.clawed_cents),
            uncredited_cents=Cents(month.uncredited_cents),
            carried_cents=Cents(carried),
        )

    def _guaranteed_cents(self, month: MonthOfSales) -> int:
        guarantee = self._plan.guarantee
        sure = month.months_employed < guarantee.months and not month.is_vacant
        return round(exact(guarantee.per_month) * 100) if sure else -(2**62)


def _accrued_cents(salary: float, days_before: int, days: int) -> int:
    return salary_cents(salary, days_before + days) - salary_cents(salary, days_before)


def equal_parts(cents: int, parts: int) -> list[int]:
    """Divide an amount into equal parts, to the cent.

    Args:
        cents: The amount, from 0 on.
        parts: How many parts.

    Returns:
        Whole cents that add up to the amount; the first parts take a cent more where it does not
        go up.

    Example:
        >>> equal_parts(1001, 3)
        [334, 334, 333]
    """
    whole, rest = divmod(cents, parts) if parts else (0, 0)
    return [whole + (part < rest) for part in range(parts)]


def split_cents(cents: int, shares: Sequence[float]) -> list[int]:
    """Divide the credit of a deal by shares.

    Args:
        cents: Credit of the deal.
        shares: Share of each but the last, who gets what is left; together at most 1.

    Returns:
        Whole cents for each share and the last, which add up to the credit.

    Example:
        >>> split_cents(1001, [0.25])
        [250, 751]
    """
    parts: list[int] = []
    whole, taken = Fraction(0), 0
    for share in shares:
        whole += exact(share) * cents
        parts.append(round(whole) - taken)
        taken += parts[-1]
    return [*parts, cents - taken]
