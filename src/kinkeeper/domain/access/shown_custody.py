"""As with whom somebody is shown who is with a custodian, to agencies that arrest: so that a list asked for by custodian tells no more."""

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import arrests
from kinkeeper.domain.custody_days import DISPUTED
from kinkeeper.domain.terms import Custodian

PLACES_SHOWN = frozenset({Custodian.CBP, Custodian.ICE, Custodian.USMS, Custodian.JAIL})
"""Whose places an agency that arrests may know: stations and detention. A shelter, a hospital, and where somebody lives it may not."""

HAVE_PLACES = PLACES_SHOWN | {Custodian.ORR, Custodian.HOSPITAL}
"""With whom somebody is at a place of custody. Where somebody lives is none: it is personal, and stands in no address."""


def may_list(viewer: Viewer, custodian: str) -> bool:
    """Whether this viewer may ask who is with a custodian.

    An agency that arrests may not ask who is with a sponsor. Nor of whom sources disagree: a source that it is not shown may speak of one.
    """
    return not (arrests(viewer) and custodian in (Custodian.SPONSOR, DISPUTED))


def may_narrow(viewer: Viewer, custodian: str) -> bool:
    """Whether this viewer may ask who is at a place of a custodian."""
    return custodian in (PLACES_SHOWN if arrests(viewer) else HAVE_PLACES)


def shown_as(custodian: str) -> frozenset[str]:
    """With whom somebody may be who is shown as with this custodian: who is not shown sponsors is shown as released whoever is with one."""
    return frozenset({Custodian.RELEASED, Custodian.SPONSOR} if custodian == Custodian.RELEASED else {custodian})
