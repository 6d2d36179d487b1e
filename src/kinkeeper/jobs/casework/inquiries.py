"""What is said of an inquiry: taken down, matched, made sure who asks, answered, and that it was not answered after all."""

from collections.abc import Mapping
from secrets import token_hex

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry, may_know
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.gateway import clock
from kinkeeper.jobs.saying import Saying, known_thing, parts
from kinkeeper.queries.portraits import get_portraits
from kinkeeper.queries.standpoint import find_standpoint

Told = Mapping[str, str]

INQUIRY = (
    *("asker", "asker_name", "how_to_answer", "looks_for", "at", "given?", "surnames?", "born?", "a_number?", "language?"),
    *("verified?", "matched?", "answered_at?", "told?", "inquiry_id?"),
)


def take_inquiry(told: Told, actor: Actor) -> RecordInquiry:
    """Somebody asks for somebody; who takes it down is written down too."""
    texts = {name: text for name, text in told.items() if name not in ("inquiry_id", "matched", "told")}
    matched, said = ([part.strip() for part in told[name].split(",") if part.strip()] for name in ("matched", "told"))
    number = told["inquiry_id"] or f"IN-{token_hex(6)}"
    return RecordInquiry(Inquiry(inquiry_id=number, taken_by=actor.name, matched=tuple(matched), told=tuple(said), **texts))


def match(told: Told, actor: Actor) -> RecordInquiry:
    """Somebody found who is meant by an inquiry: one of whom they may know."""
    if told["person_id"] not in get_portraits(actor, [told["person_id"]], find_standpoint(actor, today=clock.today().isoformat())):
        raise Refused("No person %(told)s is known.", told=told["person_id"])
    one = known_thing(actor, "inquiry", Inquiry, "inquiry_id", told["inquiry_id"])
    return RecordInquiry(replace(one, matched=tuple(dict.fromkeys((*one.matched, told["person_id"])))))


def verify_asker(told: Told, actor: Actor) -> RecordInquiry:
    """Somebody made sure who asks."""
    one = known_thing(actor, "inquiry", Inquiry, "inquiry_id", told["inquiry_id"])
    return RecordInquiry(replace(one, verified=told["how"]))


def answer_inquiry(told: Told, actor: Actor) -> RecordInquiry:
    """Somebody answered who asks. Without parts: everything that the asker may know."""
    one = known_thing(actor, "inquiry", Inquiry, "inquiry_id", told["inquiry_id"])
    said = tuple(part.strip() for part in told["told"].split(",") if part.strip()) or (may_know(one) if one.matched else ())
    return RecordInquiry(replace(one, told=said, answered_at=told["at"] or utc_text(clock.instant())[:16], reopened=""))


def reopen_inquiry(told: Told, actor: Actor) -> RecordInquiry:
    """Somebody says that an inquiry was not answered after all. Who is meant, and how it was made sure who asks, stays."""
    one = known_thing(actor, "inquiry", Inquiry, "inquiry_id", told["inquiry_id"])
    if not one.answered_at:
        raise Refused("The inquiry is not answered, so there is no answer to take back.")
    return RecordInquiry(replace(one, told=(), answered_at="", reopened=told["why"]))


INQUIRY_SAYINGS = (
    Saying("inquiry", RecordInquiry, parts=parts(*INQUIRY), make=take_inquiry),
    Saying("match", RecordInquiry, parts=parts("inquiry_id", "person_id"), make=match),
    Saying("verify-asker", RecordInquiry, parts=parts("inquiry_id", "how"), make=verify_asker),
    Saying("answer-inquiry", RecordInquiry, parts=parts("inquiry_id", "told?", "at?"), make=answer_inquiry),
    Saying("reopen-inquiry", RecordInquiry, parts=parts("inquiry_id", "why"), make=reopen_inquiry),
)
