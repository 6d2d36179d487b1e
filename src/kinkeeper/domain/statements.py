"""A statement: an entry with who made it, when, and in answer to which request; and its two parts.

The core says what kind of statement it is, about which ids, by whom, and names nobody. The detail is
the entry whole, so everything personal (names, places, passages) can be sealed or expunged with it
while the core stays. A field that holds its default is left out, so adding a field with a default
changes no stored entry.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, get_origin

import msgspec

from kinkeeper.domain import extracts, families, people, placements, records, reviews, sealings, separations, ties
from kinkeeper.domain.access import consents
from kinkeeper.domain.casework import catalog as casework
from kinkeeper.domain.casework import objections
from kinkeeper.domain.catalog import ENTRY_OF, KIND_OF
from kinkeeper.domain.court import catalog as court
from kinkeeper.domain.deliveries import catalog as deliveries
from kinkeeper.domain.deliveries import recipes, withdrawals
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.handover import catalog as handover

PERSONAL: dict[type, frozenset[str]] = {
    extracts.Extract: frozenset({"file", "sheet", "said"}),
    records.Refusal: frozenset({"file", "value", "why"}),
    records.Record: frozenset(records.Record.__struct_fields__) - {"record_id", "extract_id", "layout", "row"},
    people.Person: frozenset({"joins"}),
    ties.Tie: frozenset({"evidence"}),
    ties.TieVerified: frozenset({"proof"}),
    ties.TieDisputed: frozenset({"reason"}),
    ties.TieRefuted: frozenset({"evidence"}),
    families.Family: frozenset({"units"}),
    placements.Placement: frozenset({"stay"}),
    objections.Objection: frozenset({"why"}),
    objections.ObjectionLifted: frozenset({"why"}),
    separations.Separation: frozenset({"reason_as_recorded", "child_place", "adult_place"}),
    sealings.Proposal: frozenset({"order", "reason"}),
    sealings.SealingRejected: frozenset({"reason"}),
    sealings.RecordExpunged: frozenset({"at_once"}),
    reviews.Question: frozenset({"evidence"}),
    reviews.Judgement: frozenset({"reason"}),
    recipes.Recipe: frozenset({"columns", "orders", "values"}),
    **dict.fromkeys(
        (withdrawals.ExtractWithdrawn, withdrawals.ExtractRestored, withdrawals.RecordWithdrawn, withdrawals.RecordRestored),
        frozenset({"why"}),
    ),
    consents.Consent: frozenset({"language", "interpreter"}),
    **casework.PERSONAL,
    **court.PERSONAL,
    **handover.PERSONAL,
    **deliveries.PERSONAL,
}
"""Class -> the fields that stand in the detail alone."""


class Statement(msgspec.Struct, frozen=True, gc=False):
    """An entry as it stands in the ledger. `recorded_at` is UTC, ISO 8601 to the millisecond."""

    entry: Any
    actor: str
    agency: str
    request_id: str
    recorded_at: str


def core_of(statement: Statement) -> dict[str, Any]:
    """The core of a statement: text, whole numbers, lists and objects. Its detail is the entry."""
    kind: type = type(statement.entry)
    return {
        "actor": statement.actor,
        "agency": statement.agency,
        "at": statement.recorded_at,
        "kind": KIND_OF[kind],
        "request": statement.request_id,
        "said": _namer_of_nobody(kind)(statement.entry),
        "v": 1,
    }


def read_statement(core: bytes, detail: bytes | None) -> Statement:
    """The statement of a stored core and detail. Without the detail, which was sealed or expunged, what it said of persons is empty.

    :raises KeyError: for a kind that the catalog does not know.
    :raises msgspec.ValidationError: for a detail that is not an entry of its kind.
    """
    told = _CORE.decode(core)
    entry = (
        _decoder(told.kind).decode(detail) if detail is not None else without_detail(ENTRY_OF[told.kind], msgspec.json.decode(told.said))
    )
    return Statement(entry, told.actor, told.agency, told.request, told.at)


def without_detail(kind: type[Fact], said: dict[str, Any]) -> Any:
    """A fact of which only this is known: other fields are at their default or, where they have none, empty."""
    values = {}
    for one in msgspec.structs.fields(kind):
        inner = isinstance(one.type, type) and issubclass(one.type, msgspec.Struct)
        if one.name in said and not inner:
            values[one.name] = msgspec.convert(said[one.name], one.type)
        elif inner and (one.name in said or one.required):
            values[one.name] = without_detail(one.type, said.get(one.name, {}))
        elif one.required:
            values[one.name] = (get_origin(one.type) or one.type)()
    return kind(**values)


class _Core(Fact, frozen=True):
    """What is read back of a core."""

    kind: str
    actor: str
    agency: str
    request: str
    at: str
    said: msgspec.Raw


_CORE = msgspec.json.Decoder(_Core)


@cache
def _decoder(kind: str) -> Any:
    return msgspec.json.Decoder(ENTRY_OF[kind])


@cache
def _namer_of_nobody(kind: type[Fact]) -> Callable[[Any], dict[str, Any]]:
    """What gives the fields of a fact that are not personal, and of the facts in it; made once for each class."""
    told = [field for field in msgspec.structs.fields(kind) if field.name not in PERSONAL.get(kind, frozenset())]
    inner = [(field.name, _namer_of_nobody(field.type)) for field in told if field.type in PERSONAL]
    plain = [field.name for field in told if field.type not in PERSONAL]

    def name(fact: Any) -> dict[str, Any]:
        core = {one: getattr(fact, one) for one in plain}
        for one, of_inner in inner:
            core[one] = of_inner(getattr(fact, one))
        return core

    return name
