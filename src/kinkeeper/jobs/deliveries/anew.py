"""A table that came before and fitted no layout, and can be read now: by settings, a recipe, or a layout that was added.

What was refused stays on the ledger as it was; what is read now is an extract of its own, known by a number made of the first one's.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256

from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Claim, ReceiveRecords, Record
from kinkeeper.domain.requests import digest_of
from kinkeeper.jobs.reading import Slice


def number_of_reading(extract_id: str) -> str:
    """The number of the extract that a table is which was refused as a whole before."""
    return sha256(f"{extract_id} read".encode()).hexdigest()[: len(extract_id)]


def read_anew(slices: Iterator[Slice], refused: Collection[str]) -> Iterator[Slice]:
    """The slices; those of tables that were refused before and hold records now under the number of this reading."""
    renamed: set[str] = set()
    for some in slices:
        if some.records and some.extract_id in refused:
            renamed.add(some.extract_id)
        yield _renamed(some) if some.extract_id in renamed else some


def _renamed(some: Slice) -> Slice:
    before, now = some.extract_id, number_of_reading(some.extract_id)

    def named(record_id: str) -> str:
        return now + record_id.removeprefix(before) if record_id.startswith(before) else record_id

    def of_claim(one: Claim) -> Claim:
        return replace(one, record=named(one.record)) if one.record else one

    def of_record(one: Record) -> Record:
        return replace(one, extract_id=now, record_id=named(one.record_id), claims=tuple(map(of_claim, one.claims)))

    records = tuple(map(of_record, some.records))
    extract = replace(some.extract, extract_id=now) if some.extract else None
    digest = digest_of(ReceiveRecords(records)) if records else b""
    return replace(some, extract_id=now, records=records, digest=digest, extract=extract)
