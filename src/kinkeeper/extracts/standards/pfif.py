"""PFIF 1.4 (People Finder Interchange Format) out and 1.1 to 1.4 in: records and notes of boards on which the public looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.standards.nodes import Node, leaf, nodes
from kinkeeper.extracts.standards.xml import CANNOT_STAND

NAMESPACE = "http://zesty.ca/pfif/1.4"
VERSION = re.compile(r"http://zesty\.ca/pfif/1\.[1-4]")
PREFIX = {"pfif": NAMESPACE}
READ = (
    *("person_record_id", "source_date", "entry_date", "expiry_date", "author_name", "source_name", "source_url"),
    *("full_name", "given_name", "family_name", "alternate_names", "sex", "date_of_birth", "age", "description"),
    *("home_city", "home_state", "home_country"),
)
"""Fields of a person that are read, as PFIF 1.4 calls them."""
EARLIER = {"given_name": "first_name", "family_name": "last_name", "description": "other"}
"""What a field was called in PFIF 1.1 to 1.3."""
NOTE_HEAD = "notes"
HEADS = (*READ, NOTE_HEAD)
OF_A_NOTE = ("status", "author_name", "last_known_location", "linked_person_record_id", "text")


class NotPfif(BadExtract):
    """A document holds no record of PFIF."""

    code = "not_pfif"


@dataclass(frozen=True, slots=True)
class Published:
    """One person as the public may read of them: no number, no place, no custodian, no day of birth."""

    record_id: str
    """DOMAIN/LOCAL: the local part tells nothing and is found nowhere else."""
    source_date: str
    expiry_date: str
    """UTC: when the consent ends, and with it the record everywhere."""
    full_name: str = ""
    given_name: str = ""
    family_name: str = ""
    sex: str = ""
    born_in: str = ""
    note: str = ""

    @property
    def is_ended(self) -> bool:
        """Whether only the four fields are left that tell other boards to forget the rest."""
        return not self.full_name


# Out


def as_nodes(published: list[Published], entry_date: str, source_name: str) -> Node:
    """The document. Fields stand in the order of PFIF 1.4; those that are not known are left out."""
    return Node("pfif:pfif", inside=tuple(_person(one, entry_date, source_name) for one in published))


def _leaf(name: str, text: str) -> Node | None:
    """A field; a letter that XML cannot hold is shown as the sign of a lost one."""
    return leaf(name, CANNOT_STAND.sub("\ufffd", text))


def _person(one: Published, entry_date: str, source_name: str) -> Node:
    ids = [_leaf("pfif:person_record_id", one.record_id), _leaf("pfif:entry_date", entry_date), _leaf("pfif:expiry_date", one.expiry_date)]
    if one.is_ended:
        return Node("pfif:person", inside=nodes([*ids, _leaf("pfif:source_date", one.source_date)]))
    told = [
        _leaf("pfif:author_name", source_name),
        _leaf("pfif:source_name", source_name),
        _leaf("pfif:source_date", one.source_date),
        _leaf("pfif:full_name", one.full_name),
        _leaf("pfif:given_name", one.given_name),
        _leaf("pfif:family_name", one.family_name),
        _leaf("pfif:sex", one.sex),
        _leaf("pfif:date_of_birth", one.born_in),
    ]
    return Node("pfif:person", inside=(*nodes([*ids, *told]), _note(one, entry_date, source_name)))


def _note(one: Published, entry_date: str, source_name: str) -> Node:
    told = [
        _leaf("pfif:note_record_id", f"{one.record_id}.1"),
        _leaf("pfif:person_record_id", one.record_id),
        _leaf("pfif:entry_date", entry_date),
        _leaf("pfif:author_name", source_name),
        _leaf("pfif:source_date", one.source_date),
        _leaf("pfif:status", "information_sought"),
        _leaf("pfif:text", one.note),
    ]
    return Node("pfif:note", inside=nodes(told))


# In


def rows(root: Node) -> list[list[str]]:
    """
    The header and a row for each person of a document, feeds among them; notes stand with the person they are about.

    :raises NotPfif: where it holds no person.
    """
    people, notes = [], []
    for one, parent in _every(root, ""):
        if _field(one) == "person":
            people.append(one)
        elif _field(one) == "note":
            notes.append((_said(one, "person_record_id") or parent, _told(one)))
    if not people:
        raise NotPfif("The XML holds no person of PFIF 1.1 to 1.4. Ask the sender what it is, or for another form.")
    return [list(HEADS), *(_row(one, notes) for one in people)]


def _every(one: Node, parent: str) -> Iterator[tuple[Node, str]]:
    """Each node, and the id of the person in whose record it stands."""
    yield one, parent
    within = _said(one, "person_record_id") if _field(one) == "person" else parent
    for inner in one.inside:
        yield from _every(inner, within)


def _row(one: Node, notes: list[tuple[str, str]]) -> list[str]:
    number = _said(one, "person_record_id")
    cells = [_said(one, name) or _said(one, EARLIER.get(name, name)) for name in READ]
    return [*cells, "\n".join(text for about, text in notes if about == number and text)]


def _told(note: Node) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {text}" if name != "text" else text for name in OF_A_NOTE if (text := _said(note, name)))


def _said(one: Node, field: str) -> str:
    return next((inner.text for inner in one.inside if _field(inner) == field), "")


def _field(one: Node) -> str:
    uri, _, local = one.name.rpartition(":")
    return local if VERSION.fullmatch(uri) else ""
