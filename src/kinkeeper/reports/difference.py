"""
Two printings of one report, row by row: what came in, what went out, what changed, and the entries that did it.

In January 2019 the certified list went from 2,654 to 2,737 children, by 162 who came in and 79 who went out, and it took an inspector
general to say so. Here the difference is itself a report, which is not printed where it does not close.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.changes import Happened, list_changes
from kinkeeper.reports.report import Breakdown, Counted, DoesNotAddUp, Figure, Kind, Report
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree, flags

MOST_ENTRIES = 20
"""A row names so many of the entries that made it differ, and says how many there are."""

DIFFERS = (("came_in", _("came in")), ("went_out", _("went out")), ("changed", _("stands in both, changed")))
WHY = (
    ("raised", _("a separation was first stated")),
    ("corrected", _("a separation was stated anew")),
    ("refuted", _("a tie was refuted")),
    ("tied", _("a tie was stated or assessed anew")),
    ("linked", _("a record was found to be the same person")),
    ("split", _("a record was found to be somebody else")),
    ("moved", _("staff reported a stay")),
    ("reported", _("an extract told of the person")),
)
Row = tuple[Any, ...]


def compare(viewer: Viewer, before: Report, after: Report) -> Report:
    """
    The later printing explained by the earlier: a report whose rows are those that differ.

    :raises DoesNotAddUp: where the earlier total, with what came in and without what went out, is not the later.
    """
    if (before.definition.name, before.definition.version) != (after.definition.name, after.definition.version):
        raise DoesNotAddUp("Two printings can be compared where they are of one report and one version of its definition.")
    old, new = _rows(before), _rows(after)
    keys = sorted({*old, *new}, key=lambda key: tuple(map(str, key)))
    differing = [key for key in keys if old.get(key) != new.get(key)]
    first, last = sorted((before.standpoint.known_at, after.standpoint.known_at))
    persons = {str(part) for key in differing for part in key if part}
    happened = list_changes(viewer, persons, first, last) if first < last else {}
    columns = before.counted.tables[0].columns
    rows = [_row(key, old.get(key), new.get(key), columns, _about(key, happened)) for key in differing]
    kinds = [row[len(key)] for key, row in zip(differing, rows, strict=True)]
    _closes(before, after, kinds)
    return Report(
        _definition(after),
        after.standpoint,
        after.proof,
        _counted(before, after, rows, kinds, len(differing[0]) if rows else 1),
        after.reach,
    )


def _rows(report: Report) -> dict[Row, Row]:
    table = report.counted.tables[0]
    return {row[: table.key]: row for row in table.rows}


def _about(key: Row, happened: Mapping[str, tuple[Happened, ...]]) -> list[Happened]:
    """What was recorded about the persons of a row, each entry once."""
    return list(dict.fromkeys(one for part in key for one in happened.get(str(part), ())))


def _row(key: Row, old: Row | None, new: Row | None, columns: Sequence[str], happened: Sequence[Happened]) -> Row:
    kind = "changed" if old and new else ("came_in" if new else "went_out")
    changes = [f"{name}: {was} → {now}" for name, was, now in zip(columns, old or (), new or (), strict=False) if was != now]
    why = "; ".join(dict.fromkeys(one.what for one in happened))
    positions = list(dict.fromkeys(one.position for one in happened))
    more = f" … ({len(positions)})" if len(positions) > MOST_ENTRIES else ""
    return *key, kind, "; ".join(changes), why, ", ".join(map(str, positions[:MOST_ENTRIES])) + more


def _closes(before: Report, after: Report, kinds: Sequence[str]) -> None:
    made = before.counted.total + kinds.count("came_in") - kinds.count("went_out")
    if made != after.counted.total:
        raise DoesNotAddUp(
            f"{before.counted.total} with what came in and went out makes {made}, not {after.counted.total}. Nothing was printed."
        )


def _definition(after: Report) -> Any:
    told = after.definition
    return replace(
        told,
        name=f"{told.name}_difference",
        title=_("%(title)s: the difference between two printings") % {"title": told.title},
        unit=_("rows that differ"),
        words=_("One row is one of the report’s rows that came in, went out or changed. Of the report itself: %(words)s")
        % {"words": told.words},
    )


def _counted(before: Report, after: Report, rows: Sequence[Row], kinds: Sequence[str], key: int) -> Counted:
    columns = before.counted.tables[0].columns[:key]
    return Counted(
        total=len(rows),
        breakdowns=(
            fixed_tree("differs", _("How they differ"), DIFFERS, kinds),
            _why(rows),
            _way(before, after, kinds),
            *(_lines(one, other) for one, other in zip(before.counted.breakdowns, after.counted.breakdowns, strict=False)),
        ),
        tables=(Table("rows", _("Rows that differ"), (*columns, "differs", "changes", "why", "entries"), rows, key=key),),
        coverage=(
            *after.counted.coverage,
            _("Rows can change with nothing recorded about the person in between where the two printings are of different days."),
        ),
    )


def _why(rows: Sequence[Row]) -> Breakdown:
    told = [str(row[-2]).split("; ") for row in rows]
    lines = [(what, words, sum(what in one for one in told)) for what, words in WHY]
    return flags("why", _("What was recorded in between (several may hold for one)"), len(rows), lines)


def _way(before: Report, after: Report, kinds: Sequence[str]) -> Breakdown:
    at = _("as of %(day)s, known at entry %(entries)s")
    lines = (
        Figure("before", at % {"day": before.standpoint.as_of, "entries": before.proof.entries}, before.counted.total),
        Figure("came_in", _("came in"), f"+{kinds.count('came_in')}"),
        Figure("went_out", _("went out"), f"−{kinds.count('went_out')}"),
        Figure("after", at % {"day": after.standpoint.as_of, "entries": after.proof.entries}, after.counted.total),
    )
    return Breakdown("way", _("From one total to the other"), Kind.MEASURES, after.counted.total, lines, of=after.definition.unit)


def _lines(one: Breakdown, other: Breakdown) -> Breakdown:
    """The lines of a breakdown before and after, where they differ."""
    was = {(line.level, line.key): line for line in one.figures}
    now = {(line.level, line.key): line for line in other.figures}
    lines = tuple(
        Figure(line.key, line.words, f"{was[at].count if at in was else 0} → {now[at].count if at in now else 0}", 1)
        for at, line in {**was, **now}.items()
        if (was[at].count if at in was else 0) != (now[at].count if at in now else 0)
    )
    return Breakdown(one.name, one.title, Kind.MEASURES, len(lines), lines, of=_("Lines that differ"))
