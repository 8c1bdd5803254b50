"""The customer base: one account more adds one, places are multinomial, potential is lognormal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chisquare
from tests.worlds import loaded

from territory_sim.market.account_file import AccountRows
from territory_sim.market.accounts import Accounts, accounts_from_file, draw_accounts
from territory_sim.region.synthetic import synthetic_region
from territory_sim.statistics.inverse_cdf import gamma_of_mean_one
from territory_sim.streams import Streams, entity_keys

REGION = synthetic_region(40)
MARKET = loaded("status_quo").market


def place_and_potential(accounts: Accounts) -> dict[str, tuple[int, int]]:
    """Give unit and potential by id."""
    columns = (accounts.account_ids.tolist(), accounts.unit.tolist(), accounts.potential_cents.tolist())
    return {account_id: (unit, cents) for account_id, unit, cents in zip(*columns, strict=True)}


@pytest.mark.parametrize("count", [1, 2, 57, 400])
def test_one_account_more_adds_one_and_moves_none(count: int) -> None:
    """N + 1 accounts are the N accounts, with their places and potentials, and one more."""
    fewer = place_and_potential(draw_accounts(REGION, replace(MARKET, accounts=count), Streams(1)))
    more = place_and_potential(draw_accounts(REGION, replace(MARKET, accounts=count + 1), Streams(1)))
    assert len(fewer) == count
    assert len(more) == count + 1
    assert fewer.items() <= more.items()


def test_accounts_stand_in_the_order_of_their_ids() -> None:
    """Ids ascend, name their unit, and carry their own stream keys; nothing depends on a replication."""
    accounts = draw_accounts(REGION, replace(MARKET, accounts=300), Streams(1))
    ids = accounts.account_ids.tolist()
    assert ids == sorted(set(ids))
    assert [account_id.rsplit("-", 1)[0] for account_id in ids] == [
        REGION.unit_ids[unit] for unit in accounts.unit.tolist()
    ]
    np.testing.assert_array_equal(accounts.stream_keys, entity_keys(ids))


def test_places_are_multinomial() -> None:
    """Given each unit's market factor, counts follow the shares of the rates (false-alarm rate 1e-4)."""
    wanted = replace(MARKET, accounts=20_000)
    accounts = draw_accounts(REGION, wanted, Streams(6))
    marks = Streams(6).rows("unit market", entity_keys(REGION.unit_ids), 1)[:, 0]
    share = gamma_of_mean_one(marks, wanted.dispersion) * REGION.weight
    counts = np.bincount(accounts.unit, minlength=len(REGION))
    assert chisquare(counts, wanted.accounts * share / share.sum()).pvalue > 1e-4


def test_a_small_shape_spreads_accounts_more_unevenly() -> None:
    """The less the dispersion parameter, the more the counts of units vary around their weights."""
    spread = []
    for dispersion in (0.5, 2.0, 1000.0):
        accounts = draw_accounts(REGION, replace(MARKET, accounts=8000, dispersion=dispersion), Streams(2))
        counts = np.bincount(accounts.unit, minlength=len(REGION))
        spread.append(float(np.std(counts / (8000 * REGION.weight / REGION.weight.sum()))))
    assert spread == sorted(spread, reverse=True)
    assert spread[-1] < 0.15


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_the_largest_fifth_holds_the_share_asked_for(share: float) -> None:
    """With 40,000 accounts the share is met within two points, and the mean potential within 5 %."""
    wanted = replace(MARKET, accounts=40_000, top_fifth_share=share, mean_potential=1000)
    potential = np.sort(draw_accounts(REGION, wanted, Streams(1)).potential_cents)[::-1]
    assert potential[:8000].sum() / potential.sum() == pytest.approx(share, abs=0.02)
    assert potential.mean() == pytest.approx(100_000, rel=0.05)


def test_segments_are_the_largest_accounts_first() -> None:
    """Every A is at least as large as any B, every B as any C; A and A+B end where their shares end."""
    accounts = draw_accounts(REGION, replace(MARKET, accounts=3000), Streams(1))
    cents = accounts.potential_cents
    a, b, c = (cents[accounts.segment == segment] for segment in range(3))
    assert a.min() >= b.max() >= b.min() >= c.max()
    for share, part in ((MARKET.segment_a_share, a.sum()), (MARKET.segment_ab_share, a.sum() + b.sum())):
        assert share * cents.sum() <= part < share * cents.sum() + cents.max()


def test_segment_limits_may_leave_a_segment_empty() -> None:
    """With limits 0 and 1 everybody is B."""
    limits = replace(MARKET, accounts=50, segment_a_share=0.0, segment_ab_share=1.0)
    assert set(draw_accounts(REGION, limits, Streams(1)).segment.tolist()) == {1}


def test_another_seed_is_another_customer_base() -> None:
    """Place and potential follow the root seed."""
    wanted = replace(MARKET, accounts=100)
    first, second = (place_and_potential(draw_accounts(REGION, wanted, Streams(seed))) for seed in (1, 2))
    assert first != second


def file_rows(ids: list[str], potential: list[float], segment: list[int], names: list[str]) -> AccountRows:
    """Make rows as accounts.csv gives them."""
    return AccountRows(
        account_ids=np.array(ids),
        unit=np.arange(len(ids), dtype=np.int32),
        potential=np.array(potential),
        segment=np.array(segment, dtype=np.int8),
        names=tuple(names),
        owner_rep_ids=("",) * len(ids),
        sales=np.full(len(ids), np.nan),
        tenure_years=np.full(len(ids), np.nan),
    )


def test_a_users_accounts_keep_what_the_file_says() -> None:
    """Given potentials and segments stand to the cent; what is missing is drawn, a function of the id."""
    rows = file_rows(["a", "b", "c"], [1234.56, np.nan, 0.01], [2, -1, -1], ["Ann", "", ""])
    accounts = accounts_from_file(rows, MARKET, Streams(1))
    assert accounts.potential_cents[[0, 2]].tolist() == [123456, 1]
    assert int(accounts.segment[0]) == 2
    assert accounts.names == ("Ann", "", "")
    alone = accounts_from_file(file_rows(["b"], [np.nan], [-1], [""]), MARKET, Streams(1))
    assert int(alone.potential_cents[0]) == int(accounts.potential_cents[1]) > 0
    assert alone.names is None
