"""Lists that readers work through: questions that wait and those that were decided, and kin named in free text."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.review.mentions import OPEN, STATES, list_mentions
from kinkeeper.queries.review.queue import list_queue
from kinkeeper.queries.review.yields import list_decided
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import MOST_ROWS, Asked, Listing
from kinkeeper.reports.listings.sheet import Row
from kinkeeper.reports.listings.waiting import names_of

ALL = "all"


def questions(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each question that waits for this reader, what matters most first."""
    for one in list_queue(viewer, here):
        pair = *one.key, one.one.person_id, one.one.name, one.other.person_id, one.other.name
        about = one.child.person_id if one.child else "", one.age, "yes" if one.apart else "no", one.due
        yield *pair, one.probability, one.why, "yes" if one.reunites else "no", one.relation, *about, one.readers


def decided(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each answer of this reader, the newest first."""
    for one in list_decided(viewer, here, size=MOST_ROWS + 1).rows:
        pair = *one.key, one.one.person_id, one.one.name, one.other.person_id, one.other.name
        yield *pair, one.probability, one.answer, one.reason, one.at, one.verdict


def mentions(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each relative whom a text names, by person."""
    which = asked.get("show") or OPEN
    found = [one for one in list_mentions(viewer, known_at=here.known_at) if which in (ALL, one.state)]
    names = names_of(viewer, here, {one.person for one in found})
    for one in sorted(found, key=lambda one: (one.person, one.record, one.mention_id)):
        said = one.where, one.words, one.relation, one.name, one.a_number, "; ".join(one.bearers), one.state
        why = (one.dismissal.why, one.dismissal.by) if one.dismissal else ("", "")
        yield one.mention_id, one.person, names.get(one.person, ""), one.record, *said, *why


PAIR = ("subject", "one", "other", "one_person", "one_name", "other_person", "other_name")
LISTINGS = (
    Listing(
        "questions",
        _("Questions that wait"),
        _("One row is one pair on which a reader is asked: two records that may be one person, or two persons who may be kin."),
        (*PAIR, "probability", "asked_because", "reunites", "relation", "child", "age", "is_apart", "reunite_by", "readers"),
        questions,
        ("queue",),
        on_page={
            "person": ("child",),
            "age": ("age",),
            "between": ("one_person", "one_name", "other_person", "other_name"),
            "probability": ("probability",),
            "due": ("reunite_by",),
            "hangs": ("subject", "relation", "reunites"),
            "reader": ("readers",),
        },
    ),
    Listing(
        "decided",
        _("What you have decided"),
        _("One row is one answer of whoever takes the file."),
        (*PAIR, "probability", "answer", "reason", "said_at", "verdict"),
        decided,
        ("decided",),
        on_page={
            "pair": ("one_person", "one_name", "other_person", "other_name"),
            "probability": ("probability",),
            "answer": ("answer", "reason"),
            "holds": ("verdict",),
            "recorded": ("said_at",),
        },
    ),
    Listing(
        "mentions",
        _("Kin named in texts"),
        _("One row is one relative whom a remark, a case note or what staff wrote names. Nothing of it is believed by itself."),
        (
            *("mention", "person", "name", "record", "where", "words", "relation", "named", "named_number", "bearers", "state"),
            *("dismissed_because", "dismissed_by"),
        ),
        mentions,
        ("mentions",),
        {"show": (*STATES, ALL)},
        on_page={
            "whom": ("person", "name", "record", "where"),
            "words": ("words",),
            "meant": ("relation", "named", "named_number", "bearers"),
            "state": ("state", "dismissed_because", "dismissed_by"),
        },
    ),
)
