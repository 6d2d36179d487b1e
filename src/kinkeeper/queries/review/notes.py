"""What staff wrote of persons in their own words, thing by thing: where kin may be named that no field holds.

Not searched, each for its reason:

- inquiries: kin in them is kin of who asks, of whom no record may exist; whoever is looked for is matched with all that is known (`find`);
- objections, and what is said for or against a tie: they deny what they name, or speak of a tie that is known;
- answers in review: the second reader must not learn what the first one wrote;
- what goes along with a caseload: it is about many children, and does not say of whom it speaks;
- warnings that a rule wrote: they name whom the rule found already;
- grounds of adjustments, reasons of sealings, withdrawals, emergencies, exports and consents: of papers and rights, not of kin.

Each thing is read through the views of whoever looks: who may not read it is told of no kin in it either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kinkeeper.domain.casework.accounts import Account
from kinkeeper.domain.casework.aftercare import Aftercare
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.contacts import ContactPoint
from kinkeeper.domain.casework.decisions import Decision
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.designations import Designation
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.casework.parentage import Proof
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.members import Member
from kinkeeper.domain.deliveries.differences import Explanation
from kinkeeper.domain.handover.needs import Need
from kinkeeper.extracts.remarks import KIN
from kinkeeper.queries.things import Wanted

OF_KIN = f"told::text ~* '({KIN})'"
"""SQL: a word for kin stands in it; of most things none does."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where staff write of a person: the table, what its rows are, by what one is known, of whom it is, and its texts."""

    table: str
    kind: type[Any]
    source: Callable[[Any], str]
    about: Callable[[Any], str]
    texts: Callable[[Any], Iterable[str]]

    @property
    def wanted(self) -> Wanted:
        """The things of it in which kin may be named."""
        return Wanted(self.table, self.kind, OF_KIN)


def _of_warning(one: Warning) -> Iterable[str]:
    return (*((one.words,) if not one.rule else ()), one.answer, one.closed_because)


def _of_case(one: Case) -> Iterable[str]:
    return (*(done.words for done in one.done), *(text for flag in one.flags for text in (flag.words, flag.closed_because)))


def _of_contact(one: ContactPoint) -> Iterable[str]:
    """Who gave it, the relative where it is one, and the words of each attempt, which stand after its moment and result."""
    return (one.source, *((one.value,) if one.kind == "relative" else ()), *(" ".join(told.split(" ")[2:]) for told in one.attempts))


FIELDS = (
    Field("task", Task, lambda one: one.task_id, lambda one: one.about, lambda one: (one.words, one.done_words)),
    Field("aftercare", Aftercare, lambda one: one.aftercare_id, lambda one: one.child, lambda one: (one.words,)),
    Field(
        "account", Account, lambda one: one.account_id, lambda one: one.child, lambda one: (one.facts, one.evidence, one.looked_into_words)
    ),
    Field("child_case", Case, lambda one: f"case {one.child}", lambda one: one.child, _of_case),
    Field("contact", ContactPoint, lambda one: one.contact_id, lambda one: one.person_id, _of_contact),
    Field("decision", Decision, lambda one: one.decision_id, lambda one: one.child, lambda one: (one.explained, one.revoked_words)),
    Field("departure", Departure, lambda one: one.departure_id, lambda one: one.adult, lambda one: (one.because,)),
    Field("designation", Designation, lambda one: one.designation_id, lambda one: one.person_id, lambda one: (one.reason,)),
    Field(
        "difference",
        Explanation,
        lambda one: f"{one.meeting_id} {one.person_id}",
        lambda one: one.person_id,
        lambda one: (one.words, one.next_step),
    ),
    Field("document", Document, lambda one: one.document_id, lambda one: one.about, lambda one: (one.title, one.source)),
    Field(
        "class_member",
        Member,
        lambda one: f"{one.order_id} {one.child}",
        lambda one: one.child,
        lambda one: (one.reason,) if one.by_hand else (),
    ),
    Field("milestone", Milestone, lambda one: one.milestone_id, lambda one: one.person_id, lambda one: (one.words,)),
    Field("need", Need, lambda one: one.need_id, lambda one: one.person_id, lambda one: (one.words,)),
    Field("proof", Proof, lambda one: one.proof_id, lambda one: one.child, lambda one: (one.words,)),
    Field("warning", Warning, lambda one: one.warning_id, lambda one: one.person_id, _of_warning),
)
"""Every field in which staff tell of a person in words."""


def texts_in(told: Mapping[str, list[tuple[Any, int]]]) -> Iterator[tuple[str, str, str]]:
    """Source, person and text of whatever was written, of what was read of these tables."""
    for field in FIELDS:
        for one, _ in told[field.table]:
            for text in field.texts(one):
                if text:
                    yield field.source(one), field.about(one), text
