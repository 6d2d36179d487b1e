"""One thing done to many rows of a list at once: an entry for each row, so that a row which the rules refuse stops none of the others.

Every row's request has an id made of who does it, a token of the form, and the row. So what is sent twice is recorded once; after a crash
it is sent again and goes on where it stopped; and what was done in one go can be taken back in one go, each row by a later entry.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.cases import Case, CloseFlag, OpenCase
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import ReopenWarning, TakeBackAnswer, Warning
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.deliveries.differences import Explanation
from kinkeeper.domain.deliveries.meetings import Meeting
from kinkeeper.domain.errors import KinkeeperError, Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.gateway import clock, submit
from kinkeeper.jobs.saying import command_of
from kinkeeper.jobs.sayings import saying
from kinkeeper.queries.access.accounts import list_colleagues
from kinkeeper.queries.deliveries.explanations import list_history
from kinkeeper.queries.deliveries.meeting import get_meeting, is_different
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.requests import find_receipt
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.queries.things import list_things

MOST = 2_000
"""Rows that go at once. Each takes the ledger's turn once, so pages do them piece by piece."""

Told = Mapping[str, str]
CHILD, WARNING = "child", "warning"
EXPLAIN = "explain-difference"
BY_MISTAKE = "By mistake, in one go with others."
EXPLAINED = ("reason", "owner", "next_step", "words")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, what stands of it now, and the id of its request."""

    row: str
    stands: Case | Warning | None
    request_id: str

    @property
    def number(self) -> str:
        """What a new thing of this row is numbered by."""
        return self.request_id[-12:]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done to many rows: what kind of row it is of, what is asked once, and the command for each row."""

    name: str
    of: str
    asked: tuple[str, ...]
    """Parts of the saying of this name; those that end in `?` may stay empty."""
    make: Callable[[Row, Told, Actor], Any]
    take_back: Callable[[Row, Told, Receipt, Actor], Any]
    """The command that takes it back."""
    stops: Callable[[Row], str] = lambda _row: ""
    """Why it cannot be done to a row as it stands; empty where it can."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: its receipt, or why it was refused."""

    row: str
    receipt: Receipt | None = None
    refused: str = ""
    why: KinkeeperError | None = None
    """The refusal itself, by which a page says it in its reader's language."""


def do(deed: Deed, rows: Sequence[str], told: Told, actor: Actor, token: str) -> list[Outcome]:
    """
    Do something to each of these rows, in their order.

    :raises Refused: where no row is named or too many are, and where a part of what is asked is missing: then nothing is done.
    """
    told = checked(deed, told, actor)

    def one(row: Row) -> Outcome:
        known = find_receipt(actor, row.request_id)
        if known is None and (why := deed.stops(row)):
            raise Refused(why)
        return Outcome(row.row, known or submit([Request(row.request_id, deed.make(row, told, actor))], actor=actor)[0])

    return _each(list_rows(deed, rows, actor, token), rows, one)


def checked(deed: Deed, told: Told, actor: Actor) -> Told:
    """
    What is said once for all rows, as it is recorded.

    :raises Refused: where a part of what is asked is missing, or its owner is nobody who works on cases.
    """
    told = {name: text.strip() for name, text in told.items()}
    missing = [name for name in deed.asked if not name.endswith("?") and not told.get(name)]
    if missing:
        raise Refused("'%(name)s' needs '%(missing)s'.", name=deed.name, missing=missing[0])
    if told.get("owner") and deed.name != EXPLAIN:  # an agency may own a difference, as its own rule says
        _check_owner(told["owner"], actor)
    return told


def take_back(deed: Deed, rows: Sequence[str], told: Told, actor: Actor, token: str) -> list[Outcome]:
    """
    Take back what was done to these rows in one go, each by a later entry.

    :raises Refused: where no row is named or too many are.
    """

    def one(row: Row) -> Outcome:
        done = find_receipt(actor, row.request_id)
        if done is None or not done.count:
            raise Refused("Nothing was done to it in this go.")
        request_id = f"{row.request_id}:back"
        known = find_receipt(actor, request_id)
        return Outcome(row.row, known or submit([Request(request_id, deed.take_back(row, told, done, actor))], actor=actor)[0])

    return _each(list_rows(deed, rows, actor, token), rows, one)


def list_rows(deed: Deed, rows: Collection[str], actor: Actor, token: str) -> dict[str, Row]:
    """
    The rows of which the actor may know, as they stand now. Others are as if there were none.

    :raises Refused: where none is named, or too many are.
    """
    if not 0 < len(set(rows)) <= MOST:
        raise Refused("Tick one row at least, and %(most)s at most.", most=f"{MOST:,}")
    asked = {"rows": sorted(set(rows))}
    if deed.of == WARNING:
        warnings = list_things(actor, "warning", Warning, "warning_id = ANY(%(rows)s)", asked)
        stands: dict[str, Case | Warning | None] = {one.warning_id: one for one in warnings}
    else:
        here = find_standpoint(actor, today=clock.today().isoformat())
        cases = {one.child: one for one in list_things(actor, "child_case", Case, "child = ANY(%(rows)s)", asked)}
        stands = {person: cases.get(person) for person in get_portraits(actor, asked["rows"], here)}
    return {row: Row(row, stands[row], _request_id(deed, actor, token, row)) for row in dict.fromkeys(rows) if row in stands}


def _each(known: Mapping[str, Row], rows: Iterable[str], one: Callable[[Row], Outcome]) -> list[Outcome]:
    outcomes = []
    for row in dict.fromkeys(rows):
        try:
            if row not in known:
                raise Refused("You may not know of it, or there is none.")
            outcomes.append(one(known[row]))
        except KinkeeperError as error:
            outcomes.append(Outcome(row, refused=str(error), why=error))
    return outcomes


def _request_id(deed: Deed, actor: Actor, token: str, row: str) -> str:
    return f"at-once:{sha256(chr(31).join((actor.name, token, deed.name, row)).encode()).hexdigest()[:40]}"


def _check_owner(owner: str, actor: Actor) -> None:
    if owner not in {one.name for one in list_colleagues(actor)}:
        raise Refused("'%(owner)s' is no account of somebody who works on cases.", owner=owner)


# What can be done


def _say(name: str, row: str) -> Callable[[Row, Told, Actor], Any]:
    """Say the same of each row."""

    def make(one: Row, told: Told, actor: Actor) -> Any:
        return command_of(saying(name), {row: one.row, **told}, actor)

    return make


def _assign(row: Row, told: Told, actor: Actor) -> OpenCase:
    """A case goes to its new owner with its plan and all that was done; a child without one gets one."""
    case, at = _open_case(row), clock.today().isoformat()
    if case:
        return OpenCase(row.row, case.plan, at, told["owner"])
    plans = shipped_plans()
    if told.get("plan") not in plans:
        raise Refused("The child has no open case. Choose a plan to open one by.")
    return OpenCase(row.row, plans[told["plan"]], at, told["owner"])


def _assign_back(row: Row, told: Told, done: Receipt, actor: Actor) -> OpenCase:
    now = _open_case(row)
    found = list_things(actor, "child_case", Case, "child = %(child)s", {"child": row.row, "known_at": done.first})
    if now is None or now.owner != told["owner"]:
        raise Refused("The case was changed meanwhile.")
    if not found or found[0].outcome:
        raise Refused("The case was opened in this go. Close it on the child's file, saying how it ended.")
    return OpenCase(row.row, found[0].plan, clock.today().isoformat(), found[0].owner)


def _raise_flag(row: Row, told: Told, actor: Actor) -> Any:
    return command_of(saying("flag"), {"child": row.row, "flag_id": f"FL-{row.number}", **told}, actor)


def _close_flag(row: Row, _told: Told, _done: Receipt, actor: Actor) -> CloseFlag:
    return CloseFlag(row.row, f"FL-{row.number}", "Raised by mistake, in one go with others.", actor.name)


def _give_task(row: Row, told: Told, _actor: Actor) -> RecordTask:
    return RecordTask(Task(f"TA-{row.number}", row.row, told["words"], told.get("owner", ""), told.get("due", "")))


def _take_task(row: Row, _told: Told, _done: Receipt, actor: Actor) -> RecordTask:
    found = list_things(actor, "task", Task, "task_id = %(task)s", {"task": f"TA-{row.number}"})
    if not found or found[0].done_at:
        raise Refused("The task was changed meanwhile.")
    return RecordTask(replace(found[0], done_at=clock.today().isoformat(), done_words="Given by mistake, in one go with others."))


def _take_answer_back(row: Row, told: Told, _done: Receipt, actor: Actor) -> TakeBackAnswer:
    one = row.stands
    if not isinstance(one, Warning) or one.closed_by or (one.answer, one.answered_by) != (told["answer"], actor.name):
        raise Refused("The warning was answered anew, or closed, meanwhile.")
    return TakeBackAnswer(row.row, BY_MISTAKE, utc_text(clock.instant()), actor.name)


def _reopen(row: Row, _told: Told, _done: Receipt, actor: Actor) -> ReopenWarning:
    one = row.stands
    if not isinstance(one, Warning) or one.closed_by != actor.name:
        raise Refused("The warning was changed meanwhile.")
    return ReopenWarning(row.row, BY_MISTAKE, utc_text(clock.instant()), actor.name)


def _bring_to_meeting(row: Row, told: Told, actor: Actor) -> Any:
    """A child on whom the lists of a meeting differ: why, who sees to it, and what next. What was said is not written over."""
    meeting, last = _said_last(row, told, actor)
    if not is_different(actor, meeting, row.row, ledger_size()):
        raise Refused(
            "The lists of the meeting '%(name)s' have the child alike, or not at all: there is nothing to bring to it.", name=meeting.name
        )
    if last and not last.is_empty:
        raise Refused("%(by)s has said already why the lists differ on the child. It is said anew on the page of the meeting.", by=last.by)
    return command_of(saying(EXPLAIN), {"person_id": row.row, **told, "meeting_id": meeting.meeting_id}, actor)


def _take_from_meeting(row: Row, told: Told, _done: Receipt, actor: Actor) -> Any:
    meeting, last = _said_last(row, told, actor)
    if last is None or last.by != actor.name or any(getattr(last, name) != told.get(name, "") for name in EXPLAINED):
        raise Refused("What is said of the child at the meeting was changed meanwhile.")
    return command_of(saying("take-back-explanation"), {"meeting_id": meeting.meeting_id, "person_id": row.row}, actor)


def _said_last(row: Row, told: Told, actor: Actor) -> tuple[Meeting, Explanation | None]:
    """The meeting, and what was said last at it of the child."""
    meeting = get_meeting(actor, told["meeting_id"], ledger_size())
    history = list_history(actor, meeting.meeting_id, row.row, ledger_size())
    return meeting, history[-1].explanation if history else None


def _open_case(row: Row) -> Case | None:
    return row.stands if isinstance(row.stands, Case) and not row.stands.outcome else None


def _answered(row: Row) -> str:
    one = row.stands
    return f"{one.answered_by} has answered it already." if isinstance(one, Warning) and one.answer and not one.closed_by else ""


DEEDS: Mapping[str, Deed] = {
    one.name: one
    for one in (
        Deed("answer", WARNING, ("answer",), _say("answer", "warning_id"), _take_answer_back, _answered),
        Deed("close-warning", WARNING, ("because",), _say("close-warning", "warning_id"), _reopen),
        Deed("case", CHILD, ("owner", "plan?"), _assign, _assign_back),
        Deed("flag", CHILD, ("kind", "words", "owner", "due"), _raise_flag, _close_flag),
        Deed("task", CHILD, ("words", "owner?", "due?"), _give_task, _take_task),
        Deed(EXPLAIN, CHILD, ("meeting_id", *(f"{name}?" for name in EXPLAINED)), _bring_to_meeting, _take_from_meeting),
    )
}
"""What can be done at once, by the name of the saying that does it to one."""
