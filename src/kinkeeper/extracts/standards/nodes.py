"""A NIEM document between its two forms: named nodes, each with a text, or with nodes in it, or pointing to one that has an id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAMESPACES = {
    "kk": "urn:kinkeeper:exchange:1",
    "nc": "https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/",
    "hs": "https://docs.oasis-open.org/niemopen/ns/model/domains/humanServices/6.0/",
    "structures": "https://docs.oasis-open.org/niemopen/ns/model/structures/6.0/",
}
"""Prefix -> namespace. `kk` is our own: what NIEM has no term for."""


@dataclass(frozen=True, slots=True)
class Node:
    """`name` is prefixed: `nc:PersonName`. `ident`: what others point to it by; `ref`: what it points to."""

    name: str
    text: str = ""
    inside: tuple["Node", ...] = ()
    ident: str = ""
    ref: str = ""

    def first(self, *path: str) -> "Node | None":
        """The first node at a path of names below this one."""
        found: Node | None = self
        for name in path:
            found = next((one for one in found.inside if one.name == name), None) if found else None
        return found

    def said(self, *path: str) -> str:
        """The text at a path; empty where there is none."""
        found = self.first(*path)
        return found.text if found else ""

    def every(self, name: str) -> Iterator["Node"]:
        """The nodes of this name directly below."""
        return (one for one in self.inside if one.name == name)


def node(name: str, *inside: "Node | None", ident: str = "") -> Node | None:
    """A node of those given in it; None where there is none."""
    given = tuple(one for one in inside if one)
    return Node(name, inside=given, ident=ident) if given or ident else None


def leaf(name: str, text: str) -> Node | None:
    """A node with a text; None where it is empty."""
    return Node(name, text) if text else None


def nodes(made: Iterable[Node | None]) -> tuple[Node, ...]:
    """Those that are there."""
    return tuple(one for one in made if one)
