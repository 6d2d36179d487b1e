"""The list of each order's class, and every revision of it: who came in, who went out, and why (F-29)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.revisions import Listed, list_revisions
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, DoesNotAddUp, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree
from kinkeeper.reports.words import FILES_TAKEN_IN

DEFINITION = Definition(
    name="class_list",
    version=1,
    title=_("The list of each order’s class, with its revisions"),
    unit=_("children, each once for every order whose list names the child"),
    population=_("Children whom the list of an order’s class names: included, found not to be of it, or to be looked into."),
    period=_("The period that the criteria of each order name."),
    place=_("Every place that an extract taken in speaks of."),
    instant=_("As the list stood when the ledger had the number of entries stated. A list is of no day of its own."),
    in_class=_("By the criteria of the order’s approved version, or by hand with the reason; both stand in the list."),
    confirmed_by=_("By the run of the criteria or the person that the list names."),
    words=_(
        "A revision is the entries about one list that follow each other without a break. Came in: included and not before. Went out: "
        "included before and not any more. Each list is the one before with what came in and without what went out."
    ),
)
STANDINGS = (
    ("included", _("included")),
    ("excluded", _("found not to be of the class")),
    ("indicated", _("to be looked into")),
)
COLUMNS = ("order", "child", "standing", "reason", "by_hand", "version", "entry")
REVISIONS = ("order", "first_entry", "last_entry", "recorded_on", "came_in", "went_out", "included")
CHANGES = ("order", "entry", "child", "was", "is", "reason")


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """
    The lists at a standpoint.

    :raises DoesNotAddUp: where a revision does not lead from the list before it to the list after it.
    """
    lists = list_revisions(viewer, standpoint)
    rows = [row for one in lists for row in one.members]
    for one in lists:
        _closes(one)
    return Counted(
        total=len(rows),
        breakdowns=tuple(breakdown for one in lists for breakdown in _lines(one)),
        tables=(
            Table(
                "members", _("Children whom a list names"), COLUMNS, [(one.order_id, *row) for one in lists for row in one.members], key=2
            ),
            Table(
                "revisions",
                _("Revisions"),
                REVISIONS,
                [(one.order_id, *revision.row) for one in lists for revision in one.revisions],
                key=2,
            ),
            Table(
                "changes", _("What each revision changed"), CHANGES, [(one.order_id, *row) for one in lists for row in one.changes], key=3
            ),
        ),
        coverage=(FILES_TAKEN_IN,),
    )


def _closes(one: Listed) -> None:
    included = 0
    for revision in one.revisions:
        made = included + revision.came_in - revision.went_out
        if made != revision.included:
            came, went = revision.came_in, revision.went_out
            words = f"{one.order_id}: {included} with {came} who came in and without {went} who went out are not {revision.included}"
            raise DoesNotAddUp(f"{words}. Nothing was printed.")
        included = revision.included
    listed = sum(standing == "included" for _, standing, *_ in one.members)
    if included != listed:
        raise DoesNotAddUp(f"{one.order_id}: the last revision has {included} and the list {listed}. Nothing was printed.")


def _lines(one: Listed) -> tuple[Breakdown, ...]:
    standing = fixed_tree(f"{one.order_id}-standing", _("How they stand to the class"), STANDINGS, (row[1] for row in one.members))
    steps = [
        Figure(str(revision.first), _("entries %(first)s to %(last)s, recorded %(day)s") % revision.words, revision.change)
        for revision in one.revisions
    ]
    last = one.revisions[-1].included if one.revisions else 0
    way = Breakdown(f"{one.order_id}-revisions", _("From revision to revision"), Kind.MEASURES, last, tuple(steps), of=one.order_id)
    return replace(standing, of=one.order_id), way
