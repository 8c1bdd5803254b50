"""The scenario: everything one run depends on, as one frozen value."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from territory_sim.market.market_settings import MarketSettings
from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.market.parameters.fulfilment import FulfilmentParameters
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.parameters.marketing import MarketingParameters
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.parameters.word_of_mouth import WordOfMouthParameters
from territory_sim.records.schema import TABLES
from territory_sim.region.parameters import RegionParameters
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.management import ManagementParameters
from territory_sim.salesforce.parameters import (
    PeopleParameters,
    ScheduleParameters,
    StaffingParameters,
)
from territory_sim.scenario.parameters import (
    BenchmarkParameters,
    OptimiseParameters,
    ScenarioParameters,
    VerificationParameters,
)
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.units import parameter, setting_key, settings


@settings
class Scenario:
    """A what-if: the region, its market, its sales force, and how long to watch them.

    One field for each config group and for each top-level key of ``configs/config.yaml``, of the
    same name. Made by :func:`territory_sim.scenario.parse.parse_scenario`, which checks every value.
    """

    region: RegionParameters = parameter("1", "where the reps work")
    market: MarketParameters = parameter("1", "the accounts and what they buy")
    staffing: StaffingParameters = parameter("1", "how many reps there are")
    territories: TerritoryParameters = parameter("1", "which units belong to whom")
    schedule: ScheduleParameters = parameter("1", "the working day")
    service: ServiceParameters = parameter("1", "requests and how they are answered")
    leads: LeadParameters = parameter("1", "leads and how they are won")
    commission: CommissionParameters = parameter("1", "what reps are paid")
    people: PeopleParameters = parameter("1", "how reps differ")
    marketing: MarketingParameters = parameter("1", "campaigns and what they do")
    competitors: CompetitorParameters = parameter("1", "who else sells to the accounts")
    word_of_mouth: WordOfMouthParameters = parameter("1", "what customers tell each other")
    management: ManagementParameters = parameter("1", "how the sales force is led")
    fulfilment: FulfilmentParameters = parameter("1", "how orders are delivered")
    benchmark: BenchmarkParameters = parameter("1", "how large a benchmark run is")
    verification: VerificationParameters = parameter("1", "the queue with a known answer")
    optimise: OptimiseParameters = parameter("1", "how levers are searched, and the floors to keep")
    scenario: ScenarioParameters = parameter("1", "what the scenario is called")
    label: str | None = parameter("1", "name of this variant in tables; null for scenario.name")
    seed: int = parameter("1", "root seed of all random streams", low=0, high=2**63 - 1)
    days: int = parameter("business days", "business days to simulate", low=1, high=1_000_000)
    replications: int = parameter("replications", "paired replications of compare", low=1, high=1_000_000)
    precision: float | str | None = parameter(
        "1",
        "half-width at which compare stops replicating: a share of the baseline's revenue, or LINE:HALF_WIDTH"
        " in the unit of a scorecard line; null for as many replications as said",
        low=1e-6,
        high=1.0,
    )
    workers: int | None = parameter("processes", "worker processes; null for one a core", low=1, high=1024)
    out: str | None = parameter("1", "folder for the results; null for outputs/VERB/...")
    baseline: str | None = parameter("1", "id of the baseline scenario; null for the first one")
    opportunity: bool = parameter("1", "whether a twin run with identical reps measures pay opportunity")
    export: tuple[str, ...] = parameter(
        "1", "logs written beside the tables", choices=("none", "crm", "truth")
    )
    sampling: str = parameter(
        "1",
        "how a sweep lays its points: every combination of lists, or samples between interval(low,high)",
        choices=("grid", "lhs", "sobol"),
    )
    points: int | None = parameter(
        "points", "samples that lhs or sobol draws; null with a grid", low=1, high=1_000_000
    )
    tables: tuple[str, ...] = parameter("1", "tables a sweep keeps of each run", choices=tuple(TABLES))
    executor: str = parameter(
        "1", "who runs a sweep: this process, processes here, a cluster", choices=("serial", "pool", "dask")
    )
    scheduler: str | None = parameter(
        "1", "address of a running scheduler, such as tcp://host:8786; null to start one here"
    )

    @property
    def scenario_id(self) -> str:
        """Name under which tables and reports know this variant.

        Returns:
            The label, such as ``status_quo staffing.reps=26``, or else the scenario's name.
        """
        return self.label or self.scenario.name

    @property
    def market_settings(self) -> MarketSettings:
        """Settings of everything the market does by itself."""
        groups = {field.name: getattr(self, field.name) for field in dataclasses.fields(MarketSettings)}
        return MarketSettings(**groups)

    def to_tree(self) -> dict[str, object]:
        """Turn the scenario into plain values, ready for YAML or JSON.

        Returns:
            Nested dicts and lists with the keys of ``configs/``;
            ``parse_scenario(scenario.to_tree()) == scenario``.
        """
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}

    def to_rows(self) -> list[tuple[str, str]]:
        """List every setting on a line of its own, for tables of parameters.

        Returns:
            Pairs (dotted key, value as text) in the order of the fields; ``null`` stands for None.
        """
        return list(_leaves("", self.to_tree()))


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), child)
    elif isinstance(value, list) and any(isinstance(child, Mapping) for child in value):
        for index, child in enumerate(value):
            yield from _leaves(f"{path}.{index}", child)
    else:
        yield path, value_text(value)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {setting_key(field.name): _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, tuple):
        items = [_plain(item) for item in value]
        return items[0] if len(items) == 1 and not isinstance(items[0], dict) else items
    return value


def value_text(value: object) -> str:
    """Write a plain value as it would stand in YAML.

    Args:
        value: A number, text, truth value, None, or a list of these.

    Returns:
        The value as text; floats keep every digit that tells them apart.

    Example:
        >>> [value_text(value) for value in (None, True, 0.1, "texas")]
        ['null', 'true', '0.1', 'texas']
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(value_text(item) for item in value)}]"
    return str(value)
