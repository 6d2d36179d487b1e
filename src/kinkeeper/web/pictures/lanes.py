"""Who was where, before it is drawn: one lane a person, bars and gaps and separations in fractions of the time shown.

The same lanes are drawn lying (`landscape`) and, on the phone, standing (`portrait`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.custody import Gap, Period
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.apart import Apart
from kinkeeper.queries.choosing import NOBODY
from kinkeeper.queries.families import Household, Member
from kinkeeper.web.pictures.marks import Pinned, pinned
from kinkeeper.web.pictures.stretch import Stretch, Tick, stretch, ticks
from kinkeeper.web.words import kin as kin_words
from kinkeeper.web.words.custodians import LOOKS, Look, look, names, place
from kinkeeper.web.words.dates import days_in_words, long_day, short_day
from kinkeeper.web.words.marks import DEADLINE, Mark, order_words
from kinkeeper.web.words.names import called, full


@dataclass(frozen=True, slots=True)
class Bar:
    """A stay, or a gap: where it stands in time (0 to 1), its row of `rows` where sources disagree, and its words."""

    start: float
    end: float
    look: Look
    labels: tuple[str, ...]
    """What may stand on it, the longest first."""
    sentence: str
    row: int = 0
    rows: int = 1
    is_gap: bool = False
    note: str = ""
    """What stands beside it where nothing fits on it."""


@dataclass(frozen=True, slots=True)
class Band:
    """A separation between the person of a lane and that of another, in time, and how it ended."""

    start: float
    end: float
    separated: str
    """`Separated here, 21 May`; empty where the day is not known or not shown."""
    lasted: str
    sentence: str
    partner: int
    """The lane of the other person, or -1."""
    reunited: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One person: name, what the person is in the family, where now; bars in order of time; separations drawn above them."""

    person_id: str
    name: str
    called: str
    role: str
    now: str
    place: str
    look: Look
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    marks: tuple[Pinned, ...] = ()


@dataclass(frozen=True, slots=True)
class Lanes:
    """The whole picture in fractions of the time shown, and what it finds, in a sentence."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    orders: tuple[tuple[float, str], ...]
    """The days of courts' orders, each with its words."""
    today: float
    today_label: str
    today_short: str
    finding: str
    looks: tuple[Look, ...]


def lay_out(household: Household, today: Moment, *, zoom: str = "", marks: Sequence[Mark] = (), orders: Sequence[Order] = ()) -> Lanes:
    """The lanes of a family up to `today`, all the time or a part of it (`zoom`), with marks, and the days of these orders."""
    shown = stretch(household, today, zoom=zoom, deadlines=[one.at for one in marks if one.kind == DEADLINE])
    roles = kin_words.roles(household)
    numbers = {member.person_id: number for number, member in enumerate(household.members)}
    bare = (_lane(member, household, shown, roles.get(member.person_id, ""), numbers) for member in household.members)
    lanes = tuple(replace(lane, marks=tuple(pinned(marks, lane.person_id, shown))) for lane in bare)
    return Lanes(
        lanes=lanes,
        ticks=tuple(ticks(shown)),
        orders=tuple((shown.at(one.issued_on), order_words(one)) for one in orders if shown.shows(one.issued_on)),
        today=shown.at(today),
        today_label=short_day(today),
        today_short=short_day(today, today),
        finding=". ".join(kin_words.state(one, household) for one in household.apart) or _("Nobody in this family is known to be apart."),
        looks=_looks(lanes),
    )


def _looks(lanes: Iterable[Lane]) -> tuple[Look, ...]:
    used = {bar.look.name for lane in lanes for bar in lane.bars}
    return tuple({one.name: one for one in LOOKS.values() if one.name in used}.values())


# One lane


def _lane(member: Member, household: Household, shown: Stretch, role: str, numbers: dict[str, int]) -> Lane:
    custody = member.custody
    return Lane(
        person_id=member.person_id,
        name=full(member.portrait),
        called=called(member.portrait),
        role=", ".join(filter(None, (role, kin_words.ages(member.age) if member.age is not None else ""))),
        now=names(custody.now) or _("No record"),
        place=" / ".join(filter(None, map(place, custody.now))),
        look=look(custody.now[0].custodian) if custody.now else LOOKS[NOBODY],
        bars=tuple(_bars(member, shown)),
        bands=tuple(_band(one, household, shown, numbers) for one in household.apart if _drawn_here(one, member.person_id, numbers)),
    )


def _drawn_here(one: Apart, person_id: str, numbers: dict[str, int]) -> bool:
    """A separation is drawn above the lower of its two lanes."""
    lower = max((one.child, one.adult) if one.adult else (one.child,), key=lambda person: numbers.get(person, -1))
    return lower == person_id


def _bars(member: Member, shown: Stretch) -> list[Bar]:
    told = member.custody.timeline
    gaps = told.gaps() if told.periods else (Gap(shown.first.date().isoformat(), ""),)
    bars = [*_rows([_stay(one, shown) for one in told.periods]), *(_gap(one, shown) for one in gaps)]
    return sorted((bar for bar in bars if bar.end > bar.start), key=lambda bar: (bar.start, bar.row))


def _stay(period: Period, shown: Stretch) -> Bar:
    dress, where = look(period.custodian), place(period)
    until = period.until or shown.today
    labels = (
        (f"{dress.long}, {where}", f"{dress.short}, {where}", str(dress.long), str(dress.short))
        if where
        else (str(dress.long), str(dress.short))
    )
    told = {"where": names([period]), "start": long_day(period.start), "end": long_day(period.until) if period.until else _("now")}
    sentence = _("%(where)s, from %(start)s until %(end)s") % told
    if period.disagreement:
        sentence = _("%(sentence)s. Two records disagree") % {"sentence": sentence}
    # A stay of a few hours still has to be seen.
    start = shown.at(period.start)
    return Bar(start, max(shown.at(until), start), dress, labels, sentence, rows=2 if period.disagreement else 1)


def _rows(bars: Sequence[Bar]) -> list[Bar]:
    """Bars of disagreeing records in two rows, so that each is seen."""
    ends = [0.0, 0.0]
    placed = []
    for bar in bars:
        row = 0
        if bar.rows == 2:
            row = 0 if ends[0] <= bar.start else 1
            ends[row] = bar.end
        placed.append(replace(bar, row=row))
    return placed


def _gap(gap: Gap, shown: Stretch) -> Bar:
    until = gap.until or shown.today
    days = (date.fromisoformat(until[:10]) - date.fromisoformat(gap.start[:10])).days if len(gap.start) >= 10 and len(until) >= 10 else 0
    words = _("No record, %(days)s") % {"days": days_in_words(days)} if days else _("No record")
    told = {"words": words, "start": long_day(gap.start), "end": long_day(gap.until) if gap.until else _("now")}
    sentence = _("%(words)s, from %(start)s until %(end)s") % told
    return Bar(shown.at(gap.start), shown.at(until), LOOKS[NOBODY], (words, _("No record")), sentence, is_gap=True, note=words)


def _band(one: Apart, household: Household, shown: Stretch, numbers: dict[str, int]) -> Band:
    goes_on = one.still or one.outcome == Outcome.UNKNOWN
    end = shown.today if goes_on or not one.outcome_on else one.outcome_on
    marked = shown.shows(one.separated_on)
    pair = sorted(numbers[person] for person in (one.child, one.adult) if person in numbers)
    neighbours = len(pair) == 2 and pair[1] - pair[0] == 1
    partner = None if neighbours else called(household.members[pair[0]].portrait) if len(pair) == 2 else ""
    return Band(
        start=shown.at(one.separated_on) if one.separated_on else 0.0,
        end=shown.at(end),
        separated=_separated(partner, short_day(one.separated_on, shown.today)) if marked else "",
        lasted=_lasted(one, shown.today),
        sentence=kin_words.state(one, household),
        partner=pair[0] if neighbours else -1,
        reunited=one.outcome == Outcome.REUNITED and shown.shows(one.outcome_on),
        marked=marked,
    )


def _separated(partner: str | None, day: str) -> str:
    """Names the other person unless that lane is the one above (None); empty: nobody is named."""
    if partner is None:
        return _("Separated here, %(day)s") % {"day": day}
    if not partner:
        return _("Separated %(day)s, from whom is not recorded") % {"day": day}
    return _("Separated from %(who)s, %(day)s") % {"day": day, "who": partner}


def _lasted(one: Apart, today: Moment) -> str:
    days = days_in_words(one.days) if one.days is not None else _("days not known")
    if one.outcome == Outcome.UNKNOWN:
        return _("No record of the child")
    if one.outcome == Outcome.REUNITED:
        return _("Reunited %(day)s, after %(days)s") % {"day": short_day(one.outcome_on, today), "days": days}
    return _("Apart %(days)s") % {"days": days}
