"""What the data tell of the differences between lists by themselves: the evidence of suggestions, in a few questions for all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.differences import Evidence
from kinkeeper.domain.deliveries.meetings import OURS
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.deliveries.editions import Edition
from kinkeeper.queries.deliveries.lists import Line, Listed
from kinkeeper.queries.standpoint import standing
from kinkeeper.queries.together import Question, Rows

FEWEST_LETTERS = 3
"""A word of a name that is shorter is a particle, and many bear it."""

_SEPARATED = (
    "SELECT s.child, s.outcome, s.outcome_on, s.separated_on, s.since FROM separation s "
    f"WHERE s.child = ANY(%(persons)s) AND {standing('s')}"
)
_EXCLUDED = (
    "SELECT c.child, max(c.order_id) FROM class_member c "
    f"WHERE c.child = ANY(%(persons)s) AND c.standing = 'excluded' AND {standing('c')} GROUP BY 1"
)
_ASKED = (
    "SELECT DISTINCT m.person_id FROM membership m JOIN question q ON m.record_id IN (q.one, q.other) "
    f"WHERE m.person_id = ANY(%(persons)s) AND {standing('m')} AND {standing('q')} AND NOT q.withdrawn AND NOT EXISTS "
    f"(SELECT FROM judgement j WHERE (j.subject, j.one, j.other) = (q.subject, q.one, q.other) AND {standing('j')})"
)
_STOOD = (
    "SELECT r.extract_id, m.person_id FROM membership m JOIN record r USING (record_id) "
    f"WHERE m.person_id = ANY(%(persons)s) AND {standing('m')} AND r.extract_id = ANY(%(ids)s) "
    "UNION SELECT r.extract_id, r.record_id FROM record r WHERE r.record_id = ANY(%(persons)s) AND r.extract_id = ANY(%(ids)s)"
)
_ALL_STOOD = (
    "SELECT r.extract_id, coalesce(m.person_id, r.record_id) FROM record r "
    f"LEFT JOIN membership m ON m.record_id = r.record_id AND {standing('m')} WHERE r.extract_id = ANY(%(ids)s)"
)
_ALL_SEPARATED = _SEPARATED.replace("s.child = ANY(%(persons)s) AND ", "")


Separated = tuple[str, Moment, Moment, int]
"""How a separation ended and when, when it began, and by which entry it is known."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the persons of differences: by person, what is asked of the ledger for all at once."""

    separated: Mapping[str, Sequence[Separated]]
    excluded: Mapping[str, str]
    asked: frozenset[str]
    stood: Mapping[str, frozenset[str]]
    """Person -> the extracts they stand in, of all editions."""


@shows_nobody("a question")
def ask_known(persons: Sequence[str], editions: Mapping[str, Sequence[Edition]], known_at: int) -> dict[str, Question]:
    """What is known of these persons when the ledger had so many entries."""
    first = ask_stood(persons, editions, known_at)
    told = {"persons": sorted(persons), "known_at": known_at}
    return {
        **first,
        "separated": Question(_SEPARATED, 5, told),
        "excluded": Question(_EXCLUDED, 2, told),
        "asked": Question(_ASKED, 1, told),
    }


@shows_nobody("a question")
def ask_stood(persons: Sequence[str] | None, editions: Mapping[str, Sequence[Edition]], known_at: int) -> dict[str, Question]:
    """In which editions these persons (None: all) stood, and since when our own list has them: what tells when a difference began."""
    told: dict[str, object] = {"ids": sorted({number for some in editions.values() for one in some for number in one.extract_ids})}
    told["known_at"] = known_at
    if persons is not None:
        told["persons"] = sorted(persons)
    stood, separated = (_ALL_STOOD, _ALL_SEPARATED) if persons is None else (_STOOD, _SEPARATED)
    ours = {"separated": Question(separated, 5, told)} if OURS in editions else {}
    return {"stood": Question(stood, 2, told), **ours}


@shows_nobody("what the screen's query asks; it says whom it shows")
def known_of(told: Mapping[str, Rows]) -> Known:
    """What was answered."""
    excluded = {child: order for child, order in told["excluded"]}
    asked = frozenset(person for (person,) in told["asked"])
    return Known(_separated(told), excluded, asked, _stood(told))


def _separated(told: Mapping[str, Rows]) -> dict[str, list[Separated]]:
    separated: dict[str, list[Separated]] = defaultdict(list)
    for child, outcome, outcome_on, separated_on, since in told.get("separated", ()):
        separated[child].append((outcome, outcome_on, separated_on, since))
    return separated


def _stood(told: Mapping[str, Rows]) -> dict[str, frozenset[str]]:
    stood: dict[str, frozenset[str]] = {}
    alone: dict[str, frozenset[str]] = {}
    for extract_id, person in told["stood"]:
        one = alone.setdefault(extract_id, frozenset({extract_id}))
        stood[person] = stood[person] | one if person in stood else one
    return stood


def evidence_of(line: Line, known: Known, editions: Mapping[str, Sequence[Edition]], namesakes: "Namesakes") -> Evidence:
    """What speaks for one reason or another on a line, of the first list that does not have the person."""
    separated = known.separated.get(line.person, ())
    apart = any(outcome == Outcome.APART for outcome, *_ in separated)
    ended = max(((on, outcome) for outcome, on, *_ in separated if outcome), default=("", "")) if not apart else ("", "")
    described = list(line.on.values())
    missing = line.missing[0] if line.missing else ""
    last = _stood_last(known.stood.get(line.person, frozenset()), editions[missing]) if missing else None
    return Evidence(
        missing=missing,
        speaks_of=editions[missing][0].speaks_of if missing else "",
        known_from=min((on for _, _, on, _ in separated if len(on) >= 10), default=""),
        stood_until=last.speaks_of if last else "",
        born=next((one.born for one in described if one.born), ""),
        outcome=ended[1],
        outcome_on=ended[0],
        excluded_by=known.excluded.get(line.person, ""),
        likely=namesakes.of(line, missing) if missing else "",
        is_asked=line.person in known.asked,
        births=_different(described, "born") if "born" in line.differs else frozenset(),
        names=_different(described, "name") if "name" in line.differs else frozenset(),
    )


def _stood_last(stood: frozenset[str], some: Sequence[Edition]) -> Edition | None:
    """The last edition of a list that had somebody who stood in these extracts; None where none did."""
    return next((one for one in some if not stood.isdisjoint(one.extract_ids)), None)


class Beginnings:
    """The day since which lists differ on a person: of the edition with which the last of them had the person first, or left them off."""

    def __init__(self, told: Mapping[str, Rows], editions: Mapping[str, Sequence[Edition]]) -> None:
        self._stood, self._separated, self._editions = _stood(told), _separated(told), editions
        self._begun: dict[tuple[frozenset[str], tuple[str, ...], tuple[str, ...]], tuple[int, Moment]] = {}
        """Most of a list stood in the same extracts: what follows of that is found once."""

    def of(self, line: Line) -> Moment:
        """The day, of somebody on a line."""
        stood = self._stood.get(line.person, frozenset())
        key = stood, tuple(line.on), line.missing
        if (begun := self._begun.get(key)) is None:
            some = [_first(stood, self._editions[named]) for named in line.on if named != OURS]
            some += [_left(stood, self._editions[named]) for named in line.missing]
            begun = self._begun[key] = max(some, default=(0, ""))
        return max(begun, self._ours(line.person))[1] if OURS in line.on else begun[1]

    def _ours(self, person: str) -> tuple[int, Moment]:
        return min(((since, on) for outcome, _, on, since in self._separated.get(person, ()) if outcome == Outcome.APART), default=(0, ""))


def _first(stood: frozenset[str], some: Sequence[Edition]) -> tuple[int, Moment]:
    """By which entry a list had a person first, and of which day that speaks."""
    first = next((one for one in reversed(some) if not stood.isdisjoint(one.extract_ids)), some[0])
    return first.since, first.speaks_of


def _left(stood: frozenset[str], some: Sequence[Edition]) -> tuple[int, Moment]:
    """By which entry a list was first without a person, and of which day that speaks."""
    last = _stood_last(stood, some)
    after = some[max(some.index(last) - 1, 0)] if last else some[-1]
    return after.since, after.speaks_of


class Namesakes:
    """Who stands on a list with the same day of birth and a word of the same name as those asked about."""

    def __init__(self, lines: Sequence[Line], asked: Sequence[Line]) -> None:
        self._born: dict[tuple[str, Moment], list[tuple[str, Listed]]] = defaultdict(list)
        births = {told.born for line in asked for told in line.on.values() if len(told.born) >= 10}
        for line in lines:
            for named, told in line.on.items():
                if told.born in births and told.name:
                    self._born[named, told.born].append((line.person, told))

    def of(self, line: Line, missing: str) -> str:
        """The record on the list that does not have the person of somebody else who may be the same; empty where there is none."""
        for told in line.on.values():
            for person, other in self._born.get((missing, told.born), ()):
                if person != line.person and _words(told.name) & _words(other.name):
                    return other.record
        return ""


def _words(name: str) -> set[str]:
    return {word for word in anyascii(name).casefold().split() if len(word) >= FEWEST_LETTERS}


def _different(described: Sequence[Listed], what: str) -> frozenset[str]:
    return frozenset(text for one in described if (text := str(getattr(one, what))))
