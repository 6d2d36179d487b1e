"""What is said at a meeting at which lists are brought together: which it is, that it was held, why lists differ, and who sees to it."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.deliveries.differences import ExplainDifference, Explanation
from kinkeeper.domain.deliveries.meetings import CHILD, OURS, Meeting, RecordMeeting
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.gateway import clock, submit
from kinkeeper.jobs.saying import Saying
from kinkeeper.queries.access.accounts import get_account
from kinkeeper.queries.deliveries.editions import list_editions, of_list
from kinkeeper.queries.deliveries.explanations import list_history
from kinkeeper.queries.deliveries.meeting import get_meeting
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import find_standpoint

Told = Mapping[str, str]


def arrange(told: Told, actor: Actor) -> RecordMeeting:
    """Lists are to be brought together. Each must have come in at least once, so that a slip of the pen is noticed."""
    _check_everybody(actor)
    named = tuple(part.strip() for part in told["lists"].split(",") if part.strip())
    came = list_editions(actor, ledger_size())
    for one in named:
        if not of_list(one, came):
            raise NotFound(
                "No file '%(one)s' came in. See: kinkeeper extracts list. Our own list is called '%(ours)s'.", one=one, ours=OURS
            )
    role = {"everybody": "", "": CHILD}.get(told["role"], told["role"])
    return RecordMeeting(Meeting(f"ME-{token_hex(6)}", told["name"], named, role, by=actor.name))


def hold(told: Told, actor: Actor) -> RecordMeeting:
    """The meeting was held: what differs now is known from here on, and what comes later is new."""
    one = get_meeting(actor, told["meeting_id"], ledger_size())
    return RecordMeeting(replace(one, held_at=told["at"] or utc_text(clock.instant())[:16], by=actor.name))


def end(told: Told, actor: Actor) -> RecordMeeting:
    """The meeting is held no more. What was said at it stays."""
    if not told["why"]:
        raise Refused("Say why: it stays on the record.")
    return RecordMeeting(replace(get_meeting(actor, told["meeting_id"], ledger_size()), ended=told["why"], by=actor.name))


def explain(told: Told, actor: Actor) -> ExplainDifference:
    """Why lists differ on a person of whom one may know, who sees to it, and what next."""
    _check_person(told["person_id"], actor)
    check_owner(told["owner"])
    return ExplainDifference(Explanation(by=actor.name, **dict(told)))


def take_back(told: Told, actor: Actor) -> ExplainDifference:
    """What was said last is taken back: what stood before it stands again, as a later entry."""
    _check_person(told["person_id"], actor)
    history = list_history(actor, told["meeting_id"], told["person_id"], ledger_size())
    if not history or history[-1].explanation.is_empty:
        raise Refused("Nothing stands said of this person that could be taken back.")
    before = history[-2].explanation if len(history) > 1 else Explanation(told["meeting_id"], told["person_id"])
    return ExplainDifference(replace(before, by=actor.name))


def explain_many(told: Sequence[Told], actor: Actor, request_id: str) -> list[Receipt]:
    """
    Say of several persons why lists differ on them: all of it, or nothing.

    :raises Refused: naming the first that the rules refuse.
    """
    commands = [explain(one, actor) for one in told]
    return submit([Request(f"{request_id}:{number}", command) for number, command in enumerate(commands)], actor=actor)


def check_owner(owner: str) -> None:
    """
    See that an owner is an agency or somebody who has an account.

    :raises Refused: where it is nobody.
    """
    if not owner or owner in set(Agency):
        return
    account = get_account(owner)
    if account is None or account.closed:
        raise Refused(
            "'%(owner)s' is no owner. Name an agency (%(known)s) or the account of somebody.", owner=owner, known=", ".join(Agency)
        )


def _check_everybody(actor: Actor) -> None:
    if reach_of(actor) is not Reach.EVERYBODY:
        raise Refused("Lists are of everybody: only who may know of everybody arranges how they are brought together.")


def _check_person(person: str, actor: Actor) -> None:
    if reach_of(actor) is Reach.EVERYBODY:
        return
    if person not in get_portraits(actor, [person], find_standpoint(actor, today=clock.today().isoformat())):
        raise Refused("No person %(person)s is known.", person=person)


def _parts(*names: str) -> tuple[tuple[str, bool], ...]:
    return tuple((name.rstrip("?"), not name.endswith("?")) for name in names)


MEETING_SAYINGS = (
    Saying("arrange-meeting", RecordMeeting, parts=_parts("name", "lists", "role?"), make=arrange),
    Saying("hold-meeting", RecordMeeting, parts=_parts("meeting_id", "at?"), make=hold),
    Saying("end-meeting", RecordMeeting, parts=_parts("meeting_id", "why"), make=end),
    Saying(
        "explain-difference",
        ExplainDifference,
        parts=_parts("meeting_id", "person_id", "reason?", "owner?", "next_step?", "words?"),
        make=explain,
    ),
    Saying("take-back-explanation", ExplainDifference, parts=_parts("meeting_id", "person_id"), make=take_back),
)
