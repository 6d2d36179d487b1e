"""The compiled way to take a group says what the plain one says, whatever is stored."""

import ctypes
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.groups import EPOCH, MICROSECOND, Group, take_plainly
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.native import Kernel, kernel_path, quickest, quickest_root, tile_root
from kinkeeper.ledger.stored import StoredEntry, StoredPart

from .columns import group
from .ledgers import ledger, with_part

PATH = kernel_path()
assert PATH, "make install compiles it"
KERNEL = Kernel(PATH)
WHOLE = ledger(256)


@pytest.fixture
def processors_own() -> Iterator[None]:
    """Whatever a test asks of the kernel, afterwards it hashes by the processor's own instructions again."""
    yield
    KERNEL.library.hash_by_instructions(1)


@pytest.mark.parametrize("by_instructions", [0, 1])
def test_what_it_hashes_is_sha_256(processors_own: None, by_instructions: int) -> None:
    KERNEL.library.hash_by_instructions(by_instructions)
    chance = random.Random(7)
    hashed, other_hashed = (ctypes.create_string_buffer(32) for _ in range(2))
    for length in [*range(400), 4_096, 100_003]:
        data, other = (chance.randbytes(of) for of in (length, chance.choice([length, chance.randrange(600)])))
        messages = [Message.cut(one, chance) for one in (data, other)]
        KERNEL.library.sha256(ctypes.byref(messages[0]), hashed)
        assert hashed.raw == sha256(data).digest(), f"{length} bytes"
        KERNEL.library.sha256_two(*map(ctypes.byref, messages), hashed, other_hashed)
        assert [hashed.raw, other_hashed.raw] == [sha256(data).digest(), sha256(other).digest()], f"{length} and {len(other)} bytes"


class Message(ctypes.Structure):
    """As `native/sha256.h` has it."""

    _fields_ = [("opening", ctypes.c_char_p), ("opening_length", ctypes.c_size_t), ("rest", ctypes.c_char_p), ("length", ctypes.c_size_t)]

    @classmethod
    def cut(cls, data: bytes, chance: random.Random) -> "Message":
        """The message whose opening is some of the data, of less than a block."""
        at = min(len(data), chance.randrange(64))
        return cls(data[:at], at, data[at:], len(data) - at)


def test_the_hash_over_a_tile_is_that_of_the_plain_way() -> None:
    tile = random.Random(8).randbytes(8_192)
    assert quickest_root(PATH)(tile) == quickest_root(None)(tile) == tile_root(tile)
    for way in (quickest_root(PATH), quickest_root(None)):
        with pytest.raises(Unreadable):
            way(tile[1:])


@pytest.mark.parametrize("count", [1, 2, 255, 256])
@pytest.mark.parametrize("by_instructions", [0, 1])
def test_a_whole_group_is_taken_the_same(processors_own: None, by_instructions: int, count: int) -> None:
    KERNEL.library.hash_by_instructions(by_instructions)
    whole = group(WHOLE.entries[:count])
    plain = take_plainly(whole, None)
    assert plain and plain == KERNEL.take(whole, None)
    assert (len(plain.hashes), bool(plain.root)) == (32 * count, count == 256)


INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def made(position: int, core: bytes, at: datetime) -> StoredEntry:
    parts = [Part(bytes([position % 256]) * 32, core), Part(bytes(32), b"{}" * (position % 90))]
    stored = tuple(StoredPart(position, k, part.salt, part.body, None) for k, part in enumerate(parts, 1))
    return StoredEntry(position, leaf(parts), at, stored)


@given(st.lists(st.tuples(TEXTS, INSTANTS), min_size=1, max_size=6), st.none() | INSTANTS, st.integers(0, 2**38))
@settings(max_examples=200)
def test_times_are_read_from_cores_as_json_is_read(cores: list[tuple[str, datetime]], before: datetime | None, first: int) -> None:
    """Whatever the members before the time hold, and whether it runs backwards."""
    entries = []
    for position, (actor, at) in enumerate(cores, first):
        said = at.isoformat(timespec="milliseconds") + "Z"
        entries.append(
            made(position, canonical({"actor": actor, "agency": "", "at": said, "kind": "k", "said": {}}), at.replace(tzinfo=UTC))
        )
    last = None if before is None else (before.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
    plain, compiled = (take(group(entries), last) for take in (take_plainly, KERNEL.take))
    assert plain and plain == compiled


@pytest.mark.parametrize(
    "core",
    [
        b'{"at":"2026-07-01T12:00:00+00:00"}',
        b'{"at":"2026-07-01T14:00:00.000000+02:00"}',
        b'{"a":1,"at":"2026-07-01T12:00:00.000Z"}',
        b'{"a":{"at":"2026-07-01T13:00:00.000Z"},"at":"2026-07-01T12:00:00.000Z"}',
        b' {"at":"2026-07-01T12:00:00.000Z"}',
        b'{"\\u0061t":"2026-07-01T12:00:00.000Z"}',
    ],
)
def test_a_core_that_the_kernel_cannot_read_is_read_plainly(core: bytes) -> None:
    one = group([made(0, core, datetime(2026, 7, 1, 12, tzinfo=UTC))])
    assert KERNEL.take(one, None) is None
    assert take_plainly(one, None)
    assert quickest(PATH)(one, None) == take_plainly(one, None)


@pytest.mark.parametrize(
    "core",
    [
        b"",
        b"{",
        b'{"',
        b'{"at',
        b'{"at"',
        b'{"at":',
        b'{"at":"',
        b'{"at":"2026-07-01T12:00:00.000Z',
        b'{"at":"2026-07-01T12:00:00.000Z"',
        b'{"a\\',
        b'{"a":"\\',
        b'{"a":"b"',
        b'{"a":"b",',
        b'{"a":"b":"c"}',
        b'{"at":1}',
        b'{"actor":"at"}',
        b"[]",
        *(
            b'{"at":"%s"}' % time
            for time in (
                b"2026-07-01T12:00:00.001Z",
                b"2026-07-01T12:00:00.000z",
                b"2026-13-01T12:00:00.000Z",
                b"2026-00-01T12:00:00.000Z",
                b"2026-06-31T12:00:00.000Z",
                b"2026-02-29T12:00:00.000Z",
                b"2026-07-00T12:00:00.000Z",
                b"0000-07-01T12:00:00.000Z",
                b"2026-07-01T24:00:00.000Z",
                b"2026-07-01T12:60:00.000Z",
                b"2026-07-01T12:00:60.000Z",
                b"2026-07-01T12:00:00.0x0Z",
                b"x026-07-01T12:00:00.000Z",
            )
        ),
    ],
)
def test_a_core_that_says_no_or_another_time_is_never_taken(core: bytes) -> None:
    """At the end of what was received as well as before more: the kernel reads not a byte beyond it."""
    at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    one = group([made(0, core, at)])
    cut_off = one._replace(bodies=core, lengths=len(core).to_bytes(4, "big") + bytes(4))
    for taken in (one, cut_off):
        if core != b'{"at":"2026-07-01T12:00:00.000Z"':
            assert KERNEL.take(taken, None) is None
        assert take_plainly(taken, None) is None


def test_the_days_of_leap_years_are_counted() -> None:
    day = datetime(1899, 12, 31, tzinfo=UTC)
    for _ in range(800):
        day += timedelta(days=37, hours=5)
        said = day.isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()
        one = group([made(0, b'{"at":"%s"}' % said, day)])
        assert KERNEL.take(one, None) == take_plainly(one, None) is not None


# What somebody changed


@given(st.sampled_from(Group._fields[1:8]), st.integers(0, 10**6), st.integers(1, 255), st.integers(1, 256))
@settings(max_examples=400)
def test_a_byte_changed_in_any_column_is_seen_by_both(column: str, at: int, by: int, count: int) -> None:
    whole = group(WHOLE.entries[:count])
    data = bytearray(getattr(whole, column))
    data[at % len(data)] ^= by
    changed = whole._replace(**{column: bytes(data)})
    assert changed.entry_count == count
    assert KERNEL.take(changed, None) is None and take_plainly(changed, None) is None


@given(st.sampled_from(Group._fields[1:8]), st.integers(0, 10**6), st.integers(-40, 40).filter(bool))
@settings(max_examples=200)
def test_a_column_that_is_cut_or_grown_is_seen_by_both(column: str, at: int, by: int) -> None:
    whole = group(WHOLE.entries[:9])
    data = getattr(whole, column)
    at %= len(data)
    changed = whole._replace(**{column: data[:at] + (bytes(by) + data[at:] if by > 0 else data[at - by :])})
    if changed != whole and (changed.entry_count or column == "bodies"):
        assert KERNEL.take(changed, None) is None and take_plainly(changed, None) is None
    else:
        assert changed.entry_count in (0, 9)


def part_under_another_number(entries: list[StoredEntry]) -> None:
    """Part 1 of entry 5 stands as part 9 of entry 4: in the same order, and before what it stood before."""
    strange = entries[5].parts[0]._replace(position=4, k=9)
    entries[4] = entries[4]._replace(parts=(*entries[4].parts, strange))
    entries[5] = entries[5]._replace(parts=entries[5].parts[1:])


def leaf_in_the_row_before(entries: list[StoredEntry]) -> None:
    entries[4] = entries[4]._replace(leaf=(entries[4].leaf or b"") + (entries[5].leaf or b""))
    entries[5] = entries[5]._replace(leaf=None)


def byte_from_body_to_body(entries: list[StoredEntry]) -> None:
    core, detail = (part.body or b"" for part in entries[7].parts)
    entries[7] = with_part(with_part(entries[7], 1, body=core + detail[:1]), 2, body=detail[1:])


@pytest.mark.parametrize("change", [part_under_another_number, leaf_in_the_row_before, byte_from_body_to_body])
def test_bytes_that_only_changed_their_rows_are_seen_by_both(change: Callable[[list[StoredEntry]], None]) -> None:
    entries = list(WHOLE.entries[:20])
    change(entries)
    changed = group(entries)
    assert not changed.entry_count or (KERNEL.take(changed, None), take_plainly(changed, None)) == (None, None)


def test_where_nothing_was_compiled_the_plain_way_is_taken(tmp_path: Path) -> None:
    assert kernel_path(tmp_path) is None
    assert quickest(None) is take_plainly
