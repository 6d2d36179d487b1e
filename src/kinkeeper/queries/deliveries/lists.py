"""Lists side by side: who stands only here, only there, or in both but described otherwise. A list is an extract, or all apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.deliveries.meetings import OURS
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.deliveries.editions import Edition, list_editions, of_list
from kinkeeper.queries.kept import EXTRACTS, PEOPLE, RECORDS, SEPARATIONS, Mark, find_mark, keeping
from kinkeeper.queries.moments import COUNTS, ledger_size
from kinkeeper.queries.standpoint import standing
from kinkeeper.queries.together import Question, Rows, ask_together

MADE_OF = (*RECORDS, *PEOPLE, *EXTRACTS)
"""What a comparison of files is made of; our own list is made of separations besides."""
DESCRIBED = ("name", "born", "sex", "nationality")
_DESCRIPTION = attrgetter(*DESCRIBED)

_RECORDS = (
    "SELECT t.extract_id, t.known_at, coalesce(m.person_id, r.record_id), r.name, "
    "trim(r.given || ' ' || r.surnames || ' ' || r.whole_name), r.born, r.sex, r.nationality "
    "FROM unnest(%(ids)s::text[], %(moments)s::bigint[]) t (extract_id, known_at) JOIN {records} r USING (extract_id) "
    f"LEFT JOIN membership m ON m.record_id = r.record_id AND {standing('m', 't.known_at')} "
    "WHERE r.since < t.known_at AND (%(role)s = '' OR r.role = %(role)s) AND {whose} "
    f"AND {COUNTS.format('r').replace('%(known_at)s', 't.known_at')} ORDER BY r.since"
)
_EVERY_RECORD = _RECORDS.replace("{records}", "record").replace("{whose}", "TRUE")
_OF_PERSONS = _RECORDS.replace(
    "{records}",
    "(SELECT r.* FROM record r JOIN (SELECT record_id FROM membership WHERE person_id = ANY(%(persons)s) "
    "UNION SELECT unnest(%(persons)s::text[])) theirs USING (record_id))",
).replace("{whose}", "coalesce(m.person_id, r.record_id) = ANY(%(persons)s)")
"""Records of these persons, at whatever time they were theirs, and those that are nobody's yet."""
_APART = (
    "SELECT s.known_at, s.child, p.born, p.nationality FROM "
    "(SELECT DISTINCT t.known_at, s.child FROM unnest(%(ours)s::bigint[]) t (known_at) "
    f"JOIN separation s ON {standing('s', 't.known_at')} AND s.outcome = 'apart' AND {{whose}}) s "
    f"LEFT JOIN person p ON p.person_id = s.child AND {standing('p', 's.known_at')} ORDER BY s.child"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as one list has them: the record they stand under, and how they are described."""

    record: str
    name: str = ""
    born: str = ""
    sex: str = ""
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A person who does not stand in all lists alike."""

    person: str
    on: Mapping[str, Listed]
    missing: tuple[str, ...]
    """The lists that do not have the person."""
    differs: tuple[str, ...]
    """What the lists that have the person say differently."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Lists compared: how many persons each has, how many any two share, and the persons who do not stand in all alike."""

    lists: tuple[str, ...]
    sizes: Mapping[str, int]
    shared: Mapping[tuple[str, str], int]
    alike: frozenset[str]
    """Who stands in all lists alike."""
    lines: tuple[Line, ...]

    @property
    def everywhere_alike(self) -> int:
        """How many stand in all lists alike."""
        return len(self.alike)

    def matrix(self) -> list[list[int]]:
        """Persons that the list of the row shares with that of the column; with itself, its size."""
        return matrix_of(self.lists, self.sizes, self.shared)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far lists overlap; nobody by name."""

    lists: tuple[str, ...]
    sizes: Mapping[str, int]
    shared: Mapping[tuple[str, str], int]
    alike: int
    """How many stand in all lists alike."""
    unlike: int

    def matrix(self) -> list[list[int]]:
        """Persons that the list of the row shares with that of the column; with itself, its size."""
        return matrix_of(self.lists, self.sizes, self.shared)


def matrix_of(lists: Sequence[str], sizes: Mapping[str, int], shared: Mapping[tuple[str, str], int]) -> list[list[int]]:
    """How many each list shares with each, lists by lists."""
    pairs = {**shared, **{(two, one): number for (one, two), number in shared.items()}}
    return [[sizes[one] if one == two else pairs[one, two] for two in lists] for one in lists]


@shows(FieldGroup.IDENTITY)
def compare_lists(viewer: Viewer, named: Sequence[str], *, role: str = "", known_at: int | None = None) -> SideBySide:
    """Compare lists by person: files by name, number or sender, each its newest, and `apart`, the children apart.

    `role` limits the persons to `child` or `adult`, as the lists say who is who.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where a list is not known.
    :raises Refused: where fewer than two lists are named, or one twice.
    """
    require(viewer, "read")
    known_at = ledger_size() if known_at is None else known_at
    [side] = lay_out(viewer, [(_named(viewer, named, known_at), known_at)], role=role)
    return side


@shows_nobody("counts")
def count_overlap(viewer: Viewer, named: Sequence[str], *, role: str = "", known_at: int) -> Overlap:
    """
    The same, only how many: compared once for as long as the lists and whose their records are stay as they are.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where a list is not known.
    :raises Refused: where fewer than two lists are named, or one twice.
    """
    require(viewer, "read")
    found = _named(viewer, named, known_at)

    def mark() -> Mark | None:
        return find_mark(viewer, [known_at], *MADE_OF, *(SEPARATIONS if OURS in found else ()))

    what = "overlap", role, *((name, one.extract_ids) for name, one in found.items())
    return keeping(mark, what, lambda: overlap_of(lay_out(viewer, [(found, known_at)], role=role)[0]))


def overlap_of(side: SideBySide) -> Overlap:
    """How many of a comparison."""
    return Overlap(side.lists, side.sizes, side.shared, len(side.alike), len(side.lines))


def _named(viewer: Viewer, named: Sequence[str], known_at: int) -> dict[str, Edition]:
    if len(named) < 2 or len(set(named)) < len(named):
        raise Refused("Name two lists or more, each once.")
    came = list_editions(viewer, known_at)
    newest = {name: next(iter(of_list(name, came)), None) for name in named}
    absent = [name for name, one in newest.items() if one is None]
    if absent:
        raise NotFound("No extract '%(absent)s' came in. See: kinkeeper extracts list", absent=absent[0])
    found = {name: one for name, one in newest.items() if one}
    if len({one.extract_id for one in found.values()}) < len(named):
        raise Refused("Two of the names are one and the same list.")
    return found


@shows(FieldGroup.IDENTITY)
def lay_out(
    viewer: Viewer, stands: Sequence[tuple[Mapping[str, Edition], int]], *, role: str, persons: Sequence[str] | None = None
) -> list[SideBySide]:
    """
    Editions side by side, each under the name of its list, as known when the ledger had so many entries; several moments in one question.
    Of these persons alone, where they are named.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    wanted = list(dict.fromkeys((number, at) for editions, at in stands for one in editions.values() for number in one.extract_ids))
    ours = list({at for editions, at in stands if OURS in editions})
    asked = {"ids": [number for number, _ in wanted], "moments": [at for _, at in wanted], "role": role, "ours": ours}
    if persons is not None:
        asked["persons"] = list(persons)
    records = Question(_EVERY_RECORD if persons is None else _OF_PERSONS, 8, asked)
    apart = Question(_APART.format(whose="TRUE" if persons is None else "s.child = ANY(%(persons)s)"), 4, asked)
    told = ask_together(records=records, apart=apart)
    return [_laid_out(editions, at, told) for editions, at in stands]


def _laid_out(editions: Mapping[str, Edition], known_at: int, told: Mapping[str, Rows]) -> SideBySide:
    lists_of: dict[str, list[str]] = {}
    for name, one in editions.items():
        for number in one.extract_ids:
            lists_of.setdefault(number, []).append(name)
    people: dict[str, dict[str, Listed]] = {name: {} for name in editions}
    for number, at, person, *described in told["records"]:
        for name in lists_of.get(number, ()) if at == known_at else ():
            people[name].setdefault(person, Listed(*described))
    if OURS in people:
        people[OURS] = {
            child: Listed(child, born=born or "", nationality=country or "") for at, child, born, country in told["apart"] if at == known_at
        }
    return side_by_side(people)


def side_by_side(people: Mapping[str, Mapping[str, Listed]]) -> SideBySide:
    """Lists (name -> person -> how the list has them) side by side."""
    lists = tuple(people)
    everybody = dict.fromkeys(person for theirs in people.values() for person in theirs)
    lines = [_line(person, people) for person in everybody]
    apart = tuple(line for line in lines if line.missing or line.differs)
    shared = {(one, two): len(people[one].keys() & people[two].keys()) for one, two in combinations(lists, 2)}
    alike = frozenset(everybody) - {line.person for line in apart}
    return SideBySide(lists, {name: len(theirs) for name, theirs in people.items()}, shared, alike, apart)


def _line(person: str, people: Mapping[str, Mapping[str, Listed]]) -> Line:
    on = {name: theirs[person] for name, theirs in people.items() if person in theirs}
    missing = tuple(name for name in people if name not in on) if len(on) < len(people) else ()
    return Line(person, on, missing, _differing(on.values()) if len(on) > 1 else ())


def _differing(described: Iterable[Listed]) -> tuple[str, ...]:
    """What of the description lists say differently: of most people nothing, to the letter."""
    values = [_DESCRIPTION(one) for one in described]
    if all(one == values[0] for one in values):
        return ()
    return tuple(what for what, said in zip(DESCRIBED, zip(*values, strict=True), strict=True) if _differs(said))


def _differs(values: Sequence[str]) -> bool:
    """Whether lists say different things; a list that says nothing contradicts nobody."""
    return len({" ".join(value.casefold().split()) for value in values if value}) > 1
