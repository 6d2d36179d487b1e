"""Everything that one search box finds: persons, families, places, and files."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.counts.frame import Frame, ask_frame, frame_of
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.families import ask_families, families_of
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.searching.places import HeldAt, ask_held, held_at
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together

MOST_FILES = 10
MOST_FAMILIES = 10
MOST_PLACES = 6
SHORTEST = 3
"""Letters of the longest word from which on files are looked for."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody found, where they are, in which family, whether a child of theirs or they themselves are apart, and why they were found."""

    portrait: Portrait
    custody: Custody
    family_id: str
    why: tuple[str, ...]
    has_case: bool = False
    """Whether a case of the child is open."""


@dataclass(frozen=True, slots=True)
class FoundFamily:
    """A family found: those of its persons who were found, how many others one may know of, and whether its number was typed."""

    family_id: str
    members: tuple[Portrait, ...]
    others: int
    by_number: bool


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file whose name has the words typed."""

    file: str
    layout: str
    rows_read: int


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the persons found and how many there are, and the files."""

    persons: tuple[FoundPerson, ...] = ()
    count: int = 0
    families: tuple[FoundFamily, ...] = ()
    places: tuple[HeldAt, ...] = ()
    files: tuple[FoundFile, ...] = ()
    bounded: bool = False
    """Whether there are more persons than were looked at."""
    frame: Frame | None = None
    """What the frame of the page counts, where it was asked for along."""


@shows(FieldGroup.IDENTITY, FieldGroup.CUSTODY, FieldGroup.KINSHIP)
def find(viewer: Viewer, text: str, standpoint: Standpoint, *, most: int = 25, framed: bool = False) -> Found:
    """
    Persons by any name, number or family, with their cases; their families; places by any spelling; files by their names.

    `framed`: what the frame of the page counts, too.

    :raises NotAllowed: if the viewer may not read.
    """
    found = find_persons_alike(viewer, text, standpoint)
    shown = list(found.why)[:most]
    told = ask_together(
        records=ask_portraits(shown, standpoint),
        stays=ask_stays(shown, standpoint),
        families=ask_families(shown, standpoint),
        cases=Question(_CASES, 1, {**standpoint.parameters, "persons": sorted(shown)}),
        files=_ask_files(text, standpoint),
        members=Question(_MEMBERS, 2, {**standpoint.parameters, "persons": sorted(shown)}),
        places=ask_held(viewer, text, standpoint, most=MOST_PLACES),
        **({"frame": ask_frame(viewer, standpoint)} if framed else {}),
    )
    portraits, families = portraits_of(told["records"]), families_of(told["families"])
    custody, cases = custodies_of(told["stays"], shown, standpoint), {child for (child,) in told["cases"]}
    persons = tuple(
        FoundPerson(portraits.get(one) or Portrait(one), custody[one], families.get(one, ""), found.why[one], one in cases) for one in shown
    )
    files = tuple(FoundFile(*row) for row in told["files"])
    return Found(
        persons,
        len(found.why),
        _families(text, told["members"], {one: portraits.get(one) or Portrait(one) for one in shown}),
        held_at(told["places"], text, standpoint, most=MOST_PLACES),
        files,
        found.bounded,
        frame_of(viewer, standpoint, told["frame"]) if framed else None,
    )


def _families(text: str, rows: Rows, found: Mapping[str, Portrait]) -> tuple[FoundFamily, ...]:
    """The families of the persons found, those whose number was typed first, then those of whom most were found."""
    typed = text.strip().casefold()
    families = []
    for family, told in rows:
        members = msgspec.json.decode(told)
        named = tuple(found[member] for member in members if member in found)
        families.append(FoundFamily(family, named, len(members) - len(named), family.casefold() == typed))
    return tuple(sorted(families, key=lambda one: (not one.by_number, -len(one.members), one.family_id))[:MOST_FAMILIES])


_CASES = f"SELECT c.child FROM child_case c WHERE c.child = ANY(%(persons)s) AND c.open AND {standing('c')}"
_MEMBERS = f"""
SELECT f.family_id, f.members::text FROM family f WHERE {standing("f")} AND f.family_id IN (
    SELECT m.family_id FROM family_member m WHERE m.person_id = ANY(%(persons)s) AND {standing("m")})
"""
_FILES = """
SELECT file, layout, rows_read FROM extract
WHERE since < %(known_at)s AND cardinality(%(words)s::text[]) > 0 AND file ILIKE ALL(%(words)s) ORDER BY since DESC LIMIT %(files)s
"""


def _ask_files(text: str, standpoint: Standpoint) -> Question:
    """Files whose names have all the words; none where no word is long enough to tell one."""
    words = text.replace("\x00", " ").split()
    literal = [f"%{_literal(word)}%" for word in words] if max(map(len, words), default=0) >= SHORTEST else []
    return Question(_FILES, 3, {**standpoint.parameters, "words": literal, "files": MOST_FILES})


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
