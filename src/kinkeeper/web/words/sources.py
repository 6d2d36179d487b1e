"""Who said something: agency, person, file and row."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain import intake
from kinkeeper.domain.records import Record, RecordReceived
from kinkeeper.domain.statements import Statement
from kinkeeper.web.words.names import shown

LAYOUTS = {
    "border_patrol": gettext_lazy("Border Patrol"),
    "port_of_entry": gettext_lazy("Port of entry"),
    "prosecutions": gettext_lazy("U.S. Marshals, prosecutions"),
    "ice_detention": gettext_lazy("ICE detention"),
    "ice_arrests": gettext_lazy("ICE, arrests"),
    "ice_encounters": gettext_lazy("ICE, encounters"),
    "ice_removals": gettext_lazy("ICE, removals"),
    "orr_children": gettext_lazy("ORR, children"),
    "orr_releases": gettext_lazy("ORR, releases"),
    "separation_list": gettext_lazy("Separation list"),
    "hand_list": gettext_lazy("Hand-kept list"),
    "hotline": gettext_lazy("Hotline"),
    "exchange_people": gettext_lazy("Exchange of families (NIEM)"),
    "exchange_kin": gettext_lazy("Kin of an exchange of families (NIEM)"),
    "pfif_people": gettext_lazy("Board of the public (PFIF)"),
    intake.LAYOUT: gettext_lazy("Intake"),
}
"""Layout of a file -> whose list it is; and the intake desk, which keeps no file."""

LISTS_OF_CHILDREN = {
    "weekly list": gettext_lazy("weekly list"),
    "shelter flag": gettext_lazy("shelter flag"),
    "station flag": gettext_lazy("station flag"),
    "port flag": gettext_lazy("port flag"),
    "hand-kept list": gettext_lazy("hand-kept list"),
    "hotline": gettext_lazy("hotline"),
}
"""List of separated children, as counts name it -> in the reader's words."""


def who_said(statement: Statement) -> str:
    """`ORR, children: orr.xlsx, row 88`; `ICE, officer L. Park`; `Kinkeeper, run ties-2018-07-08`."""
    entry = statement.entry
    by_whom = ", ".join(filter(None, (statement.agency, statement.actor)))
    if isinstance(entry, RecordReceived):
        source = record_source(entry.record)
        return source if entry.record.layout != intake.LAYOUT else f"{source}: {by_whom}"
    run = getattr(entry, "run", "")
    if run and run != intake.RUN:
        return _("Kinkeeper, run %(run)s") % {"run": run}
    return by_whom


def record_source(record: Record) -> str:
    """Whose list, which file, which row."""
    if record.layout == intake.LAYOUT:
        return _("Intake at %(place)s") % {"place": shown(record.station)}
    file = record.name.rpartition("#")[0]
    told = {"list": LAYOUTS.get(record.layout, record.layout), "file": shown(file), "row": f"{record.row:,}"}
    return _("%(list)s: %(file)s, row %(row)s") % told
