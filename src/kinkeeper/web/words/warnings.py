"""What a rule warns of, in the reader's language: made from the parts of its sentence. What a person said stays in that person's words.

Warnings raised before their parts were kept, and those of rules that this version does not know, are shown in the words that stand on the
ledger.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.instants import instant_of, local_text
from kinkeeper.domain.court.wording import Order
from kinkeeper.web.words.casework import VERDICTS
from kinkeeper.web.words.clocks import left
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, long_day, one_dot
from kinkeeper.web.words.reasons import reason

Parts = Mapping[str, str]
Orders = Mapping[str, Order]
"""The orders that are known, by id: what their clocks count stands in both languages."""


def said(one: Warning, orders: Orders) -> str:
    """What a warning says."""
    sentence = SENTENCES.get(one.rule)
    if sentence is None or not one.parts:
        return one.words
    try:
        return one_dot(sentence(one.parts, orders))
    except KeyError:
        return one.words


def titled(order: Order | None, known_by: str) -> str:
    """An order's title in the reader's language; its number where nobody knows it."""
    if order is None:
        return known_by
    return order.titulo if (get_language() or "en").startswith("es") else order.title


def clock_name(order_id: str, clock: str, orders: Orders) -> str:
    """What a clock counts, as its order says it; its code where nobody knows the order."""
    order = orders.get(order_id)
    rule = next((rule for rule in order.clocks if rule.clock == clock), None) if order else None
    spanish = (get_language() or "en").startswith("es")
    return (rule.titulo if spanish else rule.title) if rule else clock


def _clock(told: Parts, orders: Orders) -> dict[str, str]:
    """The clock's name, its order's, and when it is or was due where the court sits."""
    order, clock = orders.get(told["order"]), clock_name(told["order"], told["clock"], orders)
    due = exact(local_text(instant_of(told["due"]), order.zone if order else "UTC"))
    return {"clock": clock, "order": titled(order, told["order"]), "due": due}


def _reason(told: Parts, orders: Orders) -> str:
    named = {
        "verdict": VERDICTS[told["verdict"]],
        "reason": reason(told["reason"]),
        "day": long_day(told["on"]),
        "order": titled(orders.get(told["order"]), told["order"]),
    }
    return _("%(verdict)s: %(reason)s, %(day)s (%(order)s).") % named


def _stopped(told: Parts, _orders: Orders) -> str:
    count = int(told["children"])
    sentence = ngettext(
        "Stopped (%(kind)s): no choice that counts is on record for %(count)s child apart.",
        "Stopped (%(kind)s): no choice that counts is on record for %(count)s children apart.",
        count,
    )
    return sentence % {"kind": value(told["kind"]), "count": count}


def _overridden(told: Parts, _orders: Orders) -> str:
    named = {"by": told["by"], "kind": value(told["kind"]), "because": told["because"]}
    return _("%(by)s overrode the stop (%(kind)s). Reason given: %(because)s") % named


def _unasked(told: Parts, _orders: Orders) -> str:
    count = int(told["children"])
    sentence = ngettext(
        "Removed with %(count)s child still apart and no choice that counts on record.",
        "Removed with %(count)s children still apart and no choice that counts on record.",
        count,
    )
    return sentence % {"count": count}


def _left_behind(told: Parts, _orders: Orders) -> str:
    needs = ", ".join(value(need) for need in told["needs"].split())
    return _("Moved without a hand-over that names what must travel with the person: %(needs)s.") % {"needs": needs}


def _unexplained(told: Parts, _orders: Orders) -> str:
    day = long_day(told["on"]) or _("a day not known")
    return _("Custody shows that they were separated on %(day)s. Nobody has written down why.") % {"day": day}


def _late(told: Parts, orders: Orders) -> str:
    return _("%(clock)s (%(order)s): late; it was due on %(due)s.") % _clock(told, orders)


def _soon(told: Parts, orders: Orders) -> str:
    within = left(timedelta(hours=int(told["hours"])))
    return _("%(clock)s (%(order)s): due in %(left)s, on %(due)s.") % {**_clock(told, orders), "left": within}


def _unanswered(told: Parts, _orders: Orders) -> str:
    named = {"to": look(told["to"]).long, "from": look(told["from"]).long, "by": exact(told["by"])}
    return _("%(to)s has not answered the transfer that %(from)s offered, to be answered by %(by)s.") % named


def _flag(told: Parts, _orders: Orders) -> str:
    named = {"kind": told["kind"], "day": long_day(told["due"])}
    return _("The flag “%(kind)s” was to be looked into by %(day)s. It still stops the case.") % named


def _task(told: Parts, _orders: Orders) -> str:
    return _("Not done by %(day)s: %(task)s") % {"day": exact(told["due"]), "task": told["task"]}


def _mismatch(told: Parts, _orders: Orders) -> str:
    if not told["factor"]:
        return _("%(said_by)s says %(claimed)s; the records show %(found)s.") % told
    return _("%(said_by)s says %(claimed)s; the records show %(found)s (%(factor)s times as many).") % told


def _sought(told: Parts, _orders: Orders) -> str:
    fields = {
        "given": _("given names"),
        "surnames": _("surnames"),
        "born": _("birth"),
        "sex": _("sex"),
        "nationality": _("nationality"),
        "a_number": _("A-number"),
    }
    degrees = {"same": _("the same: %(what)s"), "near": _("almost: %(what)s"), "other": _("another: %(what)s")}
    agrees = [
        words % {"what": ", ".join(fields[name] for name in told[degree].split())} for degree, words in degrees.items() if told[degree]
    ]
    named = {"id": told["inquiry"], "for": told["for"], "chance": round(100 * float(told["probability"])), "agrees": "; ".join(agrees)}
    return _("May be the person whom inquiry %(id)s looks for (%(for)s): %(chance)s in 100; %(agrees)s.") % named


SENTENCES: Mapping[str, Callable[[Parts, Orders], str]] = {
    "reason": _reason,
    "departure-stopped": _stopped,
    "stop-overridden": _overridden,
    "removed-unasked": _unasked,
    "need-left-behind": _left_behind,
    "separation-unexplained": _unexplained,
    "clock-late": _late,
    "clock-soon": _soon,
    "transfer-overdue": _unanswered,
    "flag-overdue": _flag,
    "task-overdue": _task,
    "count-mismatch": _mismatch,
    "sought": _sought,
}
"""Rule -> how it is said."""
