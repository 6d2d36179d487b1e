"""Whom an order covers: criteria as data, each true, false or not known of a child and an adult.

What is not known is no reason to leave a child out: it is an indication, which somebody must look into by a day (F-30).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.dates import age_on
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

Facts = Mapping[str, str]
"""What is known of a child and the adult it was taken from, by name. Days are ISO text; empty or missing = not known."""

FACTS = {
    "born": "the child's day of birth",
    "apprehended_on": "the day the child was taken into custody",
    "separated_on": "the day child and adult were parted",
    "entered_care_on": "the day the child came into the care of ORR",
    "left_care_on": "the day the child left the care of ORR",
    "child_custodian": "who holds the child now",
    "adult_custodian": "who holds the adult now",
    "adult_ever_held_by": "every custodian who ever held the adult, parted by blanks",
    "relation": "what the adult is to the child",
    "reason_code": "why the two were parted",
    "outcome": "what became of the separation",
    "designation": "how the child was last designated",
    "adult_history": "what is alleged of the adult: a code, or none",
}
"""What a criterion can ask about."""


class Answer(StrEnum):
    """Whether a criterion holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Criterion(Fact, frozen=True):
    """One thing that must hold. `test`: is, in, not_in, from, until, under, at_least, has, known; ages are completed years on a day."""

    fact: str
    test: str
    values: tuple[str, ...] = ()
    on: str = ""
    """For under and at_least: the day, or the name of the fact that holds the day."""
    words: str = ""
    """What it says in the order, for the list of members."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a child is covered, and by which criteria that was decided."""

    covered: Answer
    because: tuple[Criterion, ...] = ()
    """The criteria that are not met; or those of which it is not known."""


def membership(include: Iterable[Criterion], exclude: Iterable[Criterion], facts: Facts) -> Membership:
    """Covered where every criterion holds and no exclusion does; unknown where what is missing could decide it."""
    answers = [(one, answer(one, facts)) for one in include]
    failed = tuple(one for one, found in answers if found == Answer.NO)
    out = [(one, answer(one, facts)) for one in exclude]
    failed += tuple(one for one, found in out if found == Answer.YES)
    if failed:
        return Membership(Answer.NO, failed)
    open_ones = tuple(one for one, found in answers if found == Answer.UNKNOWN)
    return Membership(Answer.UNKNOWN, open_ones) if open_ones else Membership(Answer.YES)


def answer(one: Criterion, facts: Facts) -> Answer:
    """Whether a criterion holds of these facts."""
    known = facts.get(one.fact, "")
    if one.test == "known":
        return Answer.YES if known else Answer.NO
    if not known:
        return Answer.UNKNOWN
    if one.test in ("under", "at_least"):
        return _aged(one, facts)
    return _tell(_PLAIN[one.test](known, one.values))


def check(one: Criterion) -> None:
    """
    Let a criterion pass that can be asked.

    :raises Refused: for a fact or a test that there is not, or values that do not fit the test.
    """
    if one.fact not in FACTS:
        raise Refused(f"'{one.fact}' is not a fact that an order can ask about. Known: {', '.join(FACTS)}.")
    if one.test not in {*_PLAIN, "under", "at_least", "known"}:
        raise Refused(f"'{one.test}' is not a test. Known: {', '.join((*_PLAIN, 'under', 'at_least', 'known'))}.")
    if one.test in ("under", "at_least") and not (len(one.values) == 1 and one.values[0].isdigit() and one.on):
        raise Refused(f"The test '{one.test}' needs one whole number of years and the day on which the age counts.")
    if one.test != "known" and not one.values:
        raise Refused(f"The test '{one.test}' of '{one.fact}' needs a value.")


def _aged(one: Criterion, facts: Facts) -> Answer:
    on = facts.get(one.on, "") if one.on in FACTS else one.on
    age = age_on(facts.get(one.fact, ""), on)
    if age is None:
        return Answer.UNKNOWN
    return _tell((age < int(one.values[0])) == (one.test == "under"))


def _tell(holds: bool | None) -> Answer:  # noqa: FBT001  the answer itself
    return Answer.UNKNOWN if holds is None else Answer.YES if holds else Answer.NO


def _from(known: str, values: tuple[str, ...]) -> bool | None:
    first = values[0][: len(known)]
    return None if known == first and len(known) < 10 else known[:10] >= first


def _until(known: str, values: tuple[str, ...]) -> bool | None:
    last = values[0][: len(known)]
    return None if known == last and len(known) < 10 else known[:10] <= last


_PLAIN = {
    "is": lambda known, values: known == values[0],
    "in": lambda known, values: known in values,
    "not_in": lambda known, values: known not in values,
    "has": lambda known, values: bool(set(values) & set(known.split())),
    "from": _from,
    "until": _until,
}
