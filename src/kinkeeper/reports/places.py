"""The spellings of places in what came in, and which place of the gazetteer each means; those that mean none are listed."""

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.extracts.places import NEARLY, SPELT, UNKNOWN, Resolved, resolve
from kinkeeper.queries.counts.spelt_places import SpeltPlace, list_spelt_places
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree, tree
from kinkeeper.reports.words import CUSTODIANS, FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DEFINITION = Definition(
    name="places",
    version=1,
    title=_("Places as they are spelt, and which they are"),
    unit=_("spellings"),
    population=_("Every spelling of a place of custody in the stays that are known, once for each agency that held custody there."),
    period=_("Stays that began by the day, or of which no beginning is told."),
    place=_("Every place that a stay names."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By the gazetteer of this program, made from public facts; each of its lines names its source."),
    words=_(
        "A spelling means a place where the gazetteer has it letter by letter, or where the gazetteer has one nearly alike and no other. "
        "All others are listed as not known: nobody guesses."
    ),
)
HOW = ((SPELT, _("Known by this spelling")), (NEARLY, _("Known by one nearly alike")), (UNKNOWN, _("Not known")))
KINDS = {
    "sector": _("Border Patrol sector"),
    "station": _("Border Patrol station"),
    "processing_center": _("Processing center"),
    "field_office": _("Field office of the ports of entry"),
    "area_of_responsibility": _("ICE area of responsibility"),
    "suboffice": _("ICE sub-office"),
    "facility": _("Detention facility"),
    "program": _("Program for children (ORR)"),
    "judicial_district": _("Judicial district"),
    UNKNOWN: _("Not known"),
}
COLUMNS = ("custodian", "spelling", "stays", "first", "last", "how", "place", "kind", "name", "state", "source")

Found = tuple[SpeltPlace, Resolved]


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The spellings at a standpoint."""
    found = [(one, resolve(one.spelling, one.custodian, one.first)) for one in list_spelt_places(viewer, standpoint)]
    kinds = [told.place.kind if told.place else UNKNOWN for _one, told in found]
    unknown = sorted((pair for pair in found if not pair[1].place), key=lambda pair: -pair[0].stays)
    return Counted(
        total=len(found),
        breakdowns=(
            fixed_tree("how", _("By whether the gazetteer knows them"), HOW, (told.how for _one, told in found)),
            tree("custodian", _("By who held custody there"), (_by_custodian(*pair) for pair in found)),
            _in_stays(found),
            tree("kind", _("By what the place is"), (((kind, KINDS[kind]),) for kind in kinds)),
        ),
        tables=(
            Table("spellings", _("Spellings"), COLUMNS, [_row(*pair) for pair in found], key=2),
            Table(
                "unknown", _("Spellings that are not known, the most used first"), COLUMNS[:5], [_row(*pair)[:5] for pair in unknown], key=2
            ),
        ),
        coverage=(FILES_TAKEN_IN, _("Sectors and offices that a list names beside a stay are not counted here.")),
    )


def _by_custodian(one: SpeltPlace, told: Resolved) -> tuple[tuple[str, object], tuple[str, object]]:
    return (one.custodian, CUSTODIANS.get(one.custodian, one.custodian)), (told.how, dict(HOW)[told.how])


def _in_stays(found: list[Found]) -> Breakdown:
    """How many stays the spellings stand in: one spelling may stand in thousands."""
    lines = tuple(Figure(how, words, sum(one.stays for one, told in found if told.how == how)) for how, words in HOW)
    return Breakdown(
        "stays",
        _("Stays in which they stand"),
        Kind.TREE,
        sum(one.stays for one, _told in found),
        lines,
        of=_("All stays that name a place"),
    )


def _row(one: SpeltPlace, told: Resolved) -> tuple[object, ...]:
    place = told.place
    of_place = (place.place_id, place.kind, place.name, place.state, place.source) if place else ("",) * 5
    return one.custodian, one.spelling, one.stays, one.first, one.last, told.how, *of_place
