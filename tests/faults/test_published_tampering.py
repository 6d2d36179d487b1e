"""What was signed and shown of the ledger, changed behind the application's back: tiles, checkpoints, witnesses' signatures, and copies of
the published log. Whatever is changed, it is found, and one line names the tile, the checkpoint, the signature or the file.

Seeded; `make test` tries some dozens, `make test-long` hundreds. What cannot be told is said in `docs/reliability.md`.
"""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import parse_note
from kinkeeper.ledger.policy import Policy, parse_policy
from kinkeeper.ledger.tiles import tiles_of
from kinkeeper.site.database import Database
from kinkeeper.witness.checks import check_log
from kinkeeper.witness.copies import LogCopy
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from tests.signing import a_signer, record
from tests.witness.test_cosigner import serving

Chance = random.Random
SIZES = (300, 700, 1_100)
TILES = [(0, 0), (0, 1), (0, 2), (0, 3)]
TABLES = ("tile", "checkpoint", "cosignature")
SHOWN_NOW = {"checkpoint", "log.key", *(path for tile in tiles_of(SIZES[-1]) for path in (tile.path, tile.bundle_path))}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
OTHERS = "BADCFEHGJILKNMPORQTSVUXWZYbadcfehgjilknmporqtsvuxwzy1032547698/+"
OTHER_LETTER = f"translate(substr({{0}}, {{1}}, 1), '{LETTERS}', '{OTHERS}')"


@dataclass
class Shown:
    """A ledger of which three checkpoints were signed, each seen by two witnesses; and a copy of it at each size."""

    admin: psycopg.Connection
    policy: Policy
    copies: list[Path]
    saved: list[Checkpoint]


@pytest.fixture
def shown(database: Database, tmp_path: Path, _laid: Any) -> Iterator[Shown]:
    keys = [make_witness(tmp_path / name, f"{name}.example") for name in ("court", "counsel")]
    admin: psycopg.Connection = _laid.admin
    with (
        a_signer(tmp_path / "signer") as signer,
        serving(Cosigner(Memory(tmp_path / "court"), [signer.key()])) as one,
        serving(Cosigner(Memory(tmp_path / "counsel"), [signer.key()])) as two,
    ):
        lines = [f"witness w{n} {key.verifier} {at}" for n, (key, at) in enumerate(zip(keys, (one, two), strict=True))]
        policy = parse_policy("\n".join([f"log {signer.key()}", *lines, "group both all w0 w1", "quorum both", ""]).encode())
        copies = []
        for first, size in zip((0, *SIZES), SIZES, strict=False):
            record(first, size - first)
            Follower(signer, Showing(tmp_path / "files", policy), print).once()
            copies.append(Path(shutil.copytree(tmp_path / "files", tmp_path / f"copy {size}")))
    saved = [Checkpoint.parse(parse_note((copy / "checkpoint").read_text()).text) for copy in copies]
    admin.execute("CREATE SCHEMA kept")
    for table in TABLES:
        admin.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM {table}")  # type: ignore[call-overload]
    yield Shown(admin, policy, copies, saved)
    admin.execute("DROP SCHEMA kept CASCADE")


# What is kept in the database


def of_tile(chance: Chance) -> tuple[str, str]:
    """Flipped, cut, lengthened, emptied, deleted, put in twice elsewhere, exchanged, and all of them as they were before."""
    (level, index), (_, other) = chance.sample(TILES, 2)
    at, where = chance.randrange(8_192), f"level = {level} AND idx = {index}"
    named = rf"tile/0/00{index}"
    return chance.choice([
        (f"UPDATE tile SET hashes = set_byte(hashes, {at}, get_byte(hashes, {at}) # {1 << chance.randrange(8)}) WHERE {where}", named),
        (f"UPDATE tile SET hashes = substr(hashes, 1, {at}) WHERE {where}", named),
        (f"UPDATE tile SET hashes = hashes || '\\x00' WHERE {where}", named),
        (f"UPDATE tile SET hashes = substr(hashes, 33) || substr(hashes, 1, 32) WHERE {where}", named),
        (f"UPDATE tile SET hashes = (SELECT o.hashes FROM tile o WHERE o.level = 0 AND o.idx = {other}) WHERE {where}", named),
        (f"UPDATE tile SET idx = {chance.randrange(9, 99)} WHERE {where}", named),
        (f"UPDATE tile SET level = {chance.randrange(1, 9)} WHERE {where}", named),
        (f"DELETE FROM tile WHERE {where}", named),
        (f"INSERT INTO tile SELECT level, {chance.randrange(9, 99)}, hashes FROM tile WHERE {where}", "1 tiles are kept"),
        (f"DELETE FROM tile WHERE idx >= {index}", named),
    ])  # fmt: skip


def of_checkpoint(chance: Chance) -> tuple[str, str]:
    """A letter of the text or the signature, the size, the key, the order of two, one put in twice, those of before."""
    size, other = chance.sample(SIZES, 2)
    at, where = chance.randrange(1, 150), f"size = {size}"
    named = rf"(?:checkpoint that is kept over|signature that is kept of a witness, [a-z.]+, over) (?:{size}|{other}|\d+) entries"
    return chance.choice([
        (f"UPDATE checkpoint SET note = overlay(note PLACING {OTHER_LETTER.format('note', at)} FROM {at} FOR 1) WHERE {where} "
         f"AND substr(note, {at}, 1) ~ '[A-Za-z0-9+/]'", named),
        (f"UPDATE checkpoint SET note = left(note, {at}) WHERE {where}", named),
        (f"UPDATE checkpoint SET note = replace(note, '{size}', '{size + chance.randint(1, 99)}') WHERE {where}", named),
        (f"UPDATE checkpoint SET note = (SELECT o.note FROM checkpoint o WHERE o.size = {other}) WHERE {where}", named),
        (f"UPDATE checkpoint SET size = {chance.choice([size - 1, size + 1, 2_000])} WHERE {where}", named),
        (f"UPDATE checkpoint SET key = overlay(key PLACING {OTHER_LETTER.format('key', 30)} FROM 30 FOR 1) WHERE {where}", named),
        (f"DELETE FROM checkpoint WHERE {where}", named),
        (f"DELETE FROM checkpoint WHERE size >= {size}", named),
        (f"INSERT INTO checkpoint SELECT size + {chance.randint(1, 9)}, note, key, signed_at FROM checkpoint WHERE {where}", named),
    ])  # fmt: skip


def of_cosignature(chance: Chance) -> tuple[str, str]:
    """A letter, the time, the size, the witness, one of another checkpoint or witness, one put in twice."""
    size, other = chance.sample(SIZES, 2)
    who, whose = chance.sample(["court", "counsel"], 2)
    at, where = chance.randrange(20, 90), f"size = {size} AND key LIKE '{who}.%'"
    named = rf"signature that is kept of a witness, (?:{who}|{whose})[a-z.]*, over \d+ entries"
    seconds = chance.choice([-1, 1]) * chance.randint(1, 10**6)
    return chance.choice([
        (f"UPDATE cosignature SET line = overlay(line PLACING {OTHER_LETTER.format('line', at)} FROM {at} FOR 1) WHERE {where} "
         f"AND substr(line, {at}, 1) ~ '[A-Za-z0-9+/]'", named),
        (f"UPDATE cosignature SET line = left(line, {at}) WHERE {where}", named),
        (f"UPDATE cosignature SET seen_at = seen_at + interval '{seconds} s' WHERE {where}", named),
        (f"UPDATE cosignature SET size = {chance.choice([5, 2_000])} WHERE {where}", named),
        (f"UPDATE cosignature SET size = {other}, seen_at = seen_at + interval '{seconds} s' WHERE {where}", named),
        (f"UPDATE cosignature SET key = (SELECT o.key FROM cosignature o WHERE o.key LIKE '{whose}.%' LIMIT 1), "
         f"seen_at = seen_at + interval '{seconds} s' WHERE {where}", named),
        (f"UPDATE cosignature SET line = (SELECT o.line FROM cosignature o WHERE o.size = {size} AND o.key LIKE '{whose}.%') "
         f"WHERE {where}", named),
        (f"INSERT INTO cosignature SELECT {chance.randrange(1, 299)}, key, seen_at, line FROM cosignature WHERE {where}", named),
        (f"INSERT INTO cosignature SELECT size, key, seen_at + interval '{seconds} s', line FROM cosignature WHERE {where}", named),
    ])  # fmt: skip


KEPT: tuple[Callable[[Chance], tuple[str, str]], ...] = (of_tile, of_checkpoint, of_cosignature)


def says() -> str:
    from kinkeeper.queries.ledger import verify_ledger

    verified = verify_ledger(Actor("x", "", "inspector"))
    assert verified.fault is None
    return verified.wrong


def try_kept(shown: Shown, count: int, seed: int) -> None:
    chance, wrong, tried = Chance(seed), [], 0
    for _ in range(20 * count):
        if tried == count:
            break
        sql, named = KEPT[tried % len(KEPT)](chance)
        if not shown.admin.execute(sql).rowcount:  # type: ignore[call-overload]
            continue
        said, tried = says(), tried + 1
        for table in TABLES:
            shown.admin.execute(f"TRUNCATE {table}; INSERT INTO {table} SELECT * FROM kept.{table}")  # type: ignore[call-overload]
        if "\n" in said or not re.search(named, said):
            wrong.append(f"{sql}\n    said: {said!r}, expected {named!r}")
    print(f"{tried} changes of what is signed and shown, {tried - len(wrong)} found and named")
    assert tried == count, "most of these changes change nothing"
    assert wrong == [], f"seed {seed}: {len(wrong)} of {count}\n" + "\n".join(wrong[:10])
    assert says() == ""


def test_what_is_kept_of_what_was_signed_and_is_changed_is_named(shown: Shown) -> None:
    try_kept(shown, 45, seed=1)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(3))
def test_hundreds_of_changes_of_what_was_signed_are_named(shown: Shown, part: int) -> None:
    try_kept(shown, 300, seed=20 + part)


# A copy of the published log


def of_copy(folder: Path, old: Path, chance: Chance) -> str:
    """One file flipped, cut, lengthened, emptied, deleted, overwritten with another, or as an older copy has it. Its name."""
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    name = chance.choice(files)
    path, data = folder / name, (folder / name).read_bytes()
    # An earlier, narrower tile may go; it may not say anything else.
    doing = chance.choice([one for one in range(7) if one != 4 or name in SHOWN_NOW])
    if doing == 0:
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
    elif doing == 1:
        path.write_bytes(data[: chance.randrange(len(data) - 1)])  # without its last line's end alone a text says the same
    elif doing == 2:
        path.write_bytes(data + chance.randbytes(chance.randint(1, 40)))
    elif doing == 3:
        path.write_bytes(b"")
    elif doing == 4:
        path.unlink()
    elif doing == 5:
        shutil.copy(folder / chance.choice([one for one in files if (folder / one).read_bytes() != data]), path)
    elif (old / name).exists() and (old / name).read_bytes() != data:
        shutil.copy(old / name, path)
    else:
        path.write_bytes(data[::-1])
    return name


def check(shown: Shown, folder: Path, *, by_own_key: bool) -> str:
    try:
        check_log(LogCopy(str(folder)), None if by_own_key else shown.policy, shown.saved)
    except KinkeeperError as error:
        return str(error)
    return ""


def try_copies(shown: Shown, count: int, seed: int) -> None:
    chance, wrong = Chance(seed), []
    for at in range(count):
        folder = Path(shutil.copytree(shown.copies[-1], shown.copies[-1].with_name(f"changed {at}")))
        name = of_copy(folder, shown.copies[chance.randrange(2)], chance)
        said = check(shown, folder, by_own_key=name == "log.key")
        if "\n" in said or not re.search(
            re.escape(name) + "|Entr(y|ies) [0-9]" + "|signature|checkpoint|[Kk]eys? " * (name == "checkpoint"), said
        ):
            wrong.append(f"{at} {name}: {said!r}")
        shutil.rmtree(folder)
    print(f"{count} changed copies of the log, {count - len(wrong)} found and named")
    assert wrong == [], f"seed {seed}: {len(wrong)} of {count}\n" + "\n".join(wrong[:10])
    assert check(shown, shown.copies[-1], by_own_key=False) == ""


def test_a_changed_copy_is_found_and_named(shown: Shown) -> None:
    try_copies(shown, 60, seed=3)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(3))
def test_hundreds_of_changed_copies_are_found_and_named(shown: Shown, part: int) -> None:
    try_copies(shown, 300, seed=40 + part)


def test_an_old_copy_put_back_whole_is_refused_by_a_newer_checkpoint(shown: Shown) -> None:
    for copy, size in zip(shown.copies[:2], SIZES, strict=False):
        assert (
            check(shown, copy, by_own_key=False) == f"The log is broken. checkpoint: it is over {size} entries, and a saved one over 1100."
        )
