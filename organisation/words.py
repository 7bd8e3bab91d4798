"""The words a municipality has for its sections and units, in every form that a sentence needs."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Word:
    """A noun: *a section, the section, sections, the sections*."""

    one: str
    the_one: str
    many: str
    the_many: str


SECTION_WORDS: dict[str, dict[str, Word]] = {
    "section": {
        "sv": Word("sektion", "sektionen", "sektioner", "sektionerna"),
        "en": Word("section", "the section", "sections", "the sections"),
    },
    "department": {
        "sv": Word("avdelning", "avdelningen", "avdelningar", "avdelningarna"),
        "en": Word("department", "the department", "departments", "the departments"),
    },
    "area": {
        "sv": Word("område", "området", "områden", "områdena"),
        "en": Word("area", "the area", "areas", "the areas"),
    },
}

UNIT_WORDS: dict[str, dict[str, Word]] = {
    "unit": {
        "sv": Word("enhet", "enheten", "enheter", "enheterna"),
        "en": Word("unit", "the unit", "units", "the units"),
    },
    "group": {
        "sv": Word("grupp", "gruppen", "grupper", "grupperna"),
        "en": Word("group", "the group", "groups", "the groups"),
    },
    "team": {
        "sv": Word("team", "teamet", "team", "teamen"),
        "en": Word("team", "the team", "teams", "the teams"),
    },
}


class HasWords(Protocol):
    """A municipality, or what stands for one."""

    section_word: str
    unit_word: str


def section_word(municipality: HasWords, language: str) -> Word:
    """The municipality's word for a section in the language."""
    return SECTION_WORDS[municipality.section_word][language]


def unit_word(municipality: HasWords, language: str) -> Word:
    """The municipality's word for a unit in the language."""
    return UNIT_WORDS[municipality.unit_word][language]
