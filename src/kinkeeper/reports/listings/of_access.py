"""Lists of who may see, saw and took what: agreements, emergencies, looks, files that left, reports that were given out."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.access.emergencies import list_emergencies
from kinkeeper.queries.access.exports import list_exports
from kinkeeper.queries.access.looks import list_looks
from kinkeeper.queries.access.openings import list_agreements
from kinkeeper.queries.access.oversight import list_latest_looks, list_printed
from kinkeeper.queries.families import get_family
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.listings.listing import ANY_TEXT, Asked, Listing
from kinkeeper.reports.listings.sheet import Row


def agreements(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each agreement of two agencies, the newest first."""
    for one in list_agreements(viewer):
        what = one.giver, one.reader, "; ".join(one.groups), "; ".join(one.purposes), one.first_day, one.last_day, one.why
        yield one.agreement_id, *what, one.proposed_by, one.signed_by, one.ended_by, one.ended_because


def emergencies(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each emergency that the viewer may know of, those that nobody reviewed first."""
    for one in list_emergencies(viewer):
        who = one.account, one.agency, one.role, one.reason, one.at, one.ends
        yield one.number, *who, "; ".join(one.persons), one.owners, one.reviewed_by, one.finding


def exports(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each file that was asked for, as far as the viewer may know of it, the newest first; but for such lists: each would hold itself."""
    for one in (one for one in list_exports(viewer) if one.content.what != "listing exports"):
        who = one.account, one.agency, one.role, one.purpose, one.why
        what = one.content.what, one.content.form, one.content.as_of, one.content.entries, one.rows
        yield one.export_id, *who, *what, str(one.state), one.asked_at, one.expires_at, one.answered_by, one.fetched


def looks(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each look at anybody of one family, the newest first."""
    members = [member.person_id for member in get_family(viewer, asked.get("family"), here).members]
    for one in list_looks(viewer, members):
        yield asked.get("family"), one.at, one.who, one.agency, one.role, one.purpose, one.door, "; ".join(one.groups)


def printed(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each report that was given out, the newest first."""
    for one in list_printed(viewer):
        what = one.report, one.version, one.as_of, one.entries, one.form, one.total, "yes" if one.public else "no"
        yield one.at, one.who, one.agency, one.role, *what


def latest_looks(viewer: Viewer, _here: Standpoint, _asked: Asked) -> Iterator[Row]:
    """Each look at persons, the newest first, without whom it was at."""
    for one in list_latest_looks(viewer):
        yield one.at, one.who, one.agency, one.role, one.purpose, one.door, one.persons


WHO = ("at", "account", "agency_of", "account_role")
LISTINGS = (
    Listing(
        "exports",
        _("Exports"),
        _("One row is one file that was asked for, other than lists of exports; of the newest 200."),
        (
            *("export", "account", "agency_of", "account_role", "purpose", "needed_for", "what", "form", "as_of", "entries_known"),
            *("rows", "state", "asked_at", "expires_at", "answered_by", "fetched"),
        ),
        exports,
        ("exports",),
        on_page={
            "number": ("export",),
            "what": ("what", "form"),
            "rows": ("rows",),
            "who": ("account", "agency_of"),
            "for": ("purpose", "needed_for"),
            "asked": ("asked_at",),
            "state": ("state",),
        },
    ),
    Listing(
        "agreements",
        _("Agreements of agencies"),
        _("One row is one agreement by which one agency lets another see something of those of whom it holds a record."),
        (
            *("agreement", "giver", "reader", "groups", "purposes", "first_day", "last_day", "why"),
            *("proposed_by", "signed_by", "ended_by", "ended_because"),
        ),
        agreements,
        ("agreements",),
        on_page={
            "agreement": ("agreement",),
            "gives": ("giver",),
            "reads": ("reader",),
            "fields": ("groups",),
            "for": ("purposes", "why"),
            "days": ("first_day", "last_day"),
            "signed": ("proposed_by", "signed_by"),
            "state": ("ended_by", "ended_because"),
        },
    ),
    Listing(
        "emergencies",
        _("Emergencies"),
        _("One row is one emergency in which somebody opened a person or a family; the newest 100."),
        ("emergency", "account", "agency_of", "account_role", "why", "at", "ends_at", "persons", "owners", "reviewed_by", "finding"),
        emergencies,
        ("emergency",),
        on_page={
            "who": ("account", "agency_of", "account_role"),
            "why": ("why",),
            "when": ("at", "ends_at"),
            "persons": ("persons",),
            "told": ("owners",),
            "review": ("reviewed_by", "finding"),
        },
    ),
    Listing(
        "looks",
        _("Who has looked at a family"),
        _("One row is one look at anybody of the family; the newest 500."),
        ("family", *WHO, "purpose", "door", "groups"),
        looks,
        ("looks",),
        {"family": ANY_TEXT},
        ("family",),
        on_page={
            "when": ("at",),
            "who": ("account",),
            "role": ("agency_of", "account_role"),
            "purpose": ("purpose",),
            "saw": ("groups",),
            "where": ("door",),
        },
    ),
    Listing(
        "printed",
        _("What was told to whom, and when"),
        _("One row is one report that was given out; the newest 100."),
        (*WHO, "report", "report_version", "as_of", "entries_known", "form", "total", "for_everybody"),
        printed,
        ("oversight",),
        right="oversee",
        on_page={
            "report": ("report", "report_version"),
            "when": ("at",),
            "who": ("account", "agency_of", "account_role"),
            "day": ("as_of",),
            "entries": ("entries_known",),
            "form": ("form", "for_everybody"),
            "total": ("total",),
            "today": (),
        },
    ),
    Listing(
        "latest-looks",
        _("Who has looked last"),
        _("One row is one look at persons, without whom it was at; the newest 100."),
        (*WHO, "purpose", "door", "persons_shown"),
        latest_looks,
        ("oversight",),
        right="oversee",
        on_page={
            "when": ("at",),
            "who": ("account",),
            "role": ("agency_of", "account_role"),
            "purpose": ("purpose",),
            "where": ("door",),
            "persons": ("persons_shown",),
        },
    ),
)
