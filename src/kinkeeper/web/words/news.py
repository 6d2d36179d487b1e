"""What is new in a person's file, said in a few words; where it stands in the file, the section says the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy

from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.queries.casework.news import News
from kinkeeper.reports.words import OUTCOMES
from kinkeeper.web.words.casework import RULES
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.reasons import reason
from kinkeeper.web.words.warnings import Orders, clock_name, said

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of news: what it is called, the section of the file where it stands, and what is said of it."""

    title: Any
    section: str
    words: Callable[[Told, Orders], str]


def news_words(one: News, orders: Orders) -> tuple[Any, str, str]:
    """What it is, where it stands in the file, and in a few words what it says."""
    kind = KINDS[one.table]
    return kind.title, kind.section, kind.words(one.told, orders)


def _pair(first: str, second: str) -> str:
    return f"{first}: {second}" if second else first


def _warning(told: Told, orders: Orders) -> str:
    one = msgspec.convert(told, Warning)
    return _pair(str(RULES.get(one.rule, one.rule)), said(one, orders))


def _clock(told: Told, orders: Orders) -> str:
    return clock_name(told["order_id"], told["clock"], orders)


def _of(name: str, second: str = "") -> Callable[[Told, Orders], str]:
    """A code, and perhaps another code or a few words after it."""
    return lambda told, _orders: _pair(value(str(told.get(name, ""))), value(str(told.get(second, ""))) if second else "")


def _move(told: Told, _orders: Orders) -> str:
    return f"{look(told['from_custodian']).long} → {look(told['to_custodian']).long}"


def _placed(told: Told, _orders: Orders) -> str:
    return ", ".join(filter(None, (str(look(told["custodian"]).long), told["place"], exact(told["start"]))))


KINDS: Mapping[str, Kind] = {
    "warning": Kind(gettext_lazy("Warning"), "warnings", _warning),
    "clock": Kind(gettext_lazy("Clock"), "clocks", _clock),
    "separation": Kind(
        gettext_lazy("Separation"), "separations", lambda told, _: _pair(str(OUTCOMES[told["outcome"]]), long_day(told["on"] or ""))
    ),
    "placement": Kind(gettext_lazy("Place"), "transfers", _placed),
    "account": Kind(gettext_lazy("Account of a separation"), "separations", lambda told, _: reason(told.get("reason_code", ""))),
    "child_case": Kind(gettext_lazy("Case"), "case", lambda told, _: _pair(told["owner"], value(told.get("outcome", "")))),
    "decision": Kind(gettext_lazy("Choice"), "decisions", _of("choice")),
    "departure": Kind(gettext_lazy("Departure"), "decisions", _of("kind", "stand")),
    "proof": Kind(gettext_lazy("Evidence of parentage"), "proofs", _of("kind", "result")),
    "need": Kind(gettext_lazy("Need"), "needs", _of("kind", "words")),
    "transfer": Kind(gettext_lazy("Transfer"), "transfers", _move),
    "tag": Kind(gettext_lazy("Tag"), "transfers", lambda told, _: exact(told["tag"]["given_at"])),
    "contact": Kind(gettext_lazy("Way to reach the person"), "contacts", _of("kind")),
    "aftercare": Kind(gettext_lazy("After"), "after", _of("kind")),
    "designation": Kind(gettext_lazy("Designation"), "designations", lambda told, _: str(told["code"])),
    "milestone": Kind(gettext_lazy("Step reported"), "designations", _of("step")),
    "document": Kind(gettext_lazy("Document"), "documents", lambda told, _: told.get("title", "")),
    "task": Kind(gettext_lazy("Task or note"), "tasks", lambda told, _: told.get("words", "")),
}
"""Table -> how its news are said."""
