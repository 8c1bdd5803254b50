"""Settings of morale: what pay among peers does to those who see it."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class MoraleParameters:
    """How morale answers to pay that nothing visible explains, and what follows from it."""

    active: bool = parameter("1", "whether morale answers to pay among peers")
    transparency: float = parameter(
        "share",
        "share of pay differences that visible effort and ability account for in a rep's eyes: 1: only what "
        "they leave unexplained is felt, 0: every difference is",
        low=0,
        high=1,
        source="our assumption: half; the two ends are the arms of Breza, Kaur and Shamdasani 2016",
    )
    peers: str = parameter(
        "1",
        "with whom a rep compares himself: all others, or those whose territories touch his",
        choices=("all", "neighbours"),
    )
    felt_gap: float = parameter(
        "1",
        "gap in log pay that is felt to 63 %; wider gaps are felt little more",
        low=0.001,
        high=5,
        grade="RCT",
        source="Breza, Kaur and Shamdasani 2016 found the whole effect at gaps of about 5 % of pay, so "
        "most of what is felt is felt there; the form is our assumption",
    )
    loss_weight: float = parameter(
        "ratio",
        "how many points being paid less takes, for the one that being paid more gives",
        low=0,
        high=10,
        grade="observational",
        source="losses weigh about twice as much as gains (Tversky and Kahneman 1992: 2.25)",
    )
    memory_months: float = parameter(
        "months",
        "how long past pay is remembered: months after which it counts 37 %",
        low=0.1,
        high=60,
        source="our assumption: a quarter",
    )
    attendance_per_point: float = parameter(
        "share/point",
        "share of the shift that one point below the usual morale takes away",
        low=0,
        high=0.5,
        grade="RCT",
        source="our calibration to 12 % less attendance (Breza, Kaur and Shamdasani 2016; docs/morale.md)",
    )
    effort_per_point: float = parameter(
        "share/point",
        "share of effort that one point of morale gives or takes",
        low=0,
        high=0.5,
        grade="RCT",
        source="our calibration to 0.24 standard deviations less output (Breza, Kaur and Shamdasani 2016; "
        "docs/morale.md)",
    )
