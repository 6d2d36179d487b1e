"""Lists of the meetings at which lists are brought together: which there are, where lists differ, and what was said of it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.deliveries.differences import Part
from kinkeeper.queries.deliveries.explanations import list_explained
from kinkeeper.queries.deliveries.meeting import get_meeting, get_screen, list_meetings
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import ANY_TEXT, Asked, Listing
from kinkeeper.reports.listings.sheet import Row
from kinkeeper.reports.listings.waiting import names_of
from kinkeeper.reports.work.list_differences import COLUMNS, row_of


def meetings(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each meeting; none for who sees a part, since lists are of everybody."""
    for one in list_meetings(viewer, here.known_at) if reach_of(viewer) is Reach.EVERYBODY else ():
        yield one.meeting_id, one.name, "; ".join(one.lists), one.role, one.held_at


def differences(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each difference of each meeting, or of one; new ones first."""
    if asked.get("meeting"):
        found = [get_meeting(viewer, asked.get("meeting"), here.known_at)]
    else:
        found = list_meetings(viewer, here.known_at) if reach_of(viewer) is Reach.EVERYBODY else []
    for meeting in found:
        screen = get_screen(viewer, meeting, here, Part(asked.get("show"), asked.get("owner")))
        yield from (row_of(screen, one) for one in screen.open)


def explained(viewer: Viewer, here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """What stands said of persons of whom the viewer may know, the newest first."""
    found = list_explained(viewer, here.known_at)
    names = names_of(viewer, here, {one.explanation.person_id for one in found})
    for one in found:
        told = one.explanation
        if told.person_id in names:
            said = told.reason, told.owner, told.next_step, told.words, told.by, one.at
            yield told.meeting_id, told.person_id, names[told.person_id], *said


LISTINGS = (
    Listing(
        "meetings",
        _("Meetings at which lists are brought together"),
        _("One row is one meeting that is held."),
        ("meeting", "name", "lists", "role", "held_at"),
        meetings,
        ("meetings",),
        on_page={
            "meeting": ("meeting", "name"),
            "lists": ("lists",),
            "held": ("held_at",),
        },
    ),
    Listing(
        "differences",
        _("Where lists differ"),
        _("One row is one person whom the lists of one meeting do not have alike."),
        COLUMNS,
        differences,
        ("meeting",),
        {"meeting": ANY_TEXT, "show": ("new", "unsaid"), "owner": ANY_TEXT},
        on_page={
            "person": ("person", "name", "new", "open_since", "days_open"),
            "differ": ("missing_on", "differs_in", "as_listed", "suggested", "suggested_by"),
            "reason": ("reason",),
            "owner": ("owner",),
            "next": ("next_step", "words", "said_by", "said_at"),
        },
    ),
    Listing(
        "explained",
        _("What meetings said of persons"),
        _("One row is what stands said at one meeting of one person: why lists differ, and who sees to it."),
        ("meeting", "person", "name", "reason", "owner", "next_step", "words", "said_by", "said_at"),
        explained,
        ("meetings",),
        on_page={
            "about": ("person", "name"),
            "reason": ("reason",),
            "owner": ("owner",),
            "next": ("next_step",),
            "words": ("words",),
            "by": ("said_by", "said_at"),
        },
    ),
)
