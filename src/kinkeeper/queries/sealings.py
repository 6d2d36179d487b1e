"""Orders to seal and expunge: what was proposed and done, and which entries are about a record or a person."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.records import Record
from kinkeeper.domain.sealings import OURS
from kinkeeper.domain.terms import SHARED_IDENTIFIERS
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.deliveries.files import kept_pieces
from kinkeeper.queries.records import list_records

OF_MANY = frozenset({"record.withdrawn", "record.restored"})
"""Kinds of entry that name records by the thousand, and say nothing of any of them."""
TELLING = 12
"""A cell of so many letters is known again where it is quoted."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """A proposal as it stands, and the position of the entry that says so."""

    proposal_id: str
    effect: str
    positions: tuple[int, ...]
    order: str
    reason: str
    proposed_by: str
    standing: str
    approved_by: str
    due: str
    since: int


@dataclass(frozen=True, slots=True)
class FileGone:
    """A kept file that is gone: by which order and entry, what is kept in its place, and how many rows that lacks."""

    sha256: str
    proposal_id: str
    rest: str
    rows: int
    since: int


@shows_nobody("positions")
def list_sealings(viewer: Viewer) -> list[Sealing]:
    """
    Every proposal, the newest first.

    :raises NotAllowed: if the viewer may not carry out orders.
    """
    require(viewer, "seal")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proposal_id, effect, ARRAY(SELECT (one ->> 0)::bigint FROM jsonb_array_elements(parts) one), "
            '"order", reason, proposed_by, standing, approved_by, due, since FROM sealing WHERE until IS NULL ORDER BY since DESC'
        )
        return [Sealing(proposal, effect, tuple(positions), *rest) for proposal, effect, positions, *rest in cursor.fetchall()]


@shows_nobody("files")
def list_files_gone(viewer: Viewer) -> list[FileGone]:
    """
    The kept files that orders reached, in their order.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256, proposal_id, rest, rows, since FROM public.file_expunged ORDER BY since")
        return [FileGone(*row) for row in cursor.fetchall()]


@shows_nobody("positions")
def find_positions(viewer: Viewer, *, records: Sequence[str] = (), persons: Sequence[str] = ()) -> list[int]:
    """
    Where the ledger speaks of these records (by name, FILE#ROW) and persons (by id).

    Of a person everything whose core names it or one of its records; of a record the same, and what is said of its person in the
    record's own words: a tie's evidence, a question.

    :raises NotAllowed: if the viewer may not carry out orders.
    :raises NotFound: for a record or a person that nobody knows.
    """
    require(viewer, "seal")
    found: set[int] = set()
    with connection.cursor() as cursor:
        for name in records:
            found |= _about_record(cursor, viewer, name)
        for person in persons:
            cursor.execute("SELECT record_id FROM membership WHERE person_id = %s", [person])
            about = _naming(cursor, {person, *(record for (record,) in cursor.fetchall())})
            if not about:
                raise NotFound("No person %(person)s is known.", person=person)
            found |= about
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the names and numbers of some records stand as well: in entries, and in kept files of which no entry speaks."""

    positions: tuple[int, ...]
    files: tuple[str, ...]


@shows_nobody("positions and files")
def find_elsewhere(viewer: Viewer, positions: Collection[int]) -> Elsewhere:
    """
    Where the ledger and files on the desk repeat what the records at these positions call a person: for whoever reads the order.

    :raises NotAllowed: if the viewer may not carry out orders.
    """
    require(viewer, "seal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id FROM record WHERE since = ANY(%s)", [list(positions)])
        ids = [record_id for (record_id,) in cursor.fetchall()]
        words = {word for record in list_records(viewer, record_ids=ids) for word in _called(record)}
        cursor.execute("SELECT DISTINCT told->>'sha256' FROM document WHERE since = ANY(%s)", [list(positions)])
        words |= {sha256 for (sha256,) in cursor.fetchall() if sha256}
        if not words:
            return Elsewhere((), ())
        cursor.execute(_HOLDING, {"words": [_in_json(word) for word in words], "known": list(positions)})
        found = {seq for seq, core in cursor.fetchall() if msgspec.json.decode(core, type=_Core).kind not in OURS}
        holding = list(_files_holding(cursor, words))
        cursor.execute("SELECT since, told->>'sha256' FROM document WHERE told->>'sha256' = ANY(%s)", [holding])
        documents = cursor.fetchall()
        found |= {since for since, _ in documents if since not in positions}
        spoken_of = {sha256 for _, sha256 in documents}
        return Elsewhere(tuple(sorted(found)), tuple(sha256 for sha256 in holding if sha256 not in spoken_of))


_HOLDING = """
SELECT d.seq, c.body FROM part d JOIN part c ON c.seq = d.seq AND c.k = 1
WHERE d.k = 2 AND d.seq <> ALL(%(known)s) AND EXISTS (SELECT FROM unnest(%(words)s::bytea[]) word WHERE position(word IN d.body) > 0)
"""
_UNSPOKEN = """
SELECT DISTINCT sha256 FROM file_piece p WHERE NOT EXISTS (SELECT FROM extract e WHERE p.sha256 IN (e.sha256, e.container))
AND NOT EXISTS (SELECT FROM public.file_expunged f WHERE f.rest = p.sha256) ORDER BY sha256
"""


def _files_holding(cursor: Any, words: Collection[str]) -> Iterator[str]:
    """Kept files of which no entry speaks, and in whose text one of these words stands."""
    cursor.execute(_UNSPOKEN)
    for (sha256,) in cursor.fetchall():
        content = b"".join(kept_pieces(sha256))
        if any(word.encode() in content for word in words):
            yield sha256


def _called(record: Record) -> set[str]:
    """What a person is known by beyond doubt: numbers of persons, and a name of two words or more in one piece."""
    numbers = {text for one in record.identifiers if one.kind not in SHARED_IDENTIFIERS for text in (one.value, one.raw)}
    names = {
        record.whole_name,
        f"{record.given} {record.surnames}",
        f"{record.surnames}, {record.given}",
        f"{record.surnames} {record.given}",
    }
    return {one for one in numbers | {name for name in names if len(name.split()) > 1} if len(one) > 4}


def _in_json(word: str) -> bytes:
    return msgspec.json.encode(word)[1:-1]


def _about_record(cursor: Any, viewer: Viewer, name: str) -> set[int]:
    cursor.execute("SELECT record_id, since FROM record WHERE name = %s", [name])
    known = cursor.fetchall()
    if not known:
        raise NotFound("No record is called %(name)s.", name=name)
    ids = [record_id for record_id, _ in known]
    found = {since for _, since in known} | _naming(cursor, ids)
    cursor.execute("SELECT DISTINCT person_id FROM membership WHERE record_id = ANY(%s)", [ids])
    persons = [person for (person,) in cursor.fetchall()]
    words = {word for record in list_records(viewer, record_ids=ids) for word in _words(record)}
    return found | (_naming(cursor, persons, words) if persons and words else set())


def _words(record: Record) -> set[str]:
    """What a record is known again by where it is quoted."""
    numbers = {text for one in record.identifiers for text in (one.value, one.raw)}
    names = {record.name, record.given, record.surnames, record.whole_name}
    return {*names, *numbers, *(cell for cell in record.cells.values() if len(cell) >= TELLING)} - {""}


def _naming(cursor: Any, ids: Collection[str], words: Collection[str] = ()) -> set[int]:
    """The entries whose core names one of these, and whose detail, where words are given, holds one of those."""
    cursor.execute(_NAMING, {"ids": [msgspec.json.encode(one) for one in ids], "words": [_in_json(one) for one in words]})
    kinds = {seq: msgspec.json.decode(core, type=_Core).kind for seq, core in cursor.fetchall()}
    return {seq for seq, kind in kinds.items() if kind not in OURS | OF_MANY}


_NAMING = """
SELECT c.seq, c.body FROM part c WHERE c.k = 1 AND EXISTS (SELECT FROM unnest(%(ids)s::bytea[]) id WHERE position(id IN c.body) > 0)
AND (%(words)s::bytea[] = '{}' OR EXISTS (
    SELECT FROM part d, unnest(%(words)s::bytea[]) word WHERE d.seq = c.seq AND d.k = 2 AND position(word IN d.body) > 0
))
"""


class _Core(msgspec.Struct):
    kind: str
