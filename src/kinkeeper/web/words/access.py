"""Agencies, roles and purposes in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from kinkeeper.domain.access import Purpose, Viewer
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.consents import PUBLIC
from kinkeeper.domain.access.decisions import FieldGroup, Reach, arrests, reach_of

AGENCIES: Mapping[str, Any] = {
    Agency.CBP: gettext_lazy("Customs and Border Protection"),
    Agency.ICE: gettext_lazy("Immigration and Customs Enforcement"),
    Agency.USMS: gettext_lazy("Marshals Service"),
    Agency.ORR: gettext_lazy("Office of Refugee Resettlement"),
    Agency.TASK_FORCE: gettext_lazy("Family Reunification Task Force"),
    Agency.COUNSEL: gettext_lazy("Families’ counsel"),
    Agency.COURT: gettext_lazy("The court"),
    Agency.OIG: gettext_lazy("Inspector General"),
    PUBLIC: gettext_lazy("The public, on boards for missing people"),
}

ROLES: Mapping[str, Any] = {
    "coordinator": gettext_lazy("coordinator"),
    "data_officer": gettext_lazy("data officer"),
    "caseworker": gettext_lazy("caseworker"),
    "officer": gettext_lazy("enforcement officer"),
    "counsel": gettext_lazy("counsel"),
    "records_officer": gettext_lazy("records officer"),
    "inspector": gettext_lazy("inspector"),
    "administrator": gettext_lazy("administrator"),
    "operator": gettext_lazy("operator of this computer"),
}

PURPOSES: Mapping[str, Any] = {
    Purpose.REUNIFICATION: gettext_lazy("reunification"),
    Purpose.REPRESENTATION: gettext_lazy("representation in court"),
    Purpose.LINKAGE: gettext_lazy("finding who belongs together"),
    Purpose.OVERSIGHT: gettext_lazy("oversight"),
    Purpose.ADMINISTRATION: gettext_lazy("administration of accounts"),
    Purpose.ENFORCEMENT: gettext_lazy("enforcement"),
}

FIELD_GROUPS: Mapping[str, Any] = {
    FieldGroup.IDENTITY: gettext_lazy("name, birth and numbers"),
    FieldGroup.CUSTODY: gettext_lazy("where they were"),
    FieldGroup.KINSHIP: gettext_lazy("who their kin are"),
    FieldGroup.NEED: gettext_lazy("what they need"),
    FieldGroup.SHELTER: gettext_lazy("shelter"),
    FieldGroup.SPONSOR: gettext_lazy("sponsor"),
    FieldGroup.COUNSEL: gettext_lazy("counsel’s notes"),
    FieldGroup.STATEMENT: gettext_lazy("what was said of them, word for word"),
}

WHY_NOT: Mapping[str, Any] = {
    "role": gettext_lazy("Your role looks at no persons for your purpose."),
    "purpose": gettext_lazy("Nothing of families, needs, shelters, sponsors and counsel is shown for enforcement, to nobody."),
    "agency": gettext_lazy("An agency that arrests is shown nothing of sponsors, shelters and counsel, and no statement, for no purpose."),
}
"""The rule of a decision -> why something is not shown. It tells of the rule and of nobody."""


WHOM: Mapping[str, Any] = {
    Reach.EVERYBODY: gettext_lazy("You see everybody who is known."),
    Reach.CONCERNED: gettext_lazy(
        "You see persons of whom your agency holds a record, and their families, and persons who are offered to it. "
        "Of others you are not told whether there are any."
    ),
    Reach.OWN: gettext_lazy("You see persons of whom your agency holds a record. Of others you are not told whether there are any."),
    Reach.ASSIGNED: gettext_lazy("You see persons who are assigned to you. Of others you are not told whether there are any."),
    Reach.NOBODY: WHY_NOT["role"],
}
"""Of whom somebody may know -> why they may not see somebody: the same whether there is somebody or not."""

ONLY_CUSTODY = gettext_lazy("Your agency arrests: whoever is known only from what families, sponsors and shelters told is not shown to it.")


def whom_one_sees(viewer: Viewer) -> str:
    """The rule by which this viewer sees somebody or not; it tells of the viewer, and of nobody else."""
    rule = str(WHOM[reach_of(viewer)])
    return f"{rule} {ONLY_CUSTODY}" if arrests(viewer) else rule


UNUSUAL: Mapping[str, Any] = {
    "families": gettext_lazy("%(who)s opened more families in ten minutes than is usual for the role."),
    "searches": gettext_lazy("%(who)s searched more in ten minutes than is usual for the role."),
    "not shown": gettext_lazy("%(who)s asked for more persons who are not shown to them than is usual for the role."),
    "outside": gettext_lazy("%(who)s opened more families whose cases are others’ than is usual for the role in a day."),
    "readers": gettext_lazy(
        "More accounts than is usual opened a family of yours, or one that you oversee, in a day: the last was %(who)s."
    ),
}
"""What there was more of than usual, in words."""


def unusual(what: str, who: str) -> str:
    """What there was more of than usual, and by whom."""
    return str(UNUSUAL[what]) % {"who": who}


def why_not(rule: str) -> str:
    """Why something is not shown."""
    return str(WHY_NOT[rule])
