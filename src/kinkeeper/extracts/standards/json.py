"""NIEM JSON (JSON-LD) in and out: an object for each node, `@id` for who is pointed to, lists where NIEM lets a term repeat."""

from typing import Any

import msgspec

from kinkeeper.extracts.standards.niem import NotAnExchange
from kinkeeper.extracts.standards.nodes import NAMESPACES, Node

CONTEXT = {prefix: f"{uri}#" for prefix, uri in NAMESPACES.items() if prefix != "structures"}
REPEATED = frozenset(
    {
        *("nc:Person", "nc:PersonOtherIdentification", "hs:AlienIdentification"),
        *("hs:ParentChildAssociation", "hs:PersonOtherKinAssociation", "kk:CustodyStay", "kk:Separation"),
    }
)
"""Terms that are always a list, also of one."""
MOST_DEEP = 40


def write(root: Node) -> bytes:
    """The document: its context, and the exchange under its own name."""
    told = {"@context": CONTEXT, root.name: _object(root)}
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _object(one: Node) -> Any:
    if one.ref:
        return {"@id": f"#{one.ref}"}
    if one.text:
        return one.text
    told: dict[str, Any] = {"@id": f"#{one.ident}"} if one.ident else {}
    for inner in one.inside:
        value = _object(inner)
        if inner.name in REPEATED:
            told.setdefault(inner.name, []).append(value)
        else:
            told[inner.name] = value
    return told


def read(content: bytes) -> Node:
    """
    The document as nodes.

    :raises NotAnExchange: where it is no JSON, or none of an exchange.
    """
    try:
        told = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as fault:
        raise NotAnExchange(f"The JSON is damaged or cut off ({str(fault)[:120]}). Ask the sender for it again.") from fault
    named = [name for name in told if name != "@context"] if isinstance(told, dict) else []
    if len(named) != 1:
        raise NotAnExchange("The JSON is no exchange: it has to hold one document beside its @context.")
    return _node(named[0], told[named[0]], 0)


def _node(name: str, told: Any, depth: int) -> Node:
    if depth > MOST_DEEP:
        raise NotAnExchange(f"The JSON is nested more than {MOST_DEEP} deep. No exchange is.")
    if not isinstance(told, dict):
        return Node(name, "" if told is None else str(told))
    ident = str(told.get("@id", "")).removeprefix("#")
    held = [(inner, value if isinstance(value, list) else [value]) for inner, value in told.items() if inner != "@id"]
    inside = tuple(_node(inner, one, depth + 1) for inner, values in held for one in values)
    return Node(name, inside=inside, ident=ident) if inside else Node(name, ref=ident)
