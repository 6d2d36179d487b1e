"""Two records, or a child and an adult, field by field, with what follows from an answer: the middle of the review page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Claim, Record
from kinkeeper.domain.reviews import Subject
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.linkage.features.names import words
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.review.queue import Compared
from kinkeeper.web.words import differences
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, short_day
from kinkeeper.web.words.differences import Difference, Kind
from kinkeeper.web.words.kin import CLAIMED, KIN_NOT_SAID, OF_A_CHILD, kin
from kinkeeper.web.words.names import called, full, shown

LONGEST_QUOTED = 160
MOST_CLAIMS = 2
MOST_NUMBERS = 3
A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Field:
    """One line: what it is, and the two values with how they differ."""

    label: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Before:
    """What a reader should know before deciding."""

    follows: str
    conflict: str
    settles: str


def fields(compared: Compared) -> tuple[Field, ...]:
    """The fields of which at least one side is given."""
    found = _of_kin(compared) if compared.waiting.key[0] == Subject.TIE else _of_records(*compared.records)
    return tuple(one for one in found if one.difference.one or one.difference.other)


def before(compared: Compared, told: Sequence[Field]) -> Before:
    """What follows from `same`, what contradicts it, and what would settle it."""
    tie = compared.waiting.key[0] == Subject.TIE
    return Before(_follows_of_tie(compared) if tie else _follows_of_joining(compared), _conflict(compared), _settles(told, tie=tie))


# Two records


def _of_records(one: Record, other: Record) -> Iterable[Field]:
    if one.whole_name or other.whole_name or not (one.given + one.surnames) or not (other.given + other.surnames):
        yield Field(_("Name"), differences.names(_name(one), _name(other)))
    else:
        yield Field(_("Given names"), differences.names(shown(one.given), shown(other.given)))
        yield Field(_("Surnames"), differences.names(shown(one.surnames), shown(other.surnames)))
    yield Field(_("Date of birth"), differences.dates(one.born, other.born))
    if not (one.born and other.born):
        yield Field(_("Age as told"), differences.plain(_age(one), _age(other)))
    yield Field(_("Sex"), differences.plain(_sex(one.sex), _sex(other.sex)))
    yield Field(_("Nationality"), differences.plain(one.nationality, other.nationality))
    numbers = (
        (IdentifierKind.A_NUMBER, _("A-number")),
        (IdentifierKind.EVENT, _("Event number")),
        (IdentifierKind.FAMILY_UNIT, _("Family unit number")),
    )
    for kind, label in numbers:
        yield Field(label, differences.numbers(shown(_number(one, kind)), shown(_number(other, kind))))
    yield Field(_("Taken into custody"), _times([one], [other]))
    yield Field(_("Held by"), _stays(one, other))
    yield Field(_("Kin it names"), _kin_named(one, other))


def _name(record: Record) -> str:
    return shown(f"{record.given} {record.surnames}".strip() or record.whole_name)


def _sex(code: str) -> str:
    return {"F": _("Female"), "M": _("Male")}.get(code, code)


def _age(record: Record) -> str:
    return "" if record.age is None else ngettext("%(count)s year", "%(count)s years", record.age) % {"count": record.age}


def _number(record: Record, kind: str) -> str:
    return next((one.value for one in record.identifiers if one.kind == kind), "")


def _stays(one: Record, other: Record) -> Difference:
    """Which stays follow each other, or cannot both be."""
    left, right = (
        "; ".join(_stay(stay.custodian, stay.place, stay.start, stay.end) for stay in record.stays[:2]) for record in (one, other)
    )
    ends = sorted((stay.start[:10], stay.end[:10]) for record in (one, other) for stay in record.stays if len(stay.start) >= 10)
    if len(ends) < 2 or not left or not right:
        return differences.beside(left, right, Kind.NEAR, _("Read both"))
    (_start, first_end), (second_start, _end) = ends[0], ends[-1]
    if first_end and first_end <= second_start:
        days = (datetime.fromisoformat(second_start) - datetime.fromisoformat(first_end)).days
        told = ngettext("Fits: %(count)s day between", "Fits: %(count)s days between", days) % {"count": days}
        return differences.beside(left, right, Kind.NEAR, told if days else _("Fits: handed on that day"))
    return differences.beside(left, right, Kind.NEAR, _("Read both"))


def _stay(custodian: str, place: str, start: Moment, end: Moment) -> str:
    where = ", ".join(filter(None, (str(look(custodian).short), shown(place))))
    days = " – ".join(filter(None, (short_day(start), short_day(end))))
    return f"{where}, {days}" if days else where


def _kin_named(one: Record, other: Record) -> Difference:
    left, right = ("; ".join(_claim(claim) for claim in record.claims[:MOST_CLAIMS]) for record in (one, other))
    if left and right and words(left) == words(right):
        return differences.same(left)
    return differences.beside(left, right, Kind.NEAR, _("Read both"))


def _claim(claim: Claim) -> str:
    relation = CLAIMED.get(claim.relation, KIN_NOT_SAID)
    said = claim.name or claim.words or claim.a_number
    return f"{relation}: {shown(said, LONGEST_QUOTED)}" if said else str(relation)


# A child and an adult


def _of_kin(compared: Compared) -> Iterable[Field]:
    child, adult = compared.waiting.one, compared.waiting.other
    yield Field(_("Name"), _shared_names(full(child), full(adult)))
    yield Field(_("Date of birth"), _years_between(child.born, adult.born))
    yield Field(_("Sex"), differences.beside(_sex(child.sex), _sex(adult.sex), Kind.NEAR, kin(compared.waiting.relation, adult.sex)))
    yield Field(_("Nationality"), differences.plain(child.nationality, adult.nationality))
    yield Field(_("A-number"), _numbers_between(child.a_numbers, adult.a_numbers))
    yield Field(_("Taken into custody"), _times(*compared.all_records))
    units = (shown(_any_number(records, IdentifierKind.FAMILY_UNIT)) for records in compared.all_records)
    yield Field(_("Family unit number"), differences.numbers(*units))
    said = [_all_claims(records) for records in compared.all_records]
    yield Field(_("Kin that sources name"), differences.beside(said[0] or "–", said[1] or "–", Kind.NEAR, _("Read both")))
    yield Field(_("Where now"), differences.beside(_now(compared.custody[0]), _now(compared.custody[1]), Kind.NEAR, _("Read both")))


def _shared_names(child: str, adult: str) -> Difference:
    shared = [word for word in words(child) if word in words(adult)]
    told = _("Share: %(words)s") % {"words": " ".join(dict.fromkeys(shared)).title()} if shared else _("No name in common")
    return differences.beside(child, adult, Kind.SAME if shared else Kind.DIFFERENT, told)


def _years_between(child: Moment, adult: Moment) -> Difference:
    if len(child) < 4 or len(adult) < 4:
        return differences.blank(child, adult)
    years = int(child[:4]) - int(adult[:4]) - (child[5:] < adult[5:])
    told = ngettext("%(count)s year older", "%(count)s years older", years) % {"count": years}
    return differences.beside(child, adult, Kind.NEAR if years >= 12 else Kind.DIFFERENT, told)


def _numbers_between(children: Sequence[str], adults: Sequence[str]) -> Difference:
    """All numbers of both, those that lie nearest first and compared, as the evidence has it (`linkage/ties/facts.py`)."""
    pairs = [(one, other) for one in children for other in adults if one.isdigit() and other.isdigit()]
    if not pairs:
        return differences.beside(_nearest_first(children), _nearest_first(adults), Kind.NEAR, _("Read both"))
    nearest = min(pairs, key=_apart)
    apart = _apart(nearest)
    told = _("Follow each other") if apart == 1 else _("%(count)s apart") % {"count": f"{apart:,}"}
    left, right = map(_nearest_first, (children, adults), nearest)
    return differences.beside(left, right, Kind.NEAR if apart < 40 else Kind.DIFFERENT, told)


def _apart(numbers: tuple[str, str]) -> int:
    return abs(int(numbers[0]) - int(numbers[1]))


def _nearest_first(numbers: Sequence[str], nearest: str = "") -> str:
    return ", ".join(shown(one) for one in sorted(numbers, key=lambda one: one != nearest)[:MOST_NUMBERS])


def _any_number(records: Iterable[Record], kind: str) -> str:
    return next((number for record in records if (number := _number(record, kind))), "")


def _all_claims(records: Iterable[Record]) -> str:
    told = dict.fromkeys(_claim(claim) for record in records for claim in record.claims)
    return "; ".join(list(told)[:MOST_CLAIMS])


def _now(custody: Custody) -> str:
    told = custody.now or ((custody.last,) if custody.last else ())
    return "; ".join(_stay(one.custodian, one.place, one.start, "") for one in told)


# Times


def _times(some: Iterable[Record], others: Iterable[Record]) -> Difference:
    """When and where both were taken into custody, at their nearest."""
    left, right = ([one for one in records if one.encountered] for records in (some, others))
    if not left or not right:
        return differences.blank(_time(left[0]) if left else "", _time(right[0]) if right else "")
    one, other = min(((a, b) for a in left for b in right), key=lambda ends: _minutes(*ends))
    minutes = _minutes(one, other)
    return differences.beside(
        _time(one), _time(other), Kind.DIFFERENT if minutes > 2 * A_DAY else Kind.NEAR, _how_near(one, other, minutes)
    )


def _time(record: Record) -> str:
    return ", ".join(filter(None, (shown(record.station or record.sector), exact(record.encountered))))


def _minutes(one: Record, other: Record) -> float:
    moments = [datetime.fromisoformat(record.encountered if len(record.encountered) >= 10 else "1900-01-01") for record in (one, other)]
    return abs((moments[0] - moments[1]).total_seconds()) / 60


def _how_near(one: Record, other: Record, minutes: float) -> str:
    place = _("Same place") if (one.station or one.sector) == (other.station or other.sector) else _("Other place")
    if min(len(one.encountered), len(other.encountered)) > 10 and minutes < A_DAY:
        if minutes < 1:
            return _("%(place)s, same minute") % {"place": place}
        if minutes < 120:
            return ngettext("%(place)s, %(count)s minute apart", "%(place)s, %(count)s minutes apart", round(minutes)) % {
                "place": place,
                "count": round(minutes),
            }
        return _("%(place)s, %(hours)s hours apart") % {"place": place, "hours": round(minutes / 60)}
    if one.encountered[:10] == other.encountered[:10]:
        return _("%(place)s, same day") % {"place": place}
    days = round(minutes / A_DAY)
    return ngettext("%(place)s, %(count)s day apart", "%(place)s, %(count)s days apart", days) % {"place": place, "count": f"{days:,}"}


# Before deciding


def _follows_of_tie(compared: Compared) -> str:
    waiting = compared.waiting
    words_of = OF_A_CHILD.get((waiting.relation, waiting.other.sex)) or kin(waiting.relation, waiting.other.sex)
    told = {"child": called(waiting.one), "adult": called(waiting.other), "kin": str(words_of)}
    if compared.persons[0] == compared.persons[1]:
        return _("By now both are held to be one person.")
    return _("%(child)s is tied to %(adult)s (%(kin)s) from the next run on. Where they are held apart, a separation is raised.") % told


def _follows_of_joining(compared: Compared) -> str:
    one, other = (len(records) for records in compared.all_records)
    if compared.persons[0] == compared.persons[1]:
        return _("They stay one person. After “Different” the next run takes the second record away from this person.")
    told = {"count": one + other, "one": full(compared.waiting.one)}
    return _("From the next run on %(count)s records are one person, %(one)s, with the kin of both.") % told


def _conflict(compared: Compared) -> str:
    if compared.waiting.key[0] == Subject.TIE:
        return ""
    here, there = (custody.timeline.periods for custody in compared.custody)
    for one in here:
        for other in there:
            start, end = max(one.start, other.start)[:10], min(one.until or "9999", other.until or "9999")[:10]
            if compared.persons[0] != compared.persons[1] and one.place != other.place and start and start < end:
                told = {
                    "one": _stay(one.custodian, one.place, "", ""),
                    "other": _stay(other.custodian, other.place, "", ""),
                    "day": short_day(start),
                }
                return _("Two places at once from %(day)s: %(one)s and %(other)s.") % told
    return _("The two are never in two places at once.")


def _settles(told: Sequence[Field], *, tie: bool) -> str:
    if tie:
        return _("A birth certificate, the consulate’s word, the result of a test. Ask each of them alone who came with whom.")
    missing = [one.label for one in told if one.difference.kind == Kind.BLANK]
    if missing:
        return _("What one of the two lacks: %(fields)s. Ask the agency for it.") % {"fields": ", ".join(missing).lower()}
    return _("A photograph or fingerprint number of both.")
