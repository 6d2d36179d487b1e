"""Who was where, before it is drawn: one lane a person, bars and gaps and separations in fractions of the time shown.

The same lanes are drawn lying (`landscape`) and, on the phone, standing (`portrait`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kinkeeper.domain.custody import Gap, Period
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.apart import Apart
from kinkeeper.queries.choosing import NOBODY
from kinkeeper.queries.families import Household, Member
from kinkeeper.web.words import kin as kin_words
from kinkeeper.web.words.custodians import LOOKS, Look, look, names, place
from kinkeeper.web.words.dates import days_in_words, long_day, short_day
from kinkeeper.web.words.names import called, full

BEFORE, AFTER = timedelta(days=1), timedelta(days=5)
"""What is shown before the first record and after the day that is looked at."""

FIRST_WEEKS = timedelta(days=42)
EARLIEST = date(1900, 1, 1)
MOST_DAYS_BY_WEEKS = 100
MOST_TICKS = 12


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


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, with its words lying and, where room is short, standing."""

    at: float
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The whole picture in fractions of the time shown, and what it finds, in a sentence."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float
    today_label: str
    today_short: str
    finding: str
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time shown."""

    first: datetime
    last: datetime
    today: Moment

    def at(self, moment: Moment) -> float:
        """Where a moment stands, from 0 to 1; outside it at the edge. A month stands at its first day."""
        full = moment + "0001-01-01"[len(moment) :] if len(moment) < 10 else moment
        return min(1.0, max(0.0, (datetime.fromisoformat(full) - self.first) / (self.last - self.first)))

    def shows(self, moment: Moment) -> bool:
        """Whether a moment known to the day is within."""
        return len(moment) >= 10 and self.first <= datetime.fromisoformat(moment) <= self.last


def lay_out(household: Household, today: Moment, *, first_weeks: bool = False) -> Lanes:
    """The lanes of a family up to `today`; with `first_weeks` only the time around the first separation."""
    stretch = _stretch(household, today, first_weeks=first_weeks)
    roles = kin_words.roles(household)
    numbers = {member.person_id: number for number, member in enumerate(household.members)}
    lanes = tuple(_lane(member, household, stretch, roles.get(member.person_id, ""), numbers) for member in household.members)
    return Lanes(
        lanes=lanes,
        ticks=tuple(_ticks(stretch)),
        today=stretch.at(today),
        today_label=short_day(today),
        today_short=short_day(today, today),
        finding=". ".join(kin_words.state(one, household) for one in household.apart) or _("Nobody in this family is known to be apart."),
        looks=_looks(lanes),
    )


def _stretch(household: Household, today: Moment, *, first_weeks: bool) -> Stretch:
    starts = [one.start for member in household.members for one in member.custody.timeline.periods if len(one.start) >= 10]
    first = max(date.fromisoformat(min((one[:10] for one in starts), default=today)), EARLIEST) - BEFORE
    last = date.fromisoformat(today) + AFTER
    parted = [one.separated_on for one in household.apart if len(one.separated_on) >= 10]
    if first_weeks and parted:
        first = max(first, date.fromisoformat(min(parted)[:10]) - timedelta(days=7))
        last = min(last, first + FIRST_WEEKS)
    return Stretch(datetime.fromisoformat(first.isoformat()), datetime.fromisoformat(last.isoformat()), today)


def _looks(lanes: Iterable[Lane]) -> tuple[Look, ...]:
    used = {bar.look.name for lane in lanes for bar in lane.bars}
    return tuple({one.name: one for one in LOOKS.values() if one.name in used}.values())


# One lane


def _lane(member: Member, household: Household, stretch: Stretch, role: str, numbers: dict[str, int]) -> Lane:
    custody = member.custody
    return Lane(
        person_id=member.person_id,
        name=full(member.portrait),
        called=called(member.portrait),
        role=", ".join(filter(None, (role, kin_words.ages(member.age) if member.age is not None else ""))),
        now=names(custody.now) or _("No record"),
        place=" / ".join(filter(None, map(place, custody.now))),
        look=look(custody.now[0].custodian) if custody.now else LOOKS[NOBODY],
        bars=tuple(_bars(member, stretch)),
        bands=tuple(_band(one, household, stretch, numbers) for one in household.apart if _drawn_here(one, member.person_id, numbers)),
    )


def _drawn_here(one: Apart, person_id: str, numbers: dict[str, int]) -> bool:
    """A separation is drawn above the lower of its two lanes."""
    lower = max((one.child, one.adult) if one.adult else (one.child,), key=lambda person: numbers.get(person, -1))
    return lower == person_id


def _bars(member: Member, stretch: Stretch) -> list[Bar]:
    told = member.custody.timeline
    gaps = told.gaps() if told.periods else (Gap(stretch.first.date().isoformat(), ""),)
    bars = [*_rows([_stay(one, stretch) for one in told.periods]), *(_gap(one, stretch) for one in gaps)]
    return sorted((bar for bar in bars if bar.end > bar.start), key=lambda bar: (bar.start, bar.row))


def _stay(period: Period, stretch: Stretch) -> Bar:
    dress, where = look(period.custodian), place(period)
    until = period.until or stretch.today
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
    start = stretch.at(period.start)
    return Bar(start, max(stretch.at(until), start), dress, labels, sentence, rows=2 if period.disagreement else 1)


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


def _gap(gap: Gap, stretch: Stretch) -> Bar:
    until = gap.until or stretch.today
    days = (date.fromisoformat(until[:10]) - date.fromisoformat(gap.start[:10])).days if len(gap.start) >= 10 and len(until) >= 10 else 0
    words = _("No record, %(days)s") % {"days": days_in_words(days)} if days else _("No record")
    told = {"words": words, "start": long_day(gap.start), "end": long_day(gap.until) if gap.until else _("now")}
    sentence = _("%(words)s, from %(start)s until %(end)s") % told
    return Bar(stretch.at(gap.start), stretch.at(until), LOOKS[NOBODY], (words, _("No record")), sentence, is_gap=True, note=words)


def _band(one: Apart, household: Household, stretch: Stretch, numbers: dict[str, int]) -> Band:
    goes_on = one.still or one.outcome == Outcome.UNKNOWN
    end = stretch.today if goes_on or not one.outcome_on else one.outcome_on
    marked = stretch.shows(one.separated_on)
    pair = sorted(numbers[person] for person in (one.child, one.adult) if person in numbers)
    neighbours = len(pair) == 2 and pair[1] - pair[0] == 1
    partner = None if neighbours else called(household.members[pair[0]].portrait) if len(pair) == 2 else ""
    return Band(
        start=stretch.at(one.separated_on) if one.separated_on else 0.0,
        end=stretch.at(end),
        separated=_separated(partner, short_day(one.separated_on, stretch.today)) if marked else "",
        lasted=_lasted(one, stretch.today),
        sentence=kin_words.state(one, household),
        partner=pair[0] if neighbours else -1,
        reunited=one.outcome == Outcome.REUNITED and stretch.shows(one.outcome_on),
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


# The grid


def _ticks(stretch: Stretch) -> Iterable[Tick]:
    """Sundays; first days of months where those would be too many, of every second month where those would, and so on."""
    days = (stretch.last - stretch.first).days
    if days <= MOST_DAYS_BY_WEEKS:
        sundays = (stretch.first.date() + timedelta(days=number) for number in range(days + 1))
        return [_tick(day, stretch, _("Sun %(day)s")) for day in sundays if day.weekday() == 6]
    first, last = (one.year * 12 + one.month - 1 for one in (stretch.first, stretch.last))
    every = next((step for step in (1, 2, 3, 6, 12) if (last - first) / step <= MOST_TICKS), 1 + (last - first) // MOST_TICKS // 12 * 12)
    return [_tick(date(month // 12, month % 12 + 1, 1), stretch, "%(day)s") for month in range(first + 1, last + 1) if month % every == 0]


def _tick(day: date, stretch: Stretch, words: str) -> Tick:
    iso = day.isoformat()
    short = short_day(iso, stretch.today)
    return Tick(stretch.at(iso), words % {"day": short}, short)
