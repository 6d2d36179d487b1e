"""Who may do and see what: one table, deny by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kinkeeper.domain.access.agencies import ENFORCES
from kinkeeper.domain.errors import NotAllowed


class Purpose(StrEnum):
    """What somebody looks for. It is written down with every look."""

    REUNIFICATION = "reunification"
    REPRESENTATION = "representation"
    LINKAGE = "linkage"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"
    ENFORCEMENT = "enforcement"


DATA_TEAM = frozenset({"import", "assess", "correct", "dispute", "read"})
CASEWORK = frozenset({"report", "answer", "judge", "dispute", "read"})
RECORDS = frozenset({"seal", "approve", "read"})
COURT = frozenset({"order", "read"})
OF_THE_HOUSE = frozenset({"administer", "oversee", "agree"})
READER = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class Role:
    """What a role carries: the rights, and the purposes it may look for, the usual one first."""

    rights: frozenset[str]
    purposes: tuple[Purpose, ...]


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "operator": Role(DATA_TEAM | CASEWORK | RECORDS | COURT | OF_THE_HOUSE, (Purpose.REUNIFICATION,)),
        "coordinator": Role(DATA_TEAM | CASEWORK | COURT, (Purpose.REUNIFICATION,)),
        "data_officer": Role(DATA_TEAM, (Purpose.LINKAGE,)),
        "caseworker": Role(CASEWORK, (Purpose.REUNIFICATION,)),
        "records_officer": Role(RECORDS, (Purpose.ADMINISTRATION,)),
        "desk": Role(DATA_TEAM, (Purpose.LINKAGE,)),
        "officer": Role(READER, (Purpose.ENFORCEMENT,)),
        "counsel": Role(READER | {"dispute"}, (Purpose.REPRESENTATION,)),
        "inspector": Role(READER | {"oversee", "answer"}, (Purpose.OVERSIGHT,)),
        "administrator": Role(frozenset({"administer", "agree", "approve"}), (Purpose.ADMINISTRATION,)),
    }
)
"""Role -> what it may do: `import` extracts, `assess` (run linkage, ties, separations), `report` facts, `answer` warnings and close them,
`judge` ties, `dispute` records and placements, `correct` them (retract, supersede), `seal` (carry out orders to seal and expunge), enter
`order`s of courts, `read`, `oversee` (what was told to whom, who looked), `administer` accounts, `agree` with other agencies on what is
shared, `approve` exports of many rows by others of the agency. The operator is whoever commands at the computer that holds the database;
no account has that role."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command or looks: a name, the agency they work for, a role and the purpose they look for."""

    name: str
    agency: str
    role: str
    purpose: str = Purpose.REUNIFICATION.value


Viewer = Actor


NEVER_OF_WHO_ARRESTS = frozenset({"judge"})
"""What nobody of an agency that arrests does: they are not shown the evidence."""


def rights_of(actor: Actor) -> frozenset[str]:
    """What this actor may do: what the role carries, but for what the agency may not."""
    role = ROLES.get(actor.role)
    rights = role.rights if role else frozenset()
    return rights - NEVER_OF_WHO_ARRESTS if actor.agency in ENFORCES else rights


def require(actor: Actor, action: str) -> None:
    """Let the actor do this, or say which rule forbids it.

    :raises NotAllowed: where the role is unknown or does not carry the action, or the agency may not.
    """
    if action not in rights_of(actor):
        if actor.role in ROLES and action in ROLES[actor.role].rights:
            raise NotAllowed("An agency that arrests is not shown the evidence of ties, and so judges none.", rule="agency")
        told = f"The role '{actor.role}' does not carry the right to {action}. Ask your agency's administrator."
        raise NotAllowed(told, rule=f"right:{action}")
