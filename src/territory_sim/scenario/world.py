"""The world of a scenario: region, accounts, territories and reps, before anything happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.draw import draw_alignment
from territory_sim.design.redrawing import Redrawing
from territory_sim.errors import ScenarioError
from territory_sim.market.accounts import Accounts, accounts_from_file, draw_accounts
from territory_sim.market.campaigns import PlacedCampaign
from territory_sim.market.customer_network import CustomerNetwork, draw_network
from territory_sim.market.expected_work import expected_work
from territory_sim.market.new_accounts import new_accounts
from territory_sim.market.rival_campaigns import unknown_units
from territory_sim.region.network import Region
from territory_sim.region.travel import TravelTimes
from territory_sim.salesforce.rep_file import RepRow
from territory_sim.salesforce.reps import Rep, drawn_skill, identical, settled
from territory_sim.salesforce.turnover import DatedExit
from territory_sim.scenario.amounts import unit_amounts
from territory_sim.scenario.campaign_places import place_campaigns
from territory_sim.scenario.dated_exits import dated_exits
from territory_sim.scenario.event_checks import unit_faults
from territory_sim.scenario.files import RegionFiles, read_files
from territory_sim.scenario.later_map import later_alignment, redrawing
from territory_sim.scenario.quotas import alignment_quotas, sold_last_year
from territory_sim.scenario.scenario import Scenario
from territory_sim.streams import Streams
from territory_sim.territories.alignment import Alignment
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, grid_minutes


@dataclass(frozen=True, eq=False)
class World:
    """What all replications of a scenario share.

    Args:
        scenario: The settings.
        region: Units and network.
        travel: Minutes and paths between units.
        travel_minutes: Minutes between units as the reps feel them: all zero when travel is
            switched off, shape (n, n).
        accounts: The accounts.
        new_accounts: Whether each account is new, shape (n_accounts,).
        alignment: Units to territories to reps.
        reps: One rep for each territory, in the order of the territories.
        last_year_cents: What was sold last year in each territory, shape (reps,).
        yearly_quota_cents: What each rep is asked to sell in a year, shape (reps,); None without quotas.
        network: Which accounts talk to each other; None when they do not.
        remarks: What the user's files leave open and how it was settled, a sentence each.
        campaigns: The campaigns in their places.
        exits: Exits of reps that are known beforehand.
        new_hire_skill: Skill of the typical new hire, in those of the typical rep.
        redraws: What redraws the map within the run; None when nothing asks for it.
        later: The map from the dated redesign on; None without one.
    """

    scenario: Scenario
    region: Region
    travel: TravelTimes
    travel_minutes: NDArray[np.float32]
    accounts: Accounts
    new_accounts: NDArray[np.bool_]
    alignment: Alignment
    reps: tuple[Rep, ...]
    last_year_cents: NDArray[np.int64]
    yearly_quota_cents: NDArray[np.int64] | None = None
    network: CustomerNetwork | None = None
    remarks: tuple[str, ...] = ()
    campaigns: tuple[PlacedCampaign, ...] = ()
    exits: tuple[DatedExit, ...] = ()
    new_hire_skill: float = 1.0
    redraws: Redrawing | None = None
    later: Alignment | None = None

    @property
    def last_alignment(self) -> Alignment:
        """The map after the dated redesign; that of the first day where there is none."""
        return self.alignment if self.later is None else self.later

    @property
    def unit_potential_cents(self) -> NDArray[np.float64]:
        """Potential of the accounts of each unit at the start, per year, shape (n_units,)."""
        return self.accounts.unit_potential_cents(len(self.region))

    def with_identical_reps(self) -> World:
        """Return the same world with equally able reps, never away nor troubled by the pay of a peer."""
        scenario = replace(self.scenario, people=settled(self.scenario.people))
        return replace(self, scenario=scenario, reps=identical(self.reps), exits=())

    def without_campaigns(self) -> World:
        """Return the same world in which the campaigns spend nothing and so do nothing."""
        nowhere = np.zeros(len(self.region), dtype=bool)
        return replace(self, campaigns=tuple(campaign.only_in(nowhere) for campaign in self.campaigns))


@dataclass(frozen=True, eq=False)
class Ground:
    """What a scenario stands on before anybody draws territories.

    Args:
        files: What the region's files hold.
        accounts: The accounts.
    """

    files: RegionFiles
    accounts: Accounts


def ground_of(scenario: Scenario) -> Ground:
    """Read the region and find its accounts.

    Args:
        scenario: The settings; of these only ``region``, ``market`` and ``seed`` are asked, and of the
            region nothing about how long its ways take.

    Returns:
        The ground, the same for all scenarios that agree in these.

    Raises:
        DataError: A file of the user has faults; all of them are listed.
    """
    streams = Streams(scenario.seed)
    found = read_files(scenario.region)
    accounts = (
        draw_accounts(found.region, scenario.market, streams)
        if found.accounts is None
        else accounts_from_file(found.accounts, scenario.market, streams)
    )
    return Ground(found, accounts)


def build_world(
    scenario: Scenario, ground: Ground | None = None, alignment: Alignment | None = None
) -> World:
    """Build the world of a scenario.

    Args:
        scenario: The settings; the root seed draws accounts and skills.
        ground: The scenario's own, from :func:`ground_of`, when it is at hand.
        alignment: A map with as many territories as the scenario has reps, in place of the one it asks for.

    Returns:
        The world, a function of the scenario and the files it names.

    Raises:
        DataError: A file of the user has faults; all of them are listed.
        InfeasibleDesignError: No territories exist as asked.
        ScenarioError: An event or a campaign, ours or a rival's, names places that do not exist.
    """
    streams = Streams(scenario.seed)
    ground = ground or ground_of(scenario)
    found, accounts = ground.files, ground.accounts
    if found.parameters != scenario.region:
        found = replace(found, parameters=scenario.region)
    region, travel = found.region, found.travel
    market = (scenario.market, scenario.service, scenario.leads)
    work = expected_work(accounts, len(region), market, scenario.schedule.day_minutes)
    alignment = alignment or draw_alignment(
        region,
        travel,
        scenario.territories,
        scenario.staffing.reps,
        roads=scenario.region,
        service_hours=work.service_hours,
        stops_per_year=work.stops_per_year,
        admin_hours=scenario.schedule.admin_minutes * BUSINESS_DAYS_PER_YEAR / 60,
        overnight_minutes=scenario.schedule.overnight_minutes,
        travels=scenario.schedule.travel,
        amounts=_amounts(scenario, region, accounts),
        accounts=accounts,
        rep_homes={row.rep_id: row.home for row in found.reps if row.home is not None},
        today_file=found.alignment_file,
    )
    faults = [*unknown_units(scenario.competitors, region.unit_ids), *unit_faults(scenario, region.unit_ids)]
    potential_cents = accounts.unit_potential_cents(len(region))
    campaigns = place_campaigns(scenario, region.unit_ids, alignment, potential_cents, faults)
    last_year = sold_last_year(scenario, accounts, alignment)
    exits = dated_exits(scenario, alignment.rep_ids, last_year, faults)
    if faults:
        raise ScenarioError(faults)
    talk = scenario.word_of_mouth
    minutes = np.asarray(travel.minutes).view(np.ndarray)
    redraws = redrawing(scenario, region, travel, accounts, work)
    return World(
        scenario=scenario,
        region=region,
        travel=travel,
        travel_minutes=minutes if scenario.schedule.travel else np.zeros_like(minutes),
        accounts=accounts,
        new_accounts=new_accounts(accounts, scenario.market, streams),
        alignment=alignment,
        reps=_reps(scenario, alignment, found.reps, streams),
        last_year_cents=last_year,
        yearly_quota_cents=alignment_quotas(scenario, accounts, alignment),
        network=draw_network(accounts, region, talk, streams) if talk.active else None,
        remarks=(*_remarks(found, alignment), *_survey_remarks(scenario, len(accounts))),
        campaigns=campaigns,
        exits=exits,
        redraws=redraws,
        later=later_alignment(scenario, region, accounts, alignment, redraws),
    )


def _amounts(scenario: Scenario, region: Region, accounts: Accounts) -> dict[str, NDArray[np.float64]]:
    if scenario.territories.method != "balanced":
        return {}
    return unit_amounts(scenario.territories.measure, scenario.region, region, accounts)


def _remarks(found: RegionFiles, alignment: Alignment) -> Iterator[str]:
    """Say what was filled in or passed over: nothing of a user's files is dropped in silence."""
    travel = found.travel
    if travel.user_pairs:
        given = travel.user_pairs - travel.mirrored_pairs
        yield (
            f"travel.csv gives {given:,} trips, and {travel.mirrored_pairs:,} more as their way back; "
            f"{travel.missing_pairs:,} follow from the distance"
        )
    listed, working = [row.rep_id for row in found.reps], set(alignment.rep_ids)
    if idle := [rep_id for rep_id in listed if rep_id not in working]:
        yield f"reps.csv: {_few(idle)} without a territory, so without work in this run"
    if listed and (unlisted := sorted(working.difference(listed))):
        yield f"reps.csv lacks {_few(unlisted)}: homes and skills are drawn for them"


def _survey_remarks(scenario: Scenario, accounts: int) -> Iterator[str]:
    for number, survey in enumerate(scenario.management.surveys):
        # A focus group that does not fill up shows itself: so many came of so many asked.
        if survey.kind == "nps" and survey.sample is not None and survey.sample > accounts:
            where = f"management.surveys.{number}.sample = {survey.sample:,}"
            yield f"{where}, but there are {accounts:,} accounts: all of them are asked"


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _reps(
    scenario: Scenario, alignment: Alignment, rows: tuple[RepRow, ...], streams: Streams
) -> tuple[Rep, ...]:
    known = {row.rep_id: row for row in rows}
    reps = []
    for rep_id, home in zip(alignment.rep_ids, alignment.homes.tolist(), strict=True):
        row = known.get(rep_id)
        skill = None if row is None else row.skill
        shift = None if row is None else row.shift_minutes
        minutes = scenario.staffing.shift_minutes if shift is None else shift
        reps.append(
            Rep(
                rep_id=rep_id,
                home=home,
                skill=drawn_skill(rep_id, scenario.people, streams) if skill is None else skill,
                shift_minutes=grid_minutes(min(minutes, scenario.schedule.day_minutes)),
                name="" if row is None else row.name,
                base_salary=None if row is None else row.base_salary,
                is_new=rep_id in alignment.new_rep_ids,
            )
        )
    return tuple(reps)
