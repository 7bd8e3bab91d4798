"""What the demo's invented processes are to show: what each unit does, how much, and in what share of it each tool is used.

A Swedish audit of 2023 found the shares of mapping in 2021 and 2022; all else is invented.
"""

from dataclasses import dataclass

from fidelity.tool_use.rules import INVESTIGATION, PRELIMINARY_ASSESSMENT, SAFETY_PLANNING, SERVICE

FIRST_YEAR = 2021
MAPPING = "three-column-mapping"
MAPPING_SHARES = {2021: 0.50, 2022: 0.60, 2023: 0.66, 2024: 0.71, 2025: 0.74}
"""The share of the investigations closed in the year in which mapping was used; the target is 0.8."""
LATER_MAPPING_SHARE, MAPPING_SHARE_GROWS = 0.76, 0.01
MAPPING_SHARE_AT_MOST = 0.79

NEVER_USED = "closing-meeting"
TAKES_OFF, TAKES_OFF_IN = "Utredning barn 3", 2024
"""The unit that has taken the method up in earnest, and the year when it did."""
WITHOUT_TOLD = "Unga i kris"
"""The unit of which nobody has told how many processes it closed in the last year."""
TOLD_BY_MANAGERS = {"Utredning ungdom 1": (INVESTIGATION, 4), "Öppenvård ungdom": (SERVICE, -6)}
"""How many processes of the kind managers have told of the last quarter: more than are registered, and fewer, which can't be right."""


@dataclass(frozen=True)
class Work:
    """What a unit does: a kind of process, how many it closes a quarter, and the days that one takes at least and at most."""

    unit: str
    kind: str
    closed: int
    shortest: int
    longest: int


WORK = (
    Work("Mottagning Norr", PRELIMINARY_ASSESSMENT, 48, 2, 14),
    Work("Mottagning Söder", PRELIMINARY_ASSESSMENT, 42, 2, 14),
    Work("Socialjour", PRELIMINARY_ASSESSMENT, 18, 1, 6),
    Work("Utredning barn 1", INVESTIGATION, 38, 50, 122),
    Work("Utredning barn 2", INVESTIGATION, 40, 55, 122),
    Work("Utredning barn 3", INVESTIGATION, 35, 45, 122),
    Work("Utredning barn 4", INVESTIGATION, 30, 60, 122),
    Work("Utredning ungdom 1", INVESTIGATION, 34, 50, 122),
    Work("Utredning ungdom 2", INVESTIGATION, 31, 50, 122),
    Work("Unga i kris", INVESTIGATION, 27, 30, 110),
    Work("Familjehem 1", SERVICE, 7, 200, 700),
    Work("Familjehem 2", SERVICE, 6, 200, 700),
    Work("Öppenvård familj", SERVICE, 21, 70, 260),
    Work("Öppenvård ungdom", SERVICE, 17, 70, 260),
    Work("Föräldrastöd", SERVICE, 19, 50, 180),
)
SAFETY_TEAM, SAFETY_TEAM_PLACES, SAFETY_TEAM_SINCE = "Säkerhetsplaneringsteamet", 6, 2023
"""The team has five or six cases at a time, the next when one is closed."""
# Unit of the small municipality, kind, how many days ago each was opened, and in how many it ends.
SMALL_WORK = (
    ("Utredning", INVESTIGATION, 112, -9), ("Utredning", INVESTIGATION, 96, -3), ("Utredning", INVESTIGATION, 60, 50),
    ("Utredning", INVESTIGATION, 33, 80), ("Stöd", SERVICE, 100, -20), ("Stöd", SERVICE, 75, 90), ("Stöd", SERVICE, 20, 140),
)  # fmt: skip

# Kind → tool → the share of the processes that use it in the first year, and the share after five years.
SHARES: dict[str, dict[str, tuple[float, float]]] = {
    PRELIMINARY_ASSESSMENT: {
        "three-questions-to-reporter": (0.20, 0.55), "safety-scale": (0.03, 0.14), "network-map": (0.02, 0.07),
        "strengths": (0.01, 0.05), "ears-questions": (0.01, 0.03), "existing-safety": (0.01, 0.03),
    },
    INVESTIGATION: {
        "danger-statement": (0.12, 0.40), "three-houses": (0.10, 0.30), "safety-scale": (0.08, 0.28),
        "safety-goal": (0.06, 0.25), "harm-statement": (0.06, 0.18), "network-map": (0.05, 0.17),
        "existing-safety": (0.04, 0.13), "complicating-factors": (0.03, 0.09), "network-meeting": (0.03, 0.09),
        "safety-plan": (0.03, 0.08), "strengths": (0.05, 0.07), "group-mapping": (0.01, 0.07),
        "fairy-and-wizard": (0.02, 0.06), "ears-questions": (0.02, 0.05), "words-and-pictures": (0.005, 0.025),
        "safety-house": (0.01, 0.02), "trajectory": (0.0, 0.008), "safety-object": (0.0, 0.004),
    },
    SERVICE: {
        "safety-scale": (0.15, 0.35), "safety-goal": (0.10, 0.25), "network-meeting": (0.10, 0.22),
        "three-houses": (0.10, 0.20), "safety-plan": (0.08, 0.18), "repeated-scaling": (0.03, 0.14),
        "plan-testing-meeting": (0.02, 0.08), "fairy-and-wizard": (0.02, 0.06), "words-and-pictures": (0.01, 0.05),
        "safety-house": (0.01, 0.03), "trajectory": (0.0, 0.02), "appreciative-inquiry": (0.0, 0.01),
    },
    SAFETY_PLANNING: {
        "safety-plan": (0.95, 1.0), "network-meeting": (0.95, 1.0), "network-map": (0.85, 0.95),
        "danger-statement": (0.85, 0.95), "safety-goal": (0.85, 0.95), MAPPING: (0.80, 0.90),
        "plan-testing-meeting": (0.50, 0.85), "repeated-scaling": (0.50, 0.75), "words-and-pictures": (0.30, 0.60),
        "trajectory": (0.10, 0.30), "safety-object": (0.10, 0.25), "safety-house": (0.10, 0.20),
    },
}  # fmt: skip
# Kind → the shares in which the private and the professional network are contacted, likewise.
NETWORK_SHARES: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    PRELIMINARY_ASSESSMENT: ((0.05, 0.20), (0.25, 0.45)),
    INVESTIGATION: ((0.28, 0.62), (0.55, 0.80)),
    SERVICE: ((0.25, 0.50), (0.45, 0.65)),
    SAFETY_PLANNING: ((1.0, 1.0), (0.95, 1.0)),
}


def mapping_share(year: int) -> float:
    """The share of the year's investigations in which mapping was used."""
    later = LATER_MAPPING_SHARE + MAPPING_SHARE_GROWS * (year - 1 - max(MAPPING_SHARES))
    return MAPPING_SHARES.get(year, min(later, MAPPING_SHARE_AT_MOST))
