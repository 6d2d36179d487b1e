"""Everything that one search box finds: persons, their families, and files."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.families import find_families_of
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.search import find_persons
from kinkeeper.queries.standpoint import Standpoint

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody found, where they are, in which family, whether a child of theirs or they themselves are apart, and why they were found."""

    portrait: Portrait
    custody: Custody
    family_id: str
    why: tuple[str, ...]


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
    files: tuple[FoundFile, ...] = ()


@shows(FieldGroup.IDENTITY)
def find(viewer: Viewer, text: str, standpoint: Standpoint, *, most: int = 25) -> Found:
    """
    Persons by any name, number or family; files by their names.

    :raises NotAllowed: if the viewer may not read.
    """
    why = find_persons(viewer, text, standpoint)
    shown = list(why)[:most]
    portraits = get_portraits(viewer, shown, standpoint)
    custody = get_custody(viewer, shown, standpoint)
    families = find_families_of(viewer, shown, standpoint)
    persons = tuple(FoundPerson(portraits.get(one) or Portrait(one), custody[one], families.get(one, ""), why[one]) for one in shown)
    return Found(persons, len(why), _files(viewer, text, standpoint))


def _files(viewer: Viewer, text: str, standpoint: Standpoint) -> tuple[FoundFile, ...]:
    require(viewer, "read")
    words = text.replace("\x00", " ").split()
    if not words or max(map(len, words)) < 3:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file, layout, rows_read FROM extract WHERE since < %(known_at)s AND file ILIKE ALL(%(words)s) "
            "ORDER BY since DESC LIMIT %(most)s",
            {**standpoint.parameters, "words": [f"%{_literal(word)}%" for word in words], "most": MOST_FILES},
        )
        return tuple(FoundFile(*row) for row in cursor.fetchall())


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
