"""Settings of the territories: which map, for how many, and how well balanced."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class TerritoryParameters:
    """Which alignment of units to territories the reps work."""

    method: str = parameter(
        "1",
        "where the map comes from: grown by a history of hiring, redrawn in balance, or read from a file",
        choices=("history", "balanced", "file"),
    )
    count: int | None = parameter(
        "territories",
        "territories the map is drawn for before it follows staffing.reps; null for staffing.reps",
        low=1,
        high=100_000,
    )
    path: str | None = parameter("1", "alignment.csv to read when the method is file")
    measure: tuple[str, ...] = parameter(
        "1",
        "what a balanced map shares out: workload, potential, weight or a column of units.csv; or a list",
    )
    tolerance: tuple[float, ...] = parameter(
        "share",
        "largest deviation from the mean that a balanced map aims at; or a list, one for each measure",
        low=0.001,
        high=1,
    )
    objective: str = parameter(
        "1",
        "what a design seeks: even work, or most contribution with time divided in the best way",
        choices=("fairness", "profit"),
    )
    profit_tolerance: float = parameter(
        "share",
        "largest deviation from even work that a design for profit may have; 1 hardly binds",
        low=0.001,
        high=1,
    )
    starts: int = parameter("starts", "starts of the search for a balanced map", low=1, high=1000)
    seed: int = parameter("1", "seed of the search for a map; apart from the seed of the run", low=0)
    from_: str | None = parameter(
        "1",
        "alignment.csv of the map that a redesign starts from and keeps what it can of; or `today`",
    )
    locks: str | None = parameter(
        "1", "file of units that stay in a territory: unit_id, territory_id (empty: where it is today)"
    )
    targets: str | None = parameter(
        "1", "file of what territories are to be: territory_id, and any of share, home_unit_id, least, most"
    )
    freeze: str = parameter(
        "1",
        "accounts whose units stay with their rep in a redesign: segment A, those with open deals, or both",
        choices=("none", "key_accounts", "open_deals", "both"),
    )
    links: bool = parameter("1", "whether a territory may reach over edges of kind link, such as a ferry")
    barriers: bool = parameter("1", "whether a territory may reach over edges of kind barrier")
    split_large: bool = parameter(
        "1",
        "whether a unit larger than a territory is shared out by accounts; else a design only proposes how",
    )
    districts: int | None = parameter(
        "districts", "districts of neighbouring territories that a design groups its map into", low=1
    )
    fronts: bool = parameter(
        "1",
        "whether a design also draws the map of most contribution within each of six tolerances",
    )
    tour_constant: float = parameter(
        "1",
        "constant k of the tour length k*sqrt(n*A)",
        low=0.5,
        high=1.5,
        grade="observational",
        source="Beardwood, Halton and Hammersley: 0.7124; nearest-neighbour tours of few stops are longer",
    )
    stops_per_day: float = parameter(
        "stops/day", "stops of a full day, for the estimate of travel", low=1, high=50
    )
