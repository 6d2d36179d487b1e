"""How a child of a class stands, as the court's tables ask: every child once in a tree, and beside it flags that may overlap.

The lines are those of the reports in Ms. L. v. ICE from July 2018 to the Task Force. What made the reports of one day disagree was that
flags were read as parts (five of them made 791 of 711 children, 26 July 2018) and that "eligible" was defined anew: here the whole
is fixed, and what is not eligible stands on a line of its own (F-26, F-28).
"""

from dataclasses import dataclass

from kinkeeper.domain.terms import Custodian

SAFETY = ("CRIMINAL_HISTORY", "NOT_PARENT", "FALSE_DOCUMENT", "ABUSE_NEGLECT", "UNSAFE_HOUSEHOLD", "COMMUNICABLE_DISEASE")
"""Why a family was not reunified by its deadline: a concern about safety (HHS statement of 12 July 2018)."""

CIRCUMSTANCES: dict[str, str] = {
    Custodian.ABROAD: "deported",
    Custodian.USMS: "marshals",
    Custodian.JAIL: "jail",
    "": "location_unknown",
    Custodian.RELEASED: "released",
    Custodian.SPONSOR: "released",
    Custodian.ICE: "in_ice_custody",
    Custodian.CBP: "in_cbp_custody",
    Custodian.HOSPITAL: "hospital",
}
"""Where the adult is -> the line of a child whose family was not reunified because of that."""

Keys = tuple[str, ...]
"""Where a child stands: the line of level 1, under it that of level 2, and so on."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the court's tables need to know of one child. Places are custodians; empty = nobody knows."""

    child: str
    standing: str = "included"
    """`included`, `excluded` (found not to be of the class) or `indicated` (under review)."""
    left: str = ""
    """How the child left care: `reunited`, `other`, or empty while in care or with no record."""
    by: str = ""
    """Who brought a reunited family together: `court`, `task_force`, or empty where that is not told apart."""
    adult: str = ""
    waived: bool = False
    """Whether a choice of the parent not to be reunited counts."""
    red_flag: bool = False
    concern: str = ""
    """The concern about safety that stops a reunion: one of `SAFETY`."""
    under_five: bool = False
    proceeding: bool = False
    """Whether steps towards a reunion or another discharge are under way."""
    informed: bool = False
    """Whether somebody has reached the parent, and so told of the way back."""
    nationality: str = ""
    station: str = ""
    """Where the child was first held."""


def of_deadline(one: Status) -> Keys:
    """The tree at a deadline: reunified, or not eligible by a concern about safety or by where the adult is."""
    if one.left == "reunited":
        return ("reunified",)
    if one.concern:
        return "not_eligible", "safety_concern", one.concern
    return "not_eligible", "circumstance", CIRCUMSTANCES.get(one.adult, CIRCUMSTANCES[""])


def of_report(one: Status) -> Keys:
    """The tree of the joint status reports: found not separated, discharged, or in care."""
    if one.standing == "excluded":
        return ("found_not_separated",)
    if one.left:
        return "discharged", "reunited_with_parent" if one.left == "reunited" else "other_appropriate_circumstances"
    return ("in_care",)


def in_care(one: Status) -> Keys:
    """One line for each child in care, the first that holds: waived, abroad, released, a red flag, in custody, or not known."""
    lines = (
        ("waived", one.waived),
        ("outside_us", one.adult == Custodian.ABROAD),
        ("released_to_interior", one.adult in (Custodian.RELEASED, Custodian.SPONSOR)),
        ("red_flag", one.red_flag),
        ("in_custody", one.adult in (Custodian.ICE, Custodian.USMS, Custodian.JAIL, Custodian.CBP, Custodian.HOSPITAL)),
    )
    return (next((name for name, holds in lines if holds), "location_under_review"),)


def flags_of(one: Status) -> frozenset[str]:
    """Everything that holds of a child in care at once: these may overlap, and never add up."""
    holds = {
        "outside_us": one.adult == Custodian.ABROAD,
        "waived": one.waived,
        "released_to_interior": one.adult in (Custodian.RELEASED, Custodian.SPONSOR),
        "location_under_review": not one.adult,
        "red_flag": one.red_flag,
        "under_five": one.under_five,
        "proceeding": one.proceeding,
        "informed": one.informed,
    }
    return frozenset(name for name, true in holds.items() if true)


def of_task_force(one: Status) -> Keys:
    """The tree of the Task Force: in scope (reunified by whom, or no confirmed record), still under review, or found to be out of scope."""
    if one.standing == "excluded":
        return ("out_of_scope",)
    if one.standing == "indicated":
        return ("under_review",)
    if one.left != "reunited":
        return "in_scope", "no_confirmed_record"
    return "in_scope", "reunified_by_task_force" if one.by == "task_force" else "reunified_by_court_process"
