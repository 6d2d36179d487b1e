"""Everything that one search box finds: persons, their families, and files."""

from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.counts.frame import Frame, ask_frame, frame_of
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.families import ask_families, families_of
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, ask_together

MOST_FILES = 10
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
    bounded: bool = False
    """Whether there are more persons than were looked at."""
    frame: Frame | None = None
    """What the frame of the page counts, where it was asked for along."""


@shows(FieldGroup.IDENTITY, FieldGroup.CUSTODY)
def find(viewer: Viewer, text: str, standpoint: Standpoint, *, most: int = 25, framed: bool = False) -> Found:
    """
    Persons by any name, number or family, with their families and cases; files by their names. `framed`: what the page's frame counts too.

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
        **({"frame": ask_frame(viewer, standpoint)} if framed else {}),
    )
    portraits, families = portraits_of(told["records"]), families_of(told["families"])
    custody, cases = custodies_of(told["stays"], shown, standpoint), {child for (child,) in told["cases"]}
    persons = tuple(
        FoundPerson(portraits.get(one) or Portrait(one), custody[one], families.get(one, ""), found.why[one], one in cases) for one in shown
    )
    files = tuple(FoundFile(*row) for row in told["files"])
    return Found(persons, len(found.why), files, found.bounded, frame_of(viewer, standpoint, told["frame"]) if framed else None)


_CASES = f"SELECT c.child FROM child_case c WHERE c.child = ANY(%(persons)s) AND c.open AND {standing('c')}"
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
