"""Everything that is known of one person's way: clocks, custody, what was said, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.accounts import Account, Completeness, completeness
from kinkeeper.domain.casework.aftercare import Aftercare, back_with
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.contacts import ContactPoint, NextAction, next_action
from kinkeeper.domain.casework.decisions import Decision
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.designations import Designation
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.casework.parentage import Proof
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.tags import TagFile
from kinkeeper.domain.handover.transfers import Transfer, answers_for
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.apart import Apart, apart_of, ask_apart
from kinkeeper.queries.casework.warned import Warned, in_turn
from kinkeeper.queries.court.due import Due, running_first
from kinkeeper.queries.court.orders import regimes_of
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import Wanted, list_of_many
from kinkeeper.queries.together import ask_together


@dataclass(frozen=True, slots=True)
class Told:
    """An account, what it lacks and what the rule of its day says."""

    account: Account
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One person's file. For an adult the parts that only children have are empty."""

    person: Portrait
    custody: Custody
    answers: str
    """Which custodian must answer for the person; empty where nobody is known to hold the person."""
    case: Case | None
    clocks: tuple[Due, ...]
    orders: dict[str, Order]
    """The orders of the clocks, by id."""
    apart: tuple[Apart, ...]
    children: tuple[Apart, ...]
    """The separations of children from this person."""
    accounts: tuple[Told, ...]
    warnings: tuple[Warned, ...]
    needs: tuple[Need, ...]
    transfers: tuple[Transfer, ...]
    tags: tuple[TagFile, ...]
    designations: tuple[Designation, ...]
    milestones: tuple[Milestone, ...]
    proofs: tuple[Proof, ...]
    decisions: tuple[Decision, ...]
    departures: tuple[Departure, ...]
    contacts: tuple[ContactPoint, ...]
    next_action: NextAction
    aftercare: tuple[Aftercare, ...]
    back: str
    """`confirmed`, `reported` or `no_record`."""
    tasks: tuple[Task, ...]
    documents: tuple[Document, ...]
    inquiries: tuple[Inquiry, ...]
    """Who has asked for this person."""
    names: dict[str, Portrait]
    """Everybody else who is named."""


@shows(FieldGroup.CUSTODY, FieldGroup.KINSHIP, FieldGroup.STATEMENT)
def get_case_file(viewer: Viewer, person: str, standpoint: Standpoint, now: datetime) -> CaseFile:
    """
    The file of a person.

    :raises NotAllowed: if the viewer may not read.
    """

    told = list_of_many(viewer, _WANTED, {"person": person, "known_at": standpoint.known_at})

    def of(table: str) -> tuple[Any, ...]:
        return tuple(thing for thing, _ in told[table])

    orders, proofs, decisions = of("court_order"), of("proof"), of("decision")
    answers = ask_together(stays=ask_stays([person], standpoint), apart=ask_apart(_OF_THE_PERSON, [person], standpoint))
    custody = custodies_of(answers["stays"], [person], standpoint)[person]
    apart, children = _apart(person, apart_of(answers["apart"]))
    accounts = tuple(Told(one, completeness(one, regimes_of(orders))) for one in of("account"))
    named = {
        person,
        *(one.adult for one in apart),
        *(one.child for one in children),
        *(p for one in (*proofs, *decisions) for p in (one.child, one.adult)),
    }
    named |= {p for one in accounts for p in (one.account.child, one.account.adult)}
    portraits = get_portraits(viewer, sorted(named - {""}), standpoint)
    return CaseFile(
        person=portraits.get(person) or Portrait(person),
        custody=custody,
        answers=answers_for(of("transfer"), custody.now[-1].custodian if custody.now else ""),
        case=next(iter(of("child_case")), None),
        clocks=tuple(running_first(of("clock"), now)),
        orders={one.order.order_id: one.order for one in sorted(orders, key=lambda one: (one.order.order_id, one.order.version))},
        apart=apart,
        children=children,
        accounts=accounts,
        warnings=tuple(in_turn(told["warning"], now)),
        needs=of("need"),
        transfers=of("transfer"),
        tags=of("tag"),
        designations=of("designation"),
        milestones=of("milestone"),
        proofs=proofs,
        decisions=decisions,
        departures=of("departure"),
        contacts=of("contact"),
        next_action=next_action(of("contact"), now.date()),
        aftercare=of("aftercare"),
        back=back_with((one.outcome for one in apart), of("aftercare")),
        tasks=of("task"),
        documents=of("document"),
        inquiries=of("inquiry"),
        names=portraits,
    )


_OF_THE_PERSON = "child = ANY(%(persons)s) OR adult = ANY(%(persons)s)"
_CHILD, _BOTH, _PERSON = "child = %(person)s", "child = %(person)s OR adult = %(person)s", "person_id = %(person)s"
_WANTED = (
    Wanted("court_order", OrderVersion),
    *(Wanted("child_case", Case, _CHILD), Wanted("clock", Clock, _CHILD), Wanted("aftercare", Aftercare, _CHILD)),
    *(Wanted("account", Account, _BOTH), Wanted("proof", Proof, _BOTH), Wanted("decision", Decision, _BOTH)),
    *(Wanted("transfer", Transfer, _PERSON), Wanted("contact", ContactPoint, _PERSON), Wanted("warning", Warning, _PERSON)),
    *(Wanted("need", Need, _PERSON), Wanted("tag", TagFile, _PERSON), Wanted("designation", Designation, _PERSON)),
    *(Wanted("milestone", Milestone, _PERSON), Wanted("departure", Departure, "adult = %(person)s")),
    *(Wanted("task", Task, "about = %(person)s"), Wanted("document", Document, "about = %(person)s")),
    Wanted("inquiry", Inquiry, "told->'matched' ? %(person)s"),
)


def _apart(person: str, told: Sequence[Apart]) -> tuple[tuple[Apart, ...], tuple[Apart, ...]]:
    """The person's own separations, those that go on before those that ended, the longest first; and those of children from the person."""
    own = sorted((one for one in told if one.child == person), key=lambda one: (not one.still, -(one.days or 0)))
    return tuple(own), tuple(one for one in told if one.adult == person)
