"""An expungement reaches the files that are kept as they came: each that holds a row of what goes is destroyed, its other rows stay.

They are looked at before the details are destroyed, so that it can be seen that the row cut out is the one that the entry speaks of.
What is destroyed, and the hash of what is kept in its place, stands in the entry `file.expunged`, in the transaction of the order.
A document about a person goes whole, unless an entry that the order does not name keeps the same bytes: then it goes with the last.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.extracts import ExtractReceived, RowRefused
from kinkeeper.domain.records import RecordReceived
from kinkeeper.domain.sealings import OURS, FileExpunged, RecordExpunged
from kinkeeper.domain.statements import read_statement
from kinkeeper.extracts.rest import Content, Line, content_of, lines_of, write_rest
from kinkeeper.gateway.consequences import RULES
from kinkeeper.gateway.files import keep_pieces, write_kept
from kinkeeper.queries.deliveries.files import standing_hash

NOT_TO_BE_READ = "rest"
"""What a file is called that somebody's order left without a name: of no kind that is read."""

Cells = frozenset[str]

KEPT_BY_OTHERS = """
SELECT EXISTS (
    SELECT FROM part said JOIN part core ON core.seq = said.seq AND core.k = 1
    WHERE said.seq <> ALL(%(positions)s) AND position(%(hash)s IN said.body) > 0
    AND convert_from(core.body, 'UTF8')::jsonb ->> 'kind' <> ALL(%(ours)s)
) OR NOT EXISTS (SELECT FROM file_piece WHERE sha256 = %(sha256)s)
"""
"""SQL: an entry that stays names the file too, be it sealed; or the file is not kept."""


@dataclass(slots=True)
class _Extract:
    """An extract as far as it is needed here: its file as it is kept, and what of it has to go."""

    extract_id: str
    table: str
    file: str
    kept: str
    lines: dict[int, Cells] = field(default_factory=dict)
    """Line -> what its entry says stood there."""
    whole: bool = False
    own: frozenset[int] = frozenset()
    """Of a newer version: the lines that stand in entries of their own. Those go when an order names them."""


def files_to_reduce(cursor: Any, entry: RecordExpunged) -> list[FileExpunged]:
    """The kept files that hold something of what this order destroys. The rest of each is kept already; the files still are, too."""
    extracts = _concerned(cursor, entry)
    by_file: dict[str, list[_Extract]] = defaultdict(list)
    for one in (*extracts, *_versions_of(cursor, {one.extract_id for one in extracts})):
        by_file[standing_hash(RULES, one.kept)].append(one)
    contents: set[Content] = set()
    named = [standing_hash(RULES, sha256) for sha256 in entry.files]
    whole = [(sha256, "", 0) for sha256 in dict.fromkeys([*named, *_documents(cursor, entry)])]
    by_file = {kept: theirs for kept, theirs in by_file.items() if (kept, "", 0) not in whole}
    found = [*(one for one in whole if one[0]), *(_reduced(cursor, kept, theirs, contents) for kept, theirs in by_file.items())]
    return [FileExpunged(entry.proposal_id, *one) for one in found if one]


def _concerned(cursor: Any, entry: RecordExpunged) -> list[_Extract]:
    """The extracts of which rows go, with their lines."""
    cursor.execute(
        "SELECT c.body, d.body FROM part c JOIN part d ON d.seq = c.seq AND d.k = 2 WHERE c.k = 1 AND c.seq = ANY(%s)",
        [[position for position, _ in entry.parts]],
    )
    lines: dict[str, dict[int, Cells]] = defaultdict(dict)
    for core, detail in cursor.fetchall():
        said = read_statement(core, detail).entry
        if isinstance(said, RecordReceived):
            lines[said.record.extract_id][said.record.row] = frozenset(said.record.cells.values())
        elif isinstance(said, RowRefused):
            lines[said.extract_id].setdefault(said.refusal.row, frozenset())
        elif isinstance(said, ExtractReceived):
            lines[said.extract.extract_id][0] = frozenset()
    extracts = _extracts(cursor, "extract_id = ANY(%s)", list(lines))
    for one in extracts:
        one.lines = lines[one.extract_id]
        one.whole = 0 in one.lines
    return extracts


def _documents(cursor: Any, entry: RecordExpunged) -> list[str]:
    """The files of the documents that go, but for those that another entry still keeps or an extract came in."""
    positions = [position for position, _ in entry.parts]
    cursor.execute("SELECT DISTINCT told->>'sha256' FROM document WHERE since = ANY(%s)", [positions])
    found = []
    for (sha256,) in cursor.fetchall():
        if sha256:
            cursor.execute(KEPT_BY_OTHERS, {"hash": sha256.encode(), "sha256": sha256, "positions": positions, "ours": list(OURS)})
            [kept_by_others] = cursor.fetchone()
            found += [] if kept_by_others else [sha256]
    return found


def _extracts(cursor: Any, which: str, parameter: Any) -> list[_Extract]:
    cursor.execute(
        "SELECT extract_id, concat_ws('/', nullif(file, ''), nullif(sheet, '')), "
        "CASE WHEN container = '' THEN file ELSE split_part(file, '/', 1) END, "
        f"CASE WHEN container = '' THEN sha256 ELSE container END FROM extract WHERE {which}",
        [parameter],
    )
    return [_Extract(*row) for row in cursor.fetchall()]


def _versions_of(cursor: Any, known: set[str]) -> list[_Extract]:
    """Newer versions of these files: a row that they only repeat has no entry of its own there."""
    found: list[_Extract] = []
    newest = list(known)
    while newest:
        later = [one for one in _extracts(cursor, "corrects = ANY(%s)", newest) if one.extract_id not in known]
        newest = [one.extract_id for one in later]
        known.update(newest)
        found += later
    for one in found:
        question = "SELECT row FROM record WHERE extract_id = %s UNION SELECT row FROM refusal WHERE extract_id = %s"
        cursor.execute(question, [one.extract_id] * 2)
        one.own = frozenset(row for (row,) in cursor.fetchall())
    return found


def _reduced(cursor: Any, kept: str, theirs: list[_Extract], contents: set[Content]) -> tuple[str, str, int] | None:
    """A file's hash, that of its rest, which is kept, and how many rows that lacks; None where it is not kept or holds nothing of it.

    `contents` collects what the rows said that go, and tells those that say the same elsewhere.
    """
    question = "SELECT EXISTS (SELECT FROM file_piece WHERE sha256 = %s), EXISTS (SELECT FROM file_expunged WHERE rest = %s)"
    cursor.execute(question, [kept, kept])
    is_kept, is_rest = cursor.fetchone()
    if not is_kept:
        return None
    if any(one.whole for one in theirs):
        return kept, "", 0
    cut = _Cut(theirs, contents)
    with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
        came, rest = Path(folder, "came"), Path(folder, "rest")
        write_kept(cursor, kept, came)
        try:
            left, gone = write_rest(lines_of(came, theirs[0].file or NOT_TO_BE_READ, is_rest=is_rest), rest, cut.goes)
        except BadExtract:
            return kept, "", 0
        if not gone and (is_rest or not cut.lines):
            return None
        # A line that is not where its entry says may stand anywhere; of a rest, an earlier order took it.
        if not left or cut.is_wrong or (cut.lines and not is_rest):
            return kept, "", 0
        return kept, keep_pieces(cursor, rest), gone


class _Cut:
    """Which lines of a file go. `lines` are those not found yet, `is_wrong` says that one was not what its entry says."""

    def __init__(self, theirs: Iterable[_Extract], contents: set[Content]) -> None:
        theirs = list(theirs)
        self.lines = {(one.table, line): cells for one in theirs for line, cells in one.lines.items()}
        self.is_wrong = False
        self._repeating = {one.table for one in theirs if not one.lines}
        self._own = {(one.table, line) for one in theirs for line in one.own}
        self._contents = contents

    def goes(self, one: Line) -> bool:
        """Whether a line goes."""
        table, line, cells = one
        said = self.lines.pop((table, line), None)
        if said is not None:
            self._contents.add(content_of(cells))
            self.is_wrong |= not said <= {cell.strip() for cell in cells}
            return True
        return table in self._repeating and (table, line) not in self._own and content_of(cells) in self._contents
