"""What programs say: the same sayings as on the pages and the command line, each an operation, through the one door; and many at once."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.operations import Nothing, Operation, not_as_described, operation
from kinkeeper.api.problems import Problem, problem_of
from kinkeeper.domain.access.proof import PROVEN_SAYINGS
from kinkeeper.domain.access.tokens import Scope
from kinkeeper.domain.catalog import NOUN_OF_COMMAND
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.intake import Intake
from kinkeeper.domain.requests import Receipt
from kinkeeper.gateway.programs.sending import send_once
from kinkeeper.jobs.intake import take_in
from kinkeeper.jobs.saying import Asked, Saying, say
from kinkeeper.jobs.sayings import SAYINGS, saying

TAG = "Statements"
MOST = 500
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:-]{8,100}$", description="Yours: the same key is recorded once.")]
Text = Annotated[str, Meta(max_length=4_000)]
WORDS = "Recorded as said by the account. Sent again under the same Idempotency-Key it is recorded once and gets the same receipt."


class Recorded(msgspec.Struct, frozen=True):
    """Where it stands in the ledger: `count` entries from position `first` on. Ask for their receipts some seconds later."""

    key: str
    first: int
    count: int


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement of several: its own key, what is said, and the fields of it."""

    key: Key
    saying: Annotated[str, Meta(pattern="^[a-z-]{1,40}$", examples=["placement"])]
    told: dict[str, Any]


class Statements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several statements. Each stands or is refused by itself."""

    statements: Annotated[tuple[Said, ...], Meta(min_length=1, max_length=MOST)]


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one statement: where it was recorded, or why not."""

    key: str
    recorded: Recorded | None = None
    refused: Problem | None = None


class Outcomes(msgspec.Struct, frozen=True):
    """What became of them, in order. `read` is always `recorded` + `refused`."""

    read: int
    recorded: int
    refused: int
    outcomes: tuple[Outcome, ...]


class TakenIn(msgspec.Struct, frozen=True):
    """The family as it is known from here on, and where it stands in the ledger."""

    family_id: str
    first: int
    count: int


@operation("POST", "/statements", tag=TAG, summary="Say several things at once")
def say_several(caller: Caller, asked: Nothing, body: Statements) -> Outcomes:
    """Up to 500 statements, each with its own key. One that is refused holds back no other; send the mended ones again."""
    outcomes = tuple(_outcome(caller, one) for one in body.statements)
    recorded = sum(one.recorded is not None for one in outcomes)
    return Outcomes(len(outcomes), recorded, len(outcomes) - recorded, outcomes)


@operation("POST", "/intakes", tag=TAG, summary="Take a family in", right="report", status=201)
def take_family_in(caller: Caller, asked: Nothing, body: Intake) -> TakenIn:
    """A family as it arrives, recorded whole. `intake_id` is yours: the same intake sent twice is recorded once."""
    taken = take_in(body, actor=caller.viewer)
    return TakenIn(taken.family_id, taken.positions.start, len(taken.positions))


def _outcome(caller: Caller, one: Said) -> Outcome:
    try:
        if one.saying in PROVEN_SAYINGS:
            caller.prove()
        return Outcome(one.key, recorded=_record(caller, saying(one.saying), one.key, one.told))
    except KinkeeperError as error:
        return Outcome(one.key, refused=problem_of(error))


def _record(caller: Caller, one: Saying, key: str, told: Mapping[str, Any]) -> Recorded:
    texts = {name: _text(name, value) for name, value in told.items()}
    digest = sha256(msgspec.json.encode([one.name, texts], order="sorted")).digest()

    def record(request_id: str) -> Receipt:
        return say(one, texts, caller.viewer, request_id=request_id)

    receipt = send_once(f"api:{caller.viewer.name}:{key}", digest, record)
    return Recorded(key, receipt.first, receipt.count)


def _text(name: str, value: Any) -> str:
    """A value as the form of a saying takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        if any("," in one for one in value):
            raise not_as_described(f"body.{name}", "The texts of a list hold no comma.")
        return ",".join(value)
    return "" if value is None else msgspec.json.encode(value).decode()


def _kind(field: Asked) -> Any:
    """What a field of a saying takes."""
    if field.kind in (int, bool):
        return field.kind
    if field.kind == tuple[str, ...]:
        return tuple[Annotated[str, Meta(max_length=200, pattern="^[^,]*$")], ...]
    return Text if field.kind is str else field.kind


def _body(one: Saying) -> type:
    """The fields of a saying as a schema."""
    needed = [(name, _kind(field)) for name, field in one.asked.items() if field.needed]
    free = [(name, _kind(field) | None, None) for name, field in one.asked.items() if not field.needed]
    name = "".join(part.title() for part in one.name.split("-"))
    return msgspec.defstruct(f"Say{name}", [*needed, *free], frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True)


def _operation(one: Saying) -> Operation:
    body = _body(one)

    def record(caller: Caller, asked: Nothing, said: Any) -> Recorded:
        return _record(caller, one, caller.key, msgspec.to_builtins(said))

    words = " ".join((one.command.__doc__ or "").split())
    right = NOUN_OF_COMMAND[one.command].commands[one.command]
    kinds = Nothing, body, Recorded
    name, path = f"say_{one.name.replace('-', '_')}", f"/statements/{one.name}"
    proof = one.name in PROVEN_SAYINGS
    told = f"{words} {WORDS}" + (" A person in a session shows a second factor first (POST /proofs)." if proof else "")
    return Operation(
        name, "POST", path, right, Scope.SAY, TAG, f"Say: {one.name}", told, *kinds, record, status=201, keyed=True, proof=proof
    )


OPERATIONS = (say_several, take_family_in, *(_operation(one) for one in SAYINGS.values()))
