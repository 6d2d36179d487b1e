"""What a person can be found by: a row of keys for every record that counts and has a name or a number, and how common each word is.

A record that is withdrawn leaves nothing here, and one that is restored comes back; sealing and expunging make these tables anew, like all.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from kinkeeper.domain.casework.inquiries import Inquiry, InquiryRecorded
from kinkeeper.domain.deliveries.withdrawals import RecordRestored, RecordWithdrawn
from kinkeeper.domain.records import Record, RecordReceived
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.linkage.finding.keys import SOUND, Lasting, keys_of, lasting, near, of_line, sound_of
from kinkeeper.linkage.finding.records import lasting_of, said_of
from kinkeeper.projections.versions import Cursor, add_rows
from kinkeeper.store.arrays import array, text_array

COLUMNS = ("record_id", "line", "keys")
NAMES = ("given", "surnames")
ALL = ("record", "")
"""The row that says how many there are."""
NUMBER = f"""
(SELECT i.value FROM identifier i WHERE i.record_id = r.record_id AND i.kind = '{IdentifierKind.A_NUMBER}' ORDER BY i.n LIMIT 1)
"""
KNOWN = f"""
SELECT r.record_id, r.given, r.surnames, r.whole_name, r.born, r.sex, r.nationality, coalesce({NUMBER}, '') FROM record r
WHERE r.record_id = ANY(%s)
"""
WITHDRAWN = "SELECT record_id FROM record_withdrawal WHERE until IS NULL AND record_id = ANY(%s::text[])"
GONE = "DELETE FROM findable WHERE record_id = ANY(%s) RETURNING line"
MORE = """
INSERT INTO findable_value AS v (kind, value, sound, near, count)
SELECT kind, value, sound, near::int[], count FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::int[])
    AS told(kind, value, sound, near, count)
ON CONFLICT (kind, value) DO UPDATE SET count = v.count + excluded.count
"""
AT_ONCE = f"""
WITH came AS (
    INSERT INTO findable (record_id, line, keys) SELECT record_id, line, keys::int[]
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS told(record_id, line, keys)
) {MORE}
"""
"""Rows and counts in one message."""
FEW = 20
"""Records that are sent so: more are quicker by COPY."""
FEWER = """
UPDATE findable_value v SET count = v.count - w.count FROM unnest(%s::text[], %s::text[], %s::int[]) AS w(kind, value, count)
WHERE v.kind = w.kind AND v.value = w.value
"""
NONE_LEFT = "DELETE FROM findable_value WHERE count = 0 AND (kind, value) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]]) -> None:
    """Take in records received or restored and take out those withdrawn, by what counts after these entries, whatever their order."""
    told = (entry.record for _, entry in entries if isinstance(entry, RecordReceived))
    named = {record.record_id: lasting_of(record) for record in told if _is_named(record)}
    changed = {record for _, entry in entries if isinstance(entry, RecordWithdrawn | RecordRestored) for record in entry.record_ids}
    if changed:
        _take_out(cursor, sorted(changed))
        named |= _known(cursor, sorted(changed))
    _seek(cursor, [entry.inquiry for _, entry in entries if isinstance(entry, InquiryRecorded)])
    found = {record: one for record, one in named.items() if one.given or one.surnames or one.a_number}
    for record in _withdrawn(cursor, found):
        del found[record]
    if found:
        _take_in(cursor, found)


def _withdrawn(cursor: Cursor, records: Collection[str]) -> list[str]:
    """Those of these records that do not count. One may have been withdrawn before it came in."""
    if not records:
        return []
    cursor.execute(WITHDRAWN, [text_array(records)])
    return [record for (record,) in cursor.fetchall()]


def _is_named(record: Record) -> bool:
    return bool(record.given or record.surnames or record.whole_name or record.identifiers)


def _seek(cursor: Cursor, inquiries: Sequence[Inquiry]) -> None:
    """Keep the keys of the searches that are open, and of no other."""
    newest = {one.inquiry_id: one for one in inquiries}
    if not newest:
        return
    cursor.execute("DELETE FROM sought WHERE inquiry_id = ANY(%s)", [list(newest)])
    still = [one for one in newest.values() if one.is_open]
    people = [lasting(one.given, one.surnames, one.born, "", "", one.a_number) for one in still]
    rows = [
        (one.inquiry_id, who.given, who.surnames, who.born, who.a_number, keys)
        for one, who, keys in zip(still, people, keys_of(people, telling=True), strict=True)
    ]
    add_rows(cursor, "sought", ("inquiry_id", "given", "surnames", "born", "a_number", "keys"), rows)


def _known(cursor: Cursor, records: Sequence[str]) -> dict[str, Lasting]:
    cursor.execute(KNOWN, [records])
    return {record: said_of(*told) for record, *told in cursor.fetchall()}


def _take_in(cursor: Cursor, found: Mapping[str, Lasting]) -> None:
    people = list(found.values())
    heard = near(_words(people))
    sound = {word: number for word, (number, _) in heard.items()}
    keys, lines = keys_of(people, sound), [one.line for one in people]
    counted = _counted(_counts(people, sound), heard)
    if len(found) <= FEW:
        cursor.execute(AT_ONCE, [text_array(found), text_array(lines), text_array(map(array, keys)), *counted])
        return
    add_rows(cursor, "findable", COLUMNS, zip(found, lines, keys, strict=True))
    cursor.execute(MORE, counted)


def _counted(counts: Mapping[tuple[str, str], int], heard: Mapping[str, tuple[int, list[int]]]) -> list[str]:
    """The columns of `findable_value`, new words with what they are near to."""
    kinds, values = zip(*counts, strict=True)
    sounds, nears = zip(*(heard[value] if kind in NAMES else (0, ()) for kind, value in counts), strict=True)
    return [array(kinds), text_array(values), array(sounds), text_array(map(array, nears)), array(counts.values())]


def _take_out(cursor: Cursor, records: Sequence[str]) -> None:
    cursor.execute(GONE, [records])
    people = [of_line(line) for (line,) in cursor.fetchall()]
    counts = _counts(people, sound_of(_words(people)))
    if counts:
        kinds, values = (list(column) for column in zip(*counts, strict=True))
        cursor.execute(FEWER, [kinds, values, list(counts.values())])
        cursor.execute(NONE_LEFT, [kinds, values])


def _words(people: Iterable[Lasting]) -> set[str]:
    return {word for one in people for word in f"{one.given} {one.surnames}".split()}


def _counts(people: Iterable[Lasting], sound: Mapping[str, int]) -> Counter[tuple[str, str]]:
    """How many of these have what, each word being heard so."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in people:
        counts.update({("given", word) for word in one.given.split()} | {("surnames", word) for word in one.surnames.split()})
        counts.update((kind, value) for kind, value in (("sex", one.sex), ("nationality", one.nationality), ALL) if value or kind == ALL[0])
    for value, count in [(value, count) for (kind, value), count in counts.items() if kind in NAMES]:
        counts[SOUND, str(sound[value])] += count
    return counts
