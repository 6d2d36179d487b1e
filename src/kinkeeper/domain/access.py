"""Who may do and see what: one table, deny by default.

First form: roles and what each may do. Purposes, agreements and field groups build on it.
"""

from dataclasses import dataclass

from kinkeeper.domain.errors import NotAllowed

DATA_TEAM = frozenset({"import", "assess", "read"})
CASEWORK = frozenset({"report", "judge", "read"})
RECORDS = frozenset({"seal", "read"})
COURT = frozenset({"order", "read"})
GRANTS: dict[str, frozenset[str]] = {
    "operator": DATA_TEAM | CASEWORK | RECORDS | COURT,
    "data_officer": DATA_TEAM,
    "caseworker": CASEWORK,
    "records_officer": RECORDS,
    "inspector": frozenset({"read"}),
    "desk": DATA_TEAM,
}
"""Role -> what it may do: `import` extracts, `assess` (run linkage, ties, separations), `report` facts, `judge` ties, `seal` (carry out
orders to seal and expunge), enter `order`s of courts, `read`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command or looks: a name, the agency they work for, a role and the purpose they look for."""

    name: str
    agency: str
    role: str
    purpose: str = "reunification"


Viewer = Actor


def require(actor: Actor, action: str) -> None:
    """Let the actor do this, or say which rule forbids it.

    :raises NotAllowed: where the role is unknown or does not carry the action.
    """
    if action not in GRANTS.get(actor.role, frozenset()):
        raise NotAllowed(f"The role '{actor.role}' does not carry the right to {action}. Ask your agency's administrator.")
