"""Everything that is known of one person's way: clocks, custody, what was said, what is open."""

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
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.tags import TagFile
from kinkeeper.domain.handover.transfers import Transfer, answers_for
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.apart import Apart, list_apart_from, list_apart_of
from kinkeeper.queries.casework.warned import Warned, list_warnings
from kinkeeper.queries.court.due import Due, list_clocks_of
from kinkeeper.queries.court.orders import list_orders, list_regimes
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


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

    def of(table: str, kind: type[Any], *columns: str) -> tuple[Any, ...]:
        where = " OR ".join(f"{column} = %(person)s" for column in columns)
        return tuple(list_things(viewer, table, kind, where, {"person": person, "known_at": standpoint.known_at}))

    custody = get_custody(viewer, [person], standpoint)[person]
    apart = list_apart_of(viewer, [person], standpoint).get(person, ())
    children = list_apart_from(viewer, person, standpoint)
    transfers = of("transfer", Transfer, "person_id")
    aftercare = of("aftercare", Aftercare, "child")
    contacts = of("contact", ContactPoint, "person_id")
    regimes = list_regimes(viewer, known_at=standpoint.known_at)
    accounts = tuple(Told(one, completeness(one, regimes)) for one in of("account", Account, "child", "adult"))
    proofs = of("proof", Proof, "child", "adult")
    decisions = of("decision", Decision, "child", "adult")
    named = {
        person,
        *(one.adult for one in apart),
        *(one.child for one in children),
        *(p for one in (*proofs, *decisions) for p in (one.child, one.adult)),
    }
    named |= {p for one in accounts for p in (one.account.child, one.account.adult)}
    portraits = get_portraits(viewer, sorted(named - {""}), standpoint)
    cases = of("child_case", Case, "child")
    return CaseFile(
        person=portraits.get(person) or Portrait(person),
        custody=custody,
        answers=answers_for(transfers, custody.now[-1].custodian if custody.now else ""),
        case=cases[0] if cases else None,
        clocks=tuple(list_clocks_of(viewer, person, standpoint, now)),
        orders={one.order.order_id: one.order for one in list_orders(viewer, known_at=standpoint.known_at)},
        apart=apart,
        children=children,
        accounts=accounts,
        warnings=tuple(list_warnings(viewer, standpoint, now, person=person, closed=True)),
        needs=of("need", Need, "person_id"),
        transfers=transfers,
        tags=of("tag", TagFile, "person_id"),
        designations=of("designation", Designation, "person_id"),
        milestones=of("milestone", Milestone, "person_id"),
        proofs=proofs,
        decisions=decisions,
        departures=of("departure", Departure, "adult"),
        contacts=contacts,
        next_action=next_action(contacts, now.date()),
        aftercare=aftercare,
        back=back_with((one.outcome for one in apart), aftercare),
        tasks=of("task", Task, "about"),
        documents=of("document", Document, "about"),
        inquiries=tuple(
            list_things(viewer, "inquiry", Inquiry, "told->'matched' ? %(person)s", {"person": person, "known_at": standpoint.known_at})
        ),
        names=portraits,
    )
