"""Requests: rates only add, and what a request is follows from its own marks."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.requests import Requests, draw_requests, request_rates
from territory_sim.streams import Streams
from territory_sim.units import PerSegment

SERVICE = loaded("status_quo").service
HORIZON = business_horizon(250, 540)
ACCOUNTS = equal_accounts(600)


def draw(service: ServiceParameters) -> Requests:
    """Draw a year of requests."""
    return draw_requests(ACCOUNTS, service, Streams(1, 0), HORIZON)


def test_rates_go_by_segment_or_by_one_rate_for_all() -> None:
    """A rate per hour for the whole region is spread evenly and met in total."""
    rates = request_rates(ACCOUNTS, SERVICE, HORIZON)
    assert rates[:3].tolist() == list(SERVICE.requests_per_year.as_tuple())
    pooled = request_rates(ACCOUNTS, replace(SERVICE, requests_per_hour_in_all=4.0), HORIZON)
    assert len(set(pooled.tolist())) == 1
    assert pooled.sum() == pytest.approx(4.0 * 250 * 9)


def test_a_higher_rate_keeps_the_requests_there_were() -> None:
    """More requests of one segment: all earlier ones stay as they were, in every column."""
    more = replace(SERVICE, requests_per_year=PerSegment(A=20, B=6, C=3))
    rows = []
    for found in (draw(SERVICE), draw(more)):
        columns = (found.account, found.minute, found.on_site, found.handling_minutes, found.expiry_minute)
        rows.append(set(zip(*(column.tolist() for column in columns), strict=True)))
    assert rows[0] < rows[1]
    assert {ACCOUNTS.segment[row[0]] for row in rows[1] - rows[0]} == {0}


def test_settings_transform_marks_and_draw_nothing_anew() -> None:
    """More remote requests, longer deadlines, other minutes: times and accounts stay; kinds shift one way."""
    usual = draw(SERVICE)
    other = draw(replace(SERVICE, remote_share=0.8, on_site_minutes=60.0, patience=2.0, priority_share=0.3))
    np.testing.assert_array_equal(usual.minute, other.minute)
    np.testing.assert_array_equal(usual.account, other.account)
    assert (usual.on_site | ~other.on_site).all()
    both = usual.on_site & other.on_site
    np.testing.assert_allclose(
        other.handling_minutes[both], usual.handling_minutes[both] * 60 / 45, atol=1 / 512
    )
    assert not usual.high_priority.any()
    assert other.high_priority.any()


def test_shares_means_and_deadlines_are_those_of_the_settings() -> None:
    """Shares and means of 4,000 requests lie within 4 standard errors; deadlines hold exactly."""
    found = draw(replace(SERVICE, priority_share=0.25))
    count = len(found)
    for share, hits in ((1 - SERVICE.remote_share, found.on_site), (0.25, found.high_priority)):
        assert abs(hits.mean() - share) < 4 * np.sqrt(share * (1 - share) / count)
    for kind, mean, hours in (
        (found.on_site, SERVICE.on_site_minutes, SERVICE.on_site_deadline_hours),
        (~found.on_site, SERVICE.remote_minutes, SERVICE.remote_deadline_hours),
    ):
        minutes = found.handling_minutes[kind]
        assert abs(minutes.mean() - mean) < 4 * mean * SERVICE.minutes_cv / np.sqrt(kind.sum())
        assert ((found.deadline_minute - found.minute)[kind] == 60 * hours).all()
        assert ((found.expiry_minute - found.minute)[kind] == SERVICE.patience * 60 * hours).all()


@pytest.mark.parametrize(
    ("distribution", "cv"), [("exponential", 1.0), ("lognormal", 0.5), ("lognormal", 1.5)]
)
def test_handling_minutes_have_the_spread_asked_for(distribution: str, cv: float) -> None:
    """The coefficient of variation of 40,000 requests is within 5 % of the setting; all lie on the grid."""
    often = PerSegment(A=70, B=70, C=70)
    service = replace(
        SERVICE, requests_per_year=often, remote_share=1.0, minutes_distribution=distribution, minutes_cv=cv
    )
    minutes = draw(service).handling_minutes
    assert minutes.std() / minutes.mean() == pytest.approx(cv, rel=0.05)
    assert ((minutes * 1024) % 1 == 0).all()


def test_patience_that_varies_has_the_same_mean_and_moves_nothing_else() -> None:
    """Exponential patience: only the minute of giving up differs; its mean and spread are those asked for."""
    fixed, varied = draw(SERVICE), draw(replace(SERVICE, patience_distribution="exponential"))
    for column in dataclasses.fields(fixed):
        same = np.array_equal(getattr(fixed, column.name), getattr(varied, column.name))
        assert same == (column.name != "expiry_minute")
    ratio = (varied.expiry_minute - varied.minute) / (fixed.expiry_minute - fixed.minute)
    assert abs(ratio.mean() - 1) < 4 / np.sqrt(len(ratio))
    assert ratio.std() == pytest.approx(1, rel=0.1)
    assert (varied.expiry_minute > varied.minute).all()
    assert ((varied.expiry_minute * 1024) % 1 == 0).all()


def test_the_patience_of_a_request_is_its_own() -> None:
    """More requests of others, other deadlines' order: a request keeps its mark whoever else asks."""
    varied = replace(SERVICE, patience_distribution="exponential")
    more = replace(varied, requests_per_year=PerSegment(A=20, B=6, C=3))
    gave_up = [
        dict(
            zip(
                zip(found.account.tolist(), found.minute.tolist(), strict=True),
                found.expiry_minute,
                strict=True,
            )
        )
        for found in (draw(varied), draw(more))
    ]
    assert all(gave_up[1][request] == minute for request, minute in gave_up[0].items())
