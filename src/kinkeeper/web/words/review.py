"""What the review page says: the question, why it is first, what readers said, and what was just recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinkeeper.domain.records import Record
from kinkeeper.domain.reviews import Answer, Key, Subject
from kinkeeper.domain.terms import Relation
from kinkeeper.linkage.control import ASKED_FROM, SURE_FROM
from kinkeeper.queries.choosing import NOBODY
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.review.control import Control
from kinkeeper.queries.review.queue import Compared, Progress, Waiting
from kinkeeper.web.words.custodians import Look, look
from kinkeeper.web.words.dates import long_day, short_day
from kinkeeper.web.words.kin import ages, kin
from kinkeeper.web.words.names import called, full, shown
from kinkeeper.web.words.sources import LAYOUTS, record_source

ANSWERS: dict[str, Any] = {
    Answer.SAME: gettext_lazy("same"),
    Answer.DIFFERENT: gettext_lazy("different"),
    Answer.UNSURE: gettext_lazy("unsure"),
}
USUAL: dict[str, Any] = {
    "ages": gettext_lazy("The ages do not fit"),
    "common": gettext_lazy("The names are common here"),
    "places": gettext_lazy("In two places at once"),
    "another": gettext_lazy("A source names somebody else"),
    "together": gettext_lazy("Only travelled together"),
    "little": gettext_lazy("Too little is given"),
}
"""Reasons that readers often give, chosen by a number key."""
PAUSE_AFTER = 60
SCALE = 300


@dataclass(frozen=True, slots=True)
class Side:
    """One column's head: whose record, and which row."""

    role: str
    """What the person is, where the two are not the same kind of person."""
    look: Look
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its key, its word and what follows."""

    answer: str
    key: str
    word: str
    follows: str


@dataclass(frozen=True, slots=True)
class Row:
    """One pair in the queue."""

    key: Key
    name: str
    age: str
    records: str
    probability: str
    hangs: str
    due: str
    reader: str


@dataclass(frozen=True, slots=True)
class Done:
    """Today's queue: how much of it is decided."""

    decided: int
    all: int
    words: str
    left: str
    share: float
    pause: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the probability lies between the thresholds, on a drawing `SCALE` wide."""

    asked: float
    sure: float
    between: float
    here: float
    words: str


def question(waiting: Waiting) -> str:
    """What is asked, naming the thing."""
    if waiting.key[0] == Subject.PERSON:
        return _("Are these two records one child?") if waiting.child else _("Are these two records one person?")
    if waiting.relation in (Relation.PARENT, Relation.GUARDIAN, Relation.GRANDPARENT):
        word = kin(waiting.relation, waiting.other.sex)
        return _("Is this adult the child’s %(kin)s?") % {"kin": word[:1].lower() + word[1:]}
    return _("Are this child and this adult kin?")


def found(waiting: Waiting) -> str:
    """How sure the machine is, and that nothing happens by itself."""
    return _("Kinkeeper gives it %(chance)s. Nothing changes until you decide, and every decision can be undone.") % {
        "chance": f"{float(waiting.probability):.2f}"
    }


def first_because(waiting: Waiting) -> str:
    """Why the pair stands where it does."""
    why = []
    if waiting.age is not None:
        why.append(_("the child is %(age)s old") % {"age": ages(waiting.age)})
    if waiting.due:
        why.append(_("the nearest deadline is %(day)s") % {"day": long_day(waiting.due)})
    if waiting.apart:
        why.append(_("the child is apart from kin now"))
    if waiting.reunites:
        why.append(_("the answer decides a reunion"))
    why.append(_("the score is in doubt") if _in_doubt(waiting) else _("the lot fell on it, to see what is missed"))
    return ", ".join(why)


def _in_doubt(waiting: Waiting) -> bool:
    return float(waiting.probability) >= ASKED_FROM


def badge(compared: Compared) -> str:
    """Whether a second or third reader is needed."""
    waiting = compared.waiting
    if compared.mine is None and compared.judgements:
        return _("Two readers differ: yours decides")
    if not waiting.reunites:
        return ""
    if compared.mine is None and waiting.readers:
        return _("You are the second reader. The first answer is hidden")
    return _("Second reader needed: decides a reunion")


def sides(compared: Compared) -> tuple[Side, Side]:
    """The heads of the two columns."""
    if compared.waiting.key[0] == Subject.TIE:
        roles = (_("Child"), kin(compared.waiting.relation, compared.waiting.other.sex))
        child, adult = (
            Side(role, held, str(held.short), _sources(records))
            for role, held, records in zip(roles, map(_held_by, compared.custody), compared.all_records, strict=True)
        )
        return child, adult
    one, other = (Side("", _look(record), _layout(record), record_source(record)) for record in compared.records)
    return one, other


def _look(record: Record) -> Look:
    return look(next((stay.custodian for stay in reversed(record.stays)), NOBODY))


def _held_by(custody: Custody) -> Look:
    told = custody.now or ((custody.last,) if custody.last else ())
    return look(told[0].custodian if told else NOBODY)


def _layout(record: Record) -> str:
    return str(LAYOUTS.get(record.layout, shown(record.layout)))


def _sources(records: Sequence[Record]) -> str:
    told = ngettext("%(count)s record: %(lists)s", "%(count)s records: %(lists)s", len(records))
    return told % {"count": len(records), "lists": ", ".join(dict.fromkeys(_layout(record) for record in records))}


def answers(waiting: Waiting) -> tuple[Choice, ...]:
    """The three answers as buttons."""
    tie, second = waiting.key[0] == Subject.TIE, waiting.reunites and not waiting.readers
    yes = _("Kin") if tie else (_("Same child") if waiting.child else _("Same person"))
    no = _("Not kin") if tie else _("Different")
    then = _("A second reader is asked") if second else (_("Used from the next run on") if tie else _("Joined in the next run"))
    return (
        Choice(Answer.SAME, "S", yes, then),
        Choice(Answer.DIFFERENT, "D", no, _("Remembered, not offered again")),
        Choice(Answer.UNSURE, "U", _("Unsure"), _("Left to another reader")),
    )


def others_said(compared: Compared) -> tuple[str, ...]:
    """What others said, once the reader may see it."""
    template = _("%(reader)s: %(answer)s. %(reason)s")
    return tuple(
        template % {"reader": shown(one.reader), "answer": ANSWERS.get(one.answer, one.answer), "reason": shown(one.reason, 200)}
        for one in compared.judgements
    )


def usual_reasons() -> tuple[tuple[int, str, str], ...]:
    """Number, code and words of each reason often given."""
    return tuple((number, code, str(words)) for number, (code, words) in enumerate(USUAL.items(), 1))


def row(waiting: Waiting) -> Row:
    """A pair as a line of the queue."""
    tie = waiting.key[0] == Subject.TIE
    about = waiting.child or waiting.one
    if tie:
        hangs = _("Whether %(adult)s is %(kin)s") % {"adult": full(waiting.other), "kin": _kin_of(waiting)}
    else:
        hangs = _("Shows who the kin are") if waiting.reunites else _("Whether two records are one person")
    first = _("First reader") if not waiting.readers else _("Another reader has answered; the answer is hidden")
    records = f"{called(waiting.one)}, {called(waiting.other)}"
    return Row(
        waiting.key, full(about), ages(waiting.age), records, f"{float(waiting.probability):.2f}", hangs, short_day(waiting.due), first
    )


def _kin_of(waiting: Waiting) -> str:
    word = kin(waiting.relation, waiting.other.sex)
    return word[:1].lower() + word[1:]


def recorded(code: str, waiting: Waiting | None, left: int) -> str:
    """What was just recorded and what comes now, for the live region; empty where nothing was."""
    if code not in (*ANSWERS, "undone", "taken"):
        return ""
    coming = _("No pair waits.")
    if waiting is not None:
        told = {"name": full(waiting.child or waiting.one), "age": ages(waiting.age), "left": left}
        coming = _("Next pair: %(name)s, %(age)s. %(left)s left.") % told
    if code == "taken":
        return _("Another reader has just decided this pair, or it is not in question any more.") + " " + coming
    if code == "undone":
        return _("Undone. The pair is open again.")
    return _("Recorded: %(answer)s.") % {"answer": ANSWERS[code]} + " " + coming


def progress(one: Progress) -> Done:
    """Today's queue in words."""
    told = _("%(same)s same, %(different)s different, %(unsure)s unsure") % {
        "same": one.same,
        "different": one.different,
        "unsure": one.unsure,
    }
    minutes = ngettext("%(left)s left, about %(count)s minute", "%(left)s left, about %(count)s minutes", one.minutes)
    everything = one.decided + one.left
    return Done(
        decided=one.decided,
        all=everything,
        words=told,
        left=minutes % {"left": one.left, "count": one.minutes} if one.left else _("none left"),
        share=round(SCALE * one.decided / everything, 1) if everything else SCALE,
        pause=_("You have read for more than an hour. A pause keeps the eye sharp.") if one.minutes_at_it >= PAUSE_AFTER else "",
    )


def scale(probability: str) -> Scale:
    """Where the pair lies: left apart, a person is asked, used."""
    asked, sure, chance = round(SCALE * ASKED_FROM, 1), round(SCALE * SURE_FROM, 1), float(probability)
    return Scale(asked, sure, round(sure - asked, 1), round(SCALE * chance, 1), f"{chance:.2f}")


def received(compared: Compared) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The rows as received: for each record its source, and its cells."""
    tie = compared.waiting.key[0] == Subject.TIE
    records = [record for records in compared.all_records for record in records] if tie else list(compared.records)
    return tuple(
        (record_source(record), tuple((shown(header, 60), shown(cell, 300)) for header, cell in record.cells.items())) for record in records
    )


@dataclass(frozen=True, slots=True)
class Share:
    """One band of scores and what it turned out to be."""

    band: str
    settled: int
    said: str
    found: str


def shares(control: Control) -> tuple[Share, ...]:
    """The bands of scores in figures."""
    return tuple(
        Share(
            f"{one.least:.2f} – {one.below:.2f}",
            one.settled,
            f"{one.said:.2f}",
            f"{one.same / one.settled:.2f} ({one.share[0]:.2f} – {one.share[1]:.2f})",
        )
        for one in control.turned
    )
