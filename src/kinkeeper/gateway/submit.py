"""The one door.

Commit point: the end of `submit`'s transaction. Before it nothing is known to anybody; after it the
entries, the request ids and the read tables all stand. A crash in between leaves no trace, and the
sender, who has no receipt, sends the same request again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kinkeeper import projections
from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.catalog import FOLLOWERS, NOUN_OF_COMMAND
from kinkeeper.domain.errors import NotAllowed, RequestReused
from kinkeeper.domain.handover import transfers
from kinkeeper.domain.nouns import Noun
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.sealings import FileExpunged, RecordExpunged, RecordSealed, RecordUnsealed
from kinkeeper.domain.statements import Statement
from kinkeeper.gateway import clock, consequences, heads, ledger_writer, rebuild
from kinkeeper.gateway.access.parties import require_party
from kinkeeper.gateway.expunging import files_to_reduce
from kinkeeper.gateway.heads import LEDGER
from kinkeeper.gateway.searches import standing
from kinkeeper.gateway.waiting import desk, goes
from kinkeeper.queries.access.reading import unseen


@dataclass(frozen=True, slots=True)
class _Decided:
    """A request with the entries that the rules made of it."""

    request: Request
    entries: list[Any]


def submit(requests: Sequence[Request], *, actor: Actor) -> list[Receipt]:
    """
    Record what these requests decide: all of them, or none.

    A request that was recorded before gets its first receipt back and records nothing, so a sender
    who is unsure may always send again. Requests are decided in order, each seeing what those before
    it recorded. Send at most about 2,000 entries' worth at once: the ledger's turn is held meanwhile.

    :raises NotAllowed: if the actor may not give one of the commands, or gives one in another's name or for another agency.
    :raises Refused: if the rules do not allow a command; `RequestReused` if a known id has another command.
    :raises LedgerBroken: if what is stored cannot be right.
    :raises ReadOnly: while the ledger is not the one that was signed.
    """
    for request in requests:
        require(actor, NOUN_OF_COMMAND[type(request.command)].commands[type(request.command)])
        if getattr(request.command, "by", actor.name) != actor.name:
            raise NotAllowed("%(name)s cannot say this in the name of %(by)s.", name=actor.name, by=request.command.by)
        if getattr(request.command, "for_agency", actor.agency) != actor.agency:
            raise NotAllowed("%(name)s cannot say this for %(for_agency)s.", name=actor.name, for_agency=request.command.for_agency)
    with unseen(), transaction.atomic(durable=True), connection.cursor() as cursor:
        frontier, receipts = ledger_writer.take_turn(cursor, requests)
        fresh = _once(requests, receipts)
        decided = _decide(cursor, fresh, actor)
        statements = _statements(decided, actor)
        new = _receipts(decided, frontier.size)
        ledger_writer.append(cursor, frontier, statements, list(zip(fresh, new, strict=True)))
        files = _bring_into_read_tables(cursor, [(frontier.size + at, statement.entry) for at, statement in enumerate(statements)])
        _follow(cursor, statements)
        _destroy(cursor, files)
    receipts |= {receipt.request_id: receipt for receipt in new}
    return [receipts[request.request_id] for request in requests]


def _follow(cursor: Any, statements: Sequence[Statement]) -> None:
    """Record what follows from these statements by the rules: in the same transaction, after them, and said by the rules."""
    entries = [statement.entry for statement in statements]
    for consequence in (consequences.withdrawn, consequences.moved, consequences.found, standing.met):
        following = consequence(cursor, entries)
        if following:
            _record_following(cursor, f"{consequence.__name__} after {statements[0].request_id}", following)
            entries += following


def _destroy(cursor: Any, files: Mapping[str, Sequence[FileExpunged]]) -> None:
    """Say, for each order that was carried out, which kept files held what is gone, and destroy them."""
    for proposal_id, gone in files.items():
        if gone:
            first = _record_following(cursor, f"files after {proposal_id}", gone)
            for position in range(first, first + len(gone)):
                ledger_writer.expunge_file(cursor, position)
        desk.forget(cursor, [one.sha256 for one in gone])
        goes.forget(cursor)


def _record_following(cursor: Any, request_id: str, following: Sequence[Any]) -> int:
    """Record entries as said by the rules. Returns the position of the first."""
    frontier = heads.lock(cursor, LEDGER)
    request = Request(request_id, following)
    said = [Statement(entry, consequences.RULES.name, "", request.request_id, clock.now()) for entry in following]
    ledger_writer.append(cursor, frontier, said, [(request, Receipt(request.request_id, frontier.size, len(following)))])
    projections.apply(cursor, [(frontier.size + at, entry) for at, entry in enumerate(following)])
    return frontier.size


def _bring_into_read_tables(cursor: Any, told: Sequence[tuple[int, Any]]) -> dict[str, list[FileExpunged]]:
    """
    Apply entries. Where one carries out an order, that is done, and the read tables are made anew. Returns the files still to be destroyed.

    What was withheld may stand in rows that later entries brought, a tie's evidence in each of its versions: only the whole way from
    the ledger is sure to find it. It takes as long as `kinkeeper rebuild`.
    """
    projections.apply(cursor, told)
    files = {}
    for position, entry in told:
        if isinstance(entry, RecordExpunged):
            files[entry.proposal_id] = files_to_reduce(cursor, entry)
            ledger_writer.expunge(cursor, position)
    if any(isinstance(entry, RecordSealed | RecordUnsealed | RecordExpunged) for _, entry in told):
        rebuild.remake(cursor, told[-1][0] + 1)
    return files


def _once(requests: Sequence[Request], known: Mapping[str, Receipt]) -> list[Request]:
    first: dict[str, Request] = {}
    for request in requests:
        if request.request_id not in known and first.setdefault(request.request_id, request).digest != request.digest:
            raise RequestReused(
                "Request %(request_id)s comes twice with different contents. Nothing was recorded.", request_id=request.request_id
            )
    return list(first.values())


def _decide(cursor: Any, fresh: Sequence[Request], actor: Actor) -> list[_Decided]:
    states = {noun.name: projections.load(cursor, noun, commands) for noun, commands in _by_noun(fresh)}
    decided = []
    for request in fresh:
        noun = NOUN_OF_COMMAND[type(request.command)]
        if noun.rules is transfers:
            require_party(actor, states[noun.name], request.command)
        entries = list(noun.rules.decide(states[noun.name], request.command))
        for entry in entries:
            for follower in FOLLOWERS[type(entry)]:
                if follower.name in states:
                    states[follower.name] = follower.rules.evolve(states[follower.name], entry)
        decided.append(_Decided(request, entries))
    return decided


def _by_noun(fresh: Sequence[Request]) -> list[tuple[Noun, list[Any]]]:
    grouped: dict[str, tuple[Noun, list[Any]]] = {}
    for request in fresh:
        noun = NOUN_OF_COMMAND[type(request.command)]
        grouped.setdefault(noun.name, (noun, []))[1].append(request.command)
    return list(grouped.values())


def _statements(decided: Sequence[_Decided], actor: Actor) -> list[Statement]:
    at = clock.now()
    return [Statement(entry, actor.name, actor.agency, one.request.request_id, at) for one in decided for entry in one.entries]


def _receipts(decided: Sequence[_Decided], first: int) -> list[Receipt]:
    receipts = []
    for one in decided:
        receipts.append(Receipt(one.request.request_id, first, len(one.entries)))
        first += len(one.entries)
    return receipts
