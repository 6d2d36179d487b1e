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
from kinkeeper.queries.deliveries.lists import Line, Listed, SideBySide
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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the persons of differences: by person, what is asked of the ledger for all at once."""

    separated: Mapping[str, Sequence[tuple[str, Moment, Moment, int]]]
    excluded: Mapping[str, str]
    asked: frozenset[str]
    stood: Mapping[str, frozenset[str]]
    """Person -> the extracts they stand in, of all editions."""


@shows_nobody("a question")
def ask_known(persons: Sequence[str], editions: Mapping[str, Sequence[Edition]], known_at: int) -> dict[str, Question]:
    """What is known of these persons when the ledger had so many entries."""
    ids = sorted({number for some in editions.values() for one in some for number in one.extract_ids})
    told = {"persons": sorted(persons), "ids": ids, "known_at": known_at}
    return {
        "separated": Question(_SEPARATED, 5, told),
        "excluded": Question(_EXCLUDED, 2, told),
        "asked": Question(_ASKED, 1, told),
        "stood": Question(_STOOD, 2, told),
    }


@shows_nobody("what the screen's query asks; it says whom it shows")
def known_of(told: Mapping[str, Rows]) -> Known:
    """What was answered."""
    separated: dict[str, list[tuple[str, Moment, Moment, int]]] = defaultdict(list)
    for child, outcome, outcome_on, separated_on, since in told["separated"]:
        separated[child].append((outcome, outcome_on, separated_on, since))
    stood: dict[str, set[str]] = defaultdict(set)
    for extract_id, person in told["stood"]:
        stood[person].add(extract_id)
    excluded = {child: order for child, order in told["excluded"]}
    asked = frozenset(person for (person,) in told["asked"])
    return Known(separated, excluded, asked, {person: frozenset(some) for person, some in stood.items()})


def evidence_of(line: Line, known: Known, editions: Mapping[str, Sequence[Edition]], namesakes: "Namesakes") -> Evidence:
    """What speaks for one reason or another on a line, of the first list that does not have the person."""
    separated = known.separated.get(line.person, ())
    apart = any(outcome == Outcome.APART for outcome, *_ in separated)
    ended = max(((on, outcome) for outcome, on, *_ in separated if outcome), default=("", "")) if not apart else ("", "")
    described = list(line.on.values())
    missing = line.missing[0] if line.missing else ""
    last = stood_last(line.person, missing, known, editions) if missing else None
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


def stood_last(person: str, named: str, known: Known, editions: Mapping[str, Sequence[Edition]]) -> Edition | None:
    """The last edition of a list that had the person; None where none did."""
    stood = known.stood.get(person, frozenset())
    return next((one for one in editions[named] if stood & set(one.extract_ids)), None)


def began_with(line: Line, known: Known, editions: Mapping[str, Sequence[Edition]]) -> Moment:
    """The day since which lists differ on a person: of the edition with which the last of them had the person first, or left them off."""
    begun = [_first(line.person, named, known, editions) for named in line.on]
    for named in line.missing:
        last, some = stood_last(line.person, named, known, editions), editions[named]
        after = some[max(some.index(last) - 1, 0)] if last else some[-1]
        begun.append((after.since, after.speaks_of))
    return max(begun, default=(0, ""))[1]


def _first(person: str, named: str, known: Known, editions: Mapping[str, Sequence[Edition]]) -> tuple[int, Moment]:
    """By which entry a list had a person first, and of which day that speaks."""
    if named == OURS:
        apart = [(since, on) for outcome, _, on, since in known.separated.get(person, ()) if outcome == Outcome.APART]
        return min(apart, default=(0, ""))
    stood = known.stood.get(person, frozenset())
    first = next((one for one in reversed(editions[named]) if stood & set(one.extract_ids)), editions[named][0])
    return first.since, first.speaks_of


class Namesakes:
    """Who stands on a list with the same day of birth and a word of the same name."""

    def __init__(self, side: SideBySide) -> None:
        self._born: dict[tuple[str, Moment], list[tuple[str, Listed]]] = defaultdict(list)
        for line in side.lines:
            for named, told in line.on.items():
                if len(told.born) >= 10 and told.name:
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
