"""Accounts: whom an agency lets work here, and as what. What proves that it is they (password, passkey) is no part of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kinkeeper.domain.access import ROLES, Actor, Purpose, require
from kinkeeper.domain.access.agencies import ENFORCES as ENFORCES
from kinkeeper.domain.access.agencies import Agency as Agency
from kinkeeper.domain.errors import NotAllowed, Refused

ROLES_OF: Mapping[Agency, frozenset[str]] = MappingProxyType(
    {
        Agency.CBP: frozenset({"officer", "caseworker", "data_officer", "records_officer", "administrator"}),
        Agency.ICE: frozenset({"officer", "caseworker", "data_officer", "records_officer", "administrator"}),
        Agency.USMS: frozenset({"officer", "data_officer", "records_officer", "administrator"}),
        Agency.ORR: frozenset({"caseworker", "data_officer", "records_officer", "administrator"}),
        Agency.TASK_FORCE: frozenset({"coordinator", "data_officer", "records_officer", "administrator"}),
        Agency.COUNSEL: frozenset({"counsel", "administrator"}),
        Agency.COURT: frozenset({"inspector", "administrator"}),
        Agency.OIG: frozenset({"inspector", "administrator"}),
    }
)
"""Agency -> the roles that it can give."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here for an agency. `name` is what they sign in with and what stands on the ledger."""

    name: str
    agency: str
    role: str
    person: str = ""
    """Their own name, as colleagues know them."""
    closed: bool = False

    @property
    def actor(self) -> Actor:
        """Who looks and commands when they have signed in, for the usual purpose of the role."""
        role = ROLES.get(self.role)
        purpose = role.purposes[0] if role else Purpose.ADMINISTRATION
        return Actor(self.name, self.agency, self.role, purpose.value)


def require_right_over(opener: Actor, agency: str) -> None:
    """See that this actor may open and close accounts of an agency.

    :raises NotAllowed: where the role does not carry it, or it is another agency's administrator.
    """
    require(opener, "administer")
    if opener.role != "operator" and opener.agency != agency:
        raise NotAllowed("An administrator opens and closes accounts of the own agency only.")


def check_new(opener: Actor, account: Account) -> None:
    """See that this actor may open this account.

    :raises NotAllowed: where the actor may not.
    :raises Refused: where the agency cannot give the role, or the name cannot be one.
    """
    if account.agency not in set(Agency):
        raise Refused("There is no agency '%(agency)s'. There are: %(known)s.", agency=account.agency, known=", ".join(Agency))
    require_right_over(opener, account.agency)
    roles = ROLES_OF[Agency(account.agency)]
    if account.role not in roles:
        raise Refused(
            "%(agency)s cannot give the role '%(role)s'. It can give: %(known)s.",
            agency=account.agency,
            role=account.role,
            known=", ".join(sorted(roles)),
        )
    if not NAME.fullmatch(account.name):
        raise Refused("The name of an account has 3 to 40 small letters, digits, points and hyphens, as in r.delgado.")
