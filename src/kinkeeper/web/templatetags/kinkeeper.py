"""What is known, in words, for templates: thin names for the functions of `kinkeeper.web.words`."""

from datetime import UTC, datetime

from django import template
from django.utils.translation import gettext_lazy

from kinkeeper.extracts.mentions import runs
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.families import Member
from kinkeeper.reports.words import BASES, OUTCOMES
from kinkeeper.web.at_work.navigation import navigation as pages_of
from kinkeeper.web.sections import Link, say_link
from kinkeeper.web.words import codes, custodians, dates, kin, names, orders_carried_out, reasons, review
from kinkeeper.web.words.access import AGENCIES, FIELD_GROUPS, PURPOSES, ROLES, whom_one_sees, why_not
from kinkeeper.web.words.casework import FIELDS
from kinkeeper.web.words.counts import as_far_as_counted, more_than
from kinkeeper.web.words.refusals import in_words as said_of_file
from kinkeeper.web.words.statements import Line
from kinkeeper.web.words.stays import StayLine, stay_lines

register = template.Library()

OBJECTIONS = (("dispute", "dispute"), ("retract", "correct"), ("supersede", "correct"))
"""Forms, and the right that each asks for."""
WORDS = {
    "dispute": gettext_lazy("Dispute"),
    "retract": gettext_lazy("Retract"),
    "supersede": gettext_lazy("Supersede"),
    "lift-objection": gettext_lazy("Lift"),
}


register.filter("long_day", dates.long_day)
register.filter("said_of_file", said_of_file)
register.filter("mentions", runs)
register.filter("short_day", dates.short_day)
register.filter("exact", dates.exact)
register.filter("days_said", dates.days_said)
register.filter("short_exact", dates.short_exact)
register.filter("in_days", dates.days_in_words)
register.filter("hour_words", dates.hour_words)
register.filter("ages", kin.ages)
register.filter("tie_words", kin.tie_words)
register.filter("tie_line", kin.tie_line)
register.filter("reason", reasons.reason)
register.filter("full_name", names.full)
register.filter("called", names.called)
register.filter("shown", names.shown)
register.filter("why_not", why_not)
register.filter("code_words", codes.value)
register.filter("whom_one_sees", whom_one_sees)
register.filter("order_words", orders_carried_out.order_words)
register.filter("order_standing", orders_carried_out.order_standing)


@register.filter
def objections(line: Line, rights: frozenset[str]) -> tuple[Link, ...]:
    """What whoever looks can say against a statement, as links to the forms."""
    told = {"subject": line.subject, "id": line.id}
    if not line.subject:
        return ()
    names = [] if line.struck else [name for name, right in OBJECTIONS if right in rights]
    names += ["lift-objection"] if line.mark and "correct" in rights else []
    return tuple(say_link(WORDS[name], name, **told) for name in names)


@register.filter
def chips(custody: Custody, as_of: str) -> tuple[custodians.Chip, ...]:
    """Where a person is, as chips."""
    return custodians.chips(custody, as_of)


@register.filter
def kinship(relation: str, sex: str) -> str:
    """What an adult is to a child."""
    return kin.kin(relation, sex)


@register.filter
def outcome(code: str) -> str:
    """What became of a separation."""
    return str(OUTCOMES.get(code, code))


@register.filter
def basis(code: str) -> str:
    """Whether a source says so, or Kinkeeper found it."""
    return str(BASES.get(code, code))


@register.filter
def answer_words(code: str) -> str:
    """A reader's answer."""
    return str(review.ANSWERS.get(code, code))


@register.filter
def utc(at: datetime) -> str:
    """An instant as the filters of moments take it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


@register.filter
def utc_exact(instant: str) -> str:
    """An instant in UTC, said in full: what stands on hover beside a place's own time."""
    return f"{dates.exact(instant[:16])} UTC" if instant else ""


@register.filter
def plain(number: float) -> str:
    """A number in a drawing: with a point, in every language."""
    return f"{number:g}"


@register.filter
def grouped(number: int) -> str:
    """`48,092`."""
    return f"{number:,}"


@register.filter
def enough(count: int) -> str:
    """`9,876`; `10,000+` for what was not counted further."""
    return as_far_as_counted(count)


register.filter("more_than", more_than)


@register.filter
def absolute(number: int) -> int:
    """A number without its sign."""
    return abs(number)


@register.filter
def number(count: int | str) -> str:
    """`48,092`; what is no whole number as it is."""
    return f"{count:,}" if isinstance(count, int) else count


@register.filter
def a_number(digits: str) -> str:
    """`202-077-512`: an alien file number as people read it aloud."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 9 and digits.isdigit() else digits


@register.filter
def entry(known_at: int) -> int:
    """The number of the last entry of a ledger of so many."""
    return known_at - 1


@register.filter
def stays(member: Member) -> tuple[StayLine, ...]:
    """Where a person was, as lines of a table."""
    return stay_lines(member.custody.timeline)


@register.filter
def agency(code: str) -> str:
    """An agency in words."""
    return str(AGENCIES.get(code, code))


@register.filter
def role(name: str) -> str:
    """A role in words."""
    return str(ROLES.get(name, name))


@register.filter
def purpose(name: str) -> str:
    """A purpose in words."""
    return str(PURPOSES.get(name, name))


@register.filter
def field_group(name: str) -> str:
    """A group of fields in words."""
    return str(FIELD_GROUPS.get(name, name))


@register.filter
def field_label(name: str) -> str:
    """What a field of a form is called."""
    return str(FIELDS.get(name, name))


@register.inclusion_tag("kinkeeper/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, object]:
    """The navigation as far as who looks may go, with the counts that the page knows."""
    counts = {name: context.get(name) for name in ("nav_children_apart", "nav_waiting")}
    alone, menus = pages_of(context["may"], str(context.get("section", "")), str(context.get("carried", "")), counts)
    return {"alone": alone, "menus": menus}
