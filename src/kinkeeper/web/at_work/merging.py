"""Two who change one thing: the second sees field by field how it was, what the other made of it, and what they want, and chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.consents import Consent
from kinkeeper.domain.casework.caseloads import Caseload
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.contacts import ContactPoint
from kinkeeper.domain.casework.decisions import Decision
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.domain.casework.saved_views import SavedView
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.queries.casework.changed_meanwhile import Meanwhile, Of, find_position, get_meanwhile
from kinkeeper.web.words.casework import FIELDS
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.names import shown

MOST = 300
"""Letters of a value that are shown."""
TAKE, THEIRS = "take-", "theirs-"
"""How the choices of the page are named, and what is chosen among."""


THINGS = tuple(
    Of(table, kind, field)
    for field, table, kind in (
        ("contact_id", "contact", ContactPoint),
        ("decision_id", "decision", Decision),
        ("consent_id", "consent", Consent),
        ("inquiry_id", "inquiry", Inquiry),
        ("document_id", "document", Document),
        ("warning_id", "warning", Warning),
        ("view_id", "saved_view", SavedView),
        ("caseload_id", "caseload", Caseload),
        ("transfer_id", "transfer", Transfer),
    )
)
OF_A_CASE = frozenset({"step", "close-flag", "close-case"})
A_CASE = Of("child_case", Case, "child")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the other changed or that both set: how it was, theirs, mine; `both` where there is a choice to make."""

    name: str
    label: Any
    before: str
    theirs: str
    mine: str
    both: bool
    whole: str
    """Theirs, not cut for showing."""


def changes(saying: str, told: Mapping[str, str]) -> tuple[Of, str] | None:
    """What a filled-in form changes, and its number; None where it says something new."""
    if saying in OF_A_CASE:
        return (A_CASE, told["child"]) if told.get("child") else None
    return next(((of, told[of.field]) for of in THINGS if told.get(of.field)), None)


def seen_now(saying: str, told: Mapping[str, str], viewer: Actor) -> str:
    """Which entry made what a form is opened on, to be sent along; empty where it says something new."""
    found = changes(saying, told)
    return str(find_position(viewer, *found)) if found else ""


def changed_meanwhile(saying: str, told: Mapping[str, str], seen: str, viewer: Actor) -> Meanwhile | None:
    """What another made of it after the entry `seen`; None where nobody did, or the form did not say what it was opened on."""
    found = changes(saying, told)
    if found is None or not seen.isascii() or not seen.isdigit() or len(seen) > 18:
        return None
    return get_meanwhile(viewer, *found, seen=int(seen))


def differences(meanwhile: Meanwhile, told: Mapping[str, str]) -> list[Difference]:
    """Field by field what the two do not say alike; those in which a choice is to be made come first."""
    found = []
    for name in type(meanwhile.now).__struct_fields__:
        before, theirs = (_text(getattr(one, name)) if one is not None else "" for one in (meanwhile.before, meanwhile.now))
        mine, said = told.get(name, "").strip(), name in told and not name.endswith("_id")
        if before != theirs or (said and mine != theirs):
            found.append(
                Difference(name, FIELDS.get(name, name), _short(before), _short(theirs), _short(mine), said and mine != theirs, theirs)
            )
    return sorted(found, key=lambda one: not one.both)


def chosen(told: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, str]:
    """What is told after the choices: theirs where somebody took it."""
    return {name: sent.get(THEIRS + name, "") if sent.get(TAKE + name) == "theirs" else text for name, text in told.items()}


def _text(what: Any) -> str:
    if isinstance(what, str):
        return what
    if isinstance(what, tuple | list) and all(isinstance(one, str) for one in what):
        return ", ".join(what)
    return "" if what in (None, (), []) else msgspec.json.encode(what).decode()


def _short(text: str) -> str:
    return shown(str(value(text)) if text else "", MOST)
