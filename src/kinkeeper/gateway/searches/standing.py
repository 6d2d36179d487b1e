"""Searches that are kept open meet records that are new, and new searches those that are known: who opened one is warned of the hit.

It happens in the transaction that says whose the record is, or that somebody is looked for; so that no hit is ever missed, and whoever
sends the same again is told of nothing twice.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper import projections
from kinkeeper.domain.casework import warning_rules, warnings
from kinkeeper.domain.casework.inquiries import Inquiry, InquiryRecorded
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.catalog import NOUNS
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.gateway import clock
from kinkeeper.gateway.consequences import RULES
from kinkeeper.queries.likely.standing import Met, list_answers, list_met
from kinkeeper.queries.people import get_persons_of
from kinkeeper.queries.things import list_things

WARNINGS = next(noun for noun in NOUNS if noun.rules is warnings)


def met(cursor: Any, entries: Sequence[Any]) -> list[Any]:
    """The warnings that follow where a record may be of somebody who is looked for, the rows of `entries` standing already."""
    opened = [entry.inquiry for entry in entries if isinstance(entry, InquiryRecorded) and entry.inquiry.is_open]
    records = {record for entry in entries if isinstance(entry, PersonIdentified) for record in entry.person.records}
    found = [*list_met(RULES, records), *(list_answers(RULES, [one.inquiry_id for one in opened]) if opened else [])]
    raised = {one.warning_id: one for one in _warnings(found)}
    if not raised:
        return []
    command = RaiseWarnings(tuple(raised[name] for name in sorted(raised)))
    return list(warnings.decide(projections.load(cursor, WARNINGS, [command]), command))


def _warnings(found: Sequence[Met]) -> Iterable[Warning]:
    """One for each search and person, by the record that fits best; of persons only, and of none that was said to be meant."""
    if not found:
        return
    asked = {"ids": sorted({one.inquiry_id for one in found})}
    inquiries = {one.inquiry_id: one for one in list_things(RULES, "inquiry", Inquiry, "inquiry_id = ANY(%(ids)s)", asked)}
    person_of = get_persons_of(RULES, {one.record_id for one in found})
    at = clock.now()[:19] + "Z"
    seen = set()
    for one in sorted(found, key=lambda one: (-one.probability, one.inquiry_id, one.record_id)):
        inquiry, person = inquiries[one.inquiry_id], person_of.get(one.record_id, "")
        if person and person not in inquiry.matched and (one.inquiry_id, person) not in seen:
            seen.add((one.inquiry_id, person))
            yield from warning_rules.on_sought(inquiry, person, warning_rules.Likeness(one.probability, one.agrees), at)
