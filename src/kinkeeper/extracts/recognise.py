"""Finding out what a table is: its header row, its layout, and which column means what."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kinkeeper.extracts.contents import contents_of
from kinkeeper.extracts.files.tables import Row
from kinkeeper.extracts.headers import NEAR, likeness, shapes
from kinkeeper.extracts.layouts import Layout, layouts

LOOK_AT = 60
"""A header stands in the first so many rows."""
TRIED = 6
"""So many rows, or fits, that look most like it are looked at closely."""
LOOSE = 0.5
"""A header this like a known one is believed where the column's content agrees."""
LONGEST_HEADER = 150
FULL = 0.6


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table of a known layout: where its header stands, and field -> columns, the best match first."""

    layout: Layout
    header_line: int
    headers: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    score: float = 0.0
    """How sure it is, 0 to 1: the share of the headers that the layout knows, those known for certain counted whole."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table of no known layout: the likeliest header, the nearest layout and what it would need."""

    header_line: int
    headers: tuple[str, ...]
    nearest: str = ""
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Fit:
    """How a row fits a layout as its header."""

    layout: Layout
    line: int
    headers: tuple[str, ...]
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    score: float = 0.0
    """The sum of how sure each column is."""

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """The needs of the layout that no column meets."""
        return tuple(group for group in self.layout.needs if not any(name in self.columns for name in group))

    @property
    def sureness(self) -> float:
        """The share of the row's headers that have a meaning, 0 to 1."""
        given = sum(map(bool, self.headers))
        return min(round(self.score / given, 3), 1.0) if given else 0.0

    @property
    def rank(self) -> tuple[bool, float, int]:
        """The better of two fits is the greater: all needs met, then more columns (needed ones twice), then the row further up."""
        missing = len(self.missing)
        return not missing, self.score + len(self.layout.needs) - missing, -self.line


def recognise(rows: Sequence[Row], among: Iterable[Layout] = (), told: Mapping[str, str] | None = None) -> Recognised | Unknown:
    """The layout of a table, from its first rows.

    The header is the row in which most columns of a layout are found, and all that the layout needs must
    be there. `among` limits the layouts; `told` says field -> header for a layout given by the reader.
    """
    candidates = tuple(among) or layouts()
    fits = [_fit(layout, line, headers, told or {}) for line, headers in _likely_headers(rows, candidates) for layout in candidates]
    fits = sorted((fit for fit in fits if fit.columns), key=lambda fit: fit.rank, reverse=True)
    whole = bool(fits) and not fits[0].missing
    for fit in fits[: 1 if whole else TRIED]:
        _add_by_content(fit, rows)
    best = max(fits, key=lambda fit: fit.rank, default=None)
    if best and not best.missing:
        return Recognised(best.layout, best.line, best.headers, best.columns, best.sureness)
    return _unknown(rows, best)


def without(found: Recognised | Unknown, places: Container[int]) -> Recognised | Unknown:
    """The same table, some columns of it left unread."""
    if isinstance(found, Unknown):
        return found
    columns = {name: left for name, indices in found.columns.items() if (left := tuple(one for one in indices if one not in places))}
    return replace(found, columns=columns)


def _unknown(rows: Sequence[Row], best: Fit | None) -> Unknown:
    """Say what the table would need to be the nearest layout. Its header is the first row that is nearly as full as any."""
    full = max((_filled(cells) for _, cells in rows[:LOOK_AT]), default=0)
    line, cells = next((row for row in rows if _filled(row[1]) > FULL * full), (0, []))
    if best is None:
        return Unknown(line, tuple(cells))
    missing = tuple(" or ".join(best.layout.columns[name][0] for name in group) for group in best.missing)
    return Unknown(line, tuple(cells), best.layout.name, missing)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


# Candidates for the header


def _likely_headers(rows: Sequence[Row], among: Sequence[Layout]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows (and pairs of rows under merged titles) that hold the most headers anybody knows."""
    scored = []
    for place, (line, headers) in enumerate(_headers_of(rows[:LOOK_AT])):
        known = max(sum(1 for header in headers if header and _exact(layout.name, header)) for layout in among)
        wordy = sum(1 for header in headers if header and not header[:1].isdigit() and len(header) <= LONGEST_HEADER)
        if wordy > 1:
            scored.append((known, -place, line, headers))
    scored.sort(reverse=True)
    most = scored[0][0] if scored else 0
    return [(line, headers) for known, _, line, headers in scored[:TRIED] if known * 2 >= most]


def _headers_of(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, ...]]]:
    above: list[str] = []
    for line, cells in rows:
        here = [" ".join(cell.split()) for cell in cells]
        yield line, tuple(here)
        if sum(map(bool, above)) > 1:
            yield line, tuple(_under_titles(above, here))
        above = here


def _under_titles(titles: Sequence[str], headers: Sequence[str]) -> list[str]:
    """Headers under titles that span several columns: `Child` over `Name`, `A#` -> `Child Name`, `Child A#`."""
    title, joined = "", []
    for place, header in enumerate(headers):
        title = (titles[place] if place < len(titles) else "") or title
        joined.append(f"{title} {header}".strip() if header else "")
    return joined


# Fitting a row to a layout


def _fit(layout: Layout, line: int, headers: tuple[str, ...], told: Mapping[str, str]) -> Fit:
    """Which cell of a row is the header of which field. A column has one meaning; a field may have several columns."""
    fit = Fit(layout, line, headers)
    found: dict[str, list[tuple[float, int, int]]] = {}
    fields_told = {header.casefold(): name for name, header in told.items()}
    for index, header in enumerate(headers):
        if not header or len(header) > LONGEST_HEADER:
            continue
        score, name = (1.0, fields_told[header.casefold()]) if header.casefold() in fields_told else meaning(layout.name, header)
        if name and not (name in told and told[name].casefold() != header.casefold()):
            found.setdefault(name, []).append((-score, _place(layout, name, header), index))
            fit.score += score
    for name, offers in found.items():
        fit.columns[name] = tuple(index for _, _, index in sorted(offers))
    return fit


def _add_by_content(fit: Fit, rows: Sequence[Row]) -> None:
    """Give columns with a header never seen before a meaning by its words and the column's content, best first."""
    taken = {index for indices in fit.columns.values() for index in indices}
    offers = []
    for index, header in enumerate(fit.headers):
        if index in taken or not header or len(header) > LONGEST_HEADER:
            continue
        close = [(score, name) for score, name in _near(fit.layout.name, header) if not _is_said(fit, name)]
        if close:
            contents = contents_of(cells[index] for line, cells in rows if line > fit.line and index < len(cells))
            offers += [(score, name, index) for score, name in close if fit.layout.holds(name) in contents]
    for score, name, index in sorted(offers, key=lambda offer: (-offer[0], offer[2])):
        if not _is_said(fit, name) and index not in taken:
            fit.columns[name] = (index,)
            fit.score += score / 2
            taken.add(index)


def _is_said(fit: Fit, name: str) -> bool:
    """Whether a field has its column; a name in parts is said by the whole one, and the other way round."""
    who, _, what = name.rpartition(".")
    instead = ("given", "surnames") if what == "whole_name" else ("whole_name",) if what in {"given", "middle", "surnames"} else ()
    return any((f"{who}.{one}" if who else one) in fit.columns for one in (what, *instead))


def _place(layout: Layout, name: str, header: str) -> int:
    """Where a header stands among the spellings of its field: a layout names the column that counts first, first."""
    keys = {tuple(sorted(shape)) for shape in shapes(header)}
    for place, spelling in enumerate(layout.columns[name]):
        if any(tuple(sorted(shape)) in keys for shape in shapes(spelling)):
            return place
    return len(layout.columns[name])


@cache
def _spellings(layout_name: str) -> dict[tuple[str, ...], str]:
    layout = next(one for one in layouts() if one.name == layout_name)
    known: dict[tuple[str, ...], str] = {}
    for name, spellings in layout.columns.items():
        for spelling in spellings:
            for shape in shapes(spelling):
                known.setdefault(tuple(sorted(shape)), name)
    return known


def known_headers(headers: Sequence[str]) -> int:
    """How many of these headers one layout knows, of the layout that knows most."""
    return max(sum(1 for header in headers if _exact(layout.name, header)) for layout in layouts())


@cache
def _exact(layout_name: str, header: str) -> str:
    known = _spellings(layout_name)
    return next((known[key] for shape in shapes(header) if (key := tuple(sorted(shape))) in known), "")


@cache
def meaning(layout_name: str, header: str) -> tuple[float, str]:
    """How sure it is, 0 to 1, and the field that a header names in a layout; (0, "") where it names none."""
    if name := _exact(layout_name, header):
        return 1.0, name
    score, name = max(_near(layout_name, header), default=(0.0, ""))
    return (score, name) if score >= NEAR else (0.0, "")


@cache
def _near(layout_name: str, header: str) -> tuple[tuple[float, str], ...]:
    """The fields whose headers are at all like this one, with how like they are."""
    best: dict[str, float] = {}
    for spelling, name in _spellings(layout_name).items():
        score = max((likeness(shape, spelling) for shape in shapes(header)), default=0.0)
        if score >= LOOSE:
            best[name] = max(best.get(name, 0.0), score)
    return tuple((score, name) for name, score in best.items())
