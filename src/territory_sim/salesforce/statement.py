"""A rep's statement for one month: every line that makes up the pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from territory_sim.units import Cents

_NOTHING: Final = Cents(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One month of one rep, all amounts in cents.

    Args:
        booked_cents: Sales booked in the month.
        credited_cents: Sales that count for pay: booked, less windfalls and splits, plus splits of others,
            less what is taken back.
        split_out_cents: Credit of the month that went to others.
        split_in_cents: Credit of others' sales.
        cancelled_cents: Sales cancelled in the month; booked sales are without them.
        clawed_cents: Credit taken back for cancelled sales, own or shared.
        uncredited_cents: Sales made while the seat was empty, which are nobody's.
        carried_cents: Credit that the period before took back beyond what it sold, negative; it stands in
            the first month that a period pays.
        quota_cents: Quota of the period the month belongs to; None without one.
        period_credited_cents: Sales credited since the period began, this month and what it carries included.
        base_cents: Base salary.
        commission_cents: Earned this month under the plan; negative when returns take more back.
        pool_out_cents: What goes into the team's pool.
        pool_in_cents: What comes out of it.
        guarantee_cents: What lifts a new hire to the guarantee.
        advance_cents: What the draw advances.
        recovered_cents: What is kept to pay back earlier advances and returns.
        owed_cents: What still is to be paid back after this month.
    """

    booked_cents: Cents
    credited_cents: Cents
    quota_cents: Cents | None
    period_credited_cents: Cents
    base_cents: Cents
    commission_cents: Cents
    pool_out_cents: Cents
    pool_in_cents: Cents
    guarantee_cents: Cents
    advance_cents: Cents
    recovered_cents: Cents
    owed_cents: Cents
    split_out_cents: Cents = _NOTHING
    split_in_cents: Cents = _NOTHING
    cancelled_cents: Cents = _NOTHING
    clawed_cents: Cents = _NOTHING
    uncredited_cents: Cents = _NOTHING
    carried_cents: Cents = _NOTHING

    @property
    def variable_cents(self) -> Cents:
        """What is paid beyond the base salary."""
        earned = self.commission_cents - self.pool_out_cents + self.pool_in_cents
        return Cents(earned + self.guarantee_cents + self.advance_cents - self.recovered_cents)

    @property
    def attainment(self) -> float | None:
        """Sales credited since the period began over its quota; None without one."""
        return None if not self.quota_cents else self.period_credited_cents / self.quota_cents
