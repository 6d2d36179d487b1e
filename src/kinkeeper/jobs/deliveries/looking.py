"""See what a file is before it is taken: its tables, columns, spellings in clusters, problems in words, and what would come of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from kinkeeper.domain.deliveries.desk import Changed, Cluster, Column, Overlap, Problem, TableLook
from kinkeeper.domain.deliveries.recipes import ColumnSeen, Recipe
from kinkeeper.domain.records import Record
from kinkeeper.extracts import Delivery, read_file
from kinkeeper.extracts.cells import is_nothing
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.layouts import layout_named, layouts
from kinkeeper.extracts.recipes import changes, columns_seen, learnt_spellings
from kinkeeper.extracts.recognise import Recognised
from kinkeeper.jobs.deliveries.taking import Taken

SAMPLES = 3
PREVIEW = 10_000
"""So many rows are looked at closely."""
MOST_PROBLEMS, MOST_CLUSTERS, MOST_CHANGES = 200, 40, 100
CLUSTERED = {"relation": "relations", "sex": "sexes", "country": "countries"}
"""What a field holds -> the code list whose spellings are shown in clusters."""


def look(path: Path, config: Path | None, taken: Sequence[Taken], *, sender: str, recipes: Sequence[Recipe]) -> list[TableLook]:
    """What there is to see of each table, beside the counts of the dry run."""
    by_id = {one.extract.extract_id: one for one in taken}
    learnt = learnt_spellings(recipes)
    looks = []
    for delivery in read_file(path, path.name, config=config):
        records = list(islice(delivery.records, PREVIEW))
        if delivery.extract_id in by_id:
            looks.append(_look(delivery, records, by_id[delivery.extract_id], (sender, recipes, learnt)))
    return looks


def _look(
    delivery: Delivery, records: Sequence[Record], taken: Taken, known: tuple[str, Sequence[Recipe], Mapping[str, Mapping[str, str]]]
) -> TableLook:
    sender, recipes, learnt = known
    found = delivery.found
    seen = columns_seen(found, delivery.sample) if found else ()
    # A table that fits no layout any more is held against the recipe by which it was to be read.
    recipe = next((one for one in recipes if one.key == (sender, delivery.layout or delivery.asked)), None) if sender else None
    whole = [one for one in taken.refusals if one.whole_row]
    return TableLook(
        name=delivery.name,
        sheet=delivery.sheet,
        extract_id=delivery.extract_id,
        layout=delivery.layout,
        sure=round(100 * found.score) if isinstance(found, Recognised) else 0,
        rows=taken.extract.rows_read,
        new=taken.new,
        known=taken.known,
        changed=taken.changed,
        refused=taken.refused,
        gone=taken.gone,
        repeated=taken.extract.rows_repeated,
        cells_refused=len(taken.refusals) - len(whole),
        as_of=taken.extract.as_of,
        said=tuple(taken.extract.said.splitlines()),
        recipe=tuple(changes(recipe, seen)) if recipe else (),
        from_recipe=recipe is not None,
        columns=tuple(_columns(delivery, seen, learnt, recipe)),
        clusters=tuple(_clusters(delivery, records)),
        problems=tuple(Problem(one.row, one.column, one.value, one.why, one.whole_row) for one in taken.refusals[:MOST_PROBLEMS]),
        changes=tuple(Changed(one.name, one.cells) for one in taken.changes[:MOST_CHANGES]),
        overlaps=tuple(Overlap(*one) for one in taken.overlaps),
        orders=tuple(_orders(delivery)),
        asked=delivery.asked,
    )


def _columns(
    delivery: Delivery, seen: Sequence[ColumnSeen], learnt: Mapping[str, Mapping[str, str]], recipe: Recipe | None
) -> Iterator[Column]:
    if delivery.found is None:
        return
    # Of a table that fits no layout any more, the columns that the sender still calls as before are read as before: only others are asked.
    as_before = {folded(one.header): one.field for one in recipe.columns} if recipe and not delivery.layout else {}
    below = [cells for line, cells in delivery.sample if line > delivery.found.header_line]
    for one in seen:
        cells = (row[one.place].strip() for row in below if one.place < len(row))
        given = dict.fromkeys(cell for cell in cells if not is_nothing(cell))
        field = one.field or as_before.get(folded(one.header), "")
        suggested = "" if field else learnt.get(delivery.layout, {}).get(folded(one.header), "")
        yield Column(one.header, field, one.kind, one.filled, tuple(list(given)[:SAMPLES]), suggested)


def _clusters(delivery: Delivery, records: Sequence[Record]) -> Iterator[Cluster]:
    """The spellings of each value of columns that a code list reads, those that cannot be read first."""
    if not isinstance(delivery.found, Recognised):
        return
    headers = {one.header: one.field for one in columns_seen(delivery.found, ()) if one.field}
    found = []
    for header, field in headers.items():
        if (codes := CLUSTERED.get(delivery.found.layout.holds(field))) is None:
            continue
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        rows = {record.row: record.cells.get(header, "") for record in records}
        for cell in rows.values():
            if cell and not is_nothing(cell):
                spellings[folded(cell)][cell] += 1
        for some in spellings.values():
            first = some.most_common(1)[0][0]
            said = {folded(text): meaning for text, meaning in delivery.meant(field).items()}
            read_as = code_list(codes).find(said.get(folded(first), first)) or ""
            suggested = "" if read_as else code_list(codes).nearest(first) or ""
            found.append(Cluster(field, header, tuple(text for text, _ in some.most_common(6)), some.total(), read_as, suggested))
    yield from sorted(found, key=lambda one: (bool(one.read_as), bool(one.suggested), -one.rows))[:MOST_CLUSTERS]


def _orders(delivery: Delivery) -> Iterator[tuple[str, str]]:
    """Fields whose order of day and month had to be guessed, and how they were read."""
    if isinstance(delivery.found, Recognised):
        headers = {one.header: one.field for one in columns_seen(delivery.found, ()) if one.field}
        for sentence in delivery.said:
            header, _, rest = sentence.partition(": ")
            if header in headers and ("no cell shows" in rest or "as it was said" in rest):
                yield headers[header], "dmy" if "day first" in rest else "mdy"


def layout_choices() -> list[tuple[str, str]]:
    """Every layout with its title."""
    return [(one.name, one.title) for one in layouts()]


def field_choices(layout: str) -> list[str]:
    """The fields of a layout."""
    return list(layout_named(layout).columns) if layout else []
