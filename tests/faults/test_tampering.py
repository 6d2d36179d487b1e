"""Whatever is stored, changed in whatever way behind the application's back: it is found, and what is wrong is named.

Seeded; `make test` tries some hundred changes, `make test-long` thousands. The seed that failed is in the message.
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
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.people import IdentifyPeople, Join, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.ties import AssessTies, DisputeTie, Evidence, Tie
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database
from tests.gateway.test_backup import flipped, rewrite
from tests.gateway.test_sealing import carry_out, lay
from tests.gateway.test_submit import rows, send

ME = Actor("R. Delgado", "HHS", "operator")
Chance = random.Random


@dataclass(frozen=True)
class Change:
    """What an administrator does, to which table, and what has to be said of it (a regular expression)."""

    kind: str
    sql: str
    table: str
    named: str
    duplicates: bool = False


@dataclass
class Place:
    """A ledger with something of everything in it, and how to put it back."""

    admin: psycopg.Connection
    size: int
    saved: list[Checkpoint]
    leaves: list[bytes]
    read_rows: dict[str, int]
    columns: dict[str, list[tuple[str, str]]]
    keys: dict[str, str]
    backup: Path

    def entry(self, seq: int) -> str:
        """How this entry may be named. What it expunged stands before it, and is wrong without it; of one that was expunged the commitment
        is all there is, so that a change of its leaf is known only by the tree, as a range."""
        covering = seq == rows("SELECT expunged_by FROM kept.part WHERE seq = 5 AND k = 2")[0][0]
        return rf"(?:Entry (?:{seq}{'|5' if covering else ''}): {'|Entries [0-9]+ to [0-9]+: ' if seq in (5, 9) else ''})"

    def put_back(self, *tables: str) -> None:
        for table in tables:
            names = ", ".join(name for name, _ in self.columns[table])
            self.admin.execute(f"TRUNCATE {table}; INSERT INTO {table} ({names}) SELECT {names} FROM kept.{table}")  # type: ignore[call-overload]


@pytest.fixture
def place(database: Database, _laid: Any, tmp_path: Path) -> Iterator[Place]:
    from kinkeeper.gateway.backup import backup
    from kinkeeper.store.tables import LEDGER_TABLES, READ_TABLES

    fill()
    admin: psycopg.Connection = _laid.admin
    backup(tmp_path / "backup", lambda name, done: None)
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT leaf FROM entry ORDER BY seq")]
    saved = [Checkpoint("log", size, Frontier().extended(leaves[:size]).root()) for size in (7, len(leaves))]
    admin.execute("CREATE SCHEMA kept")
    admin.execute(
        "GRANT USAGE ON SCHEMA kept TO kinkeeper_app; ALTER DEFAULT PRIVILEGES IN SCHEMA kept GRANT SELECT ON TABLES TO kinkeeper_app"
    )
    columns, keys, counts = {}, {}, {}
    for table in (*LEDGER_TABLES, *READ_TABLES):
        admin.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM {table}")  # type: ignore[call-overload]
        columns[table] = rows(
            f"SELECT quote_ident(attname), atttypid::regtype::text FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
        )
        keys[table] = str(
            rows(f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'p'")[0][0]
        )
        counts[table] = int(rows(f"SELECT count(*) FROM {table}")[0][0])
    read_rows = {table: counts[table] for table in READ_TABLES if counts[table]}
    yield Place(admin, len(leaves), saved, leaves, read_rows, columns, keys, tmp_path / "backup")  # type: ignore[arg-type]
    admin.execute("DROP SCHEMA kept CASCADE")


def fill() -> None:
    lay()
    people = tuple(
        Record(
            f"s{n}",
            "e",
            f"g.csv#{n}",
            "layout",
            n,
            given="José",
            identifiers=(Identifier("a_number", "1", "A1"),),
            stays=(Stay("ORR", "Chicago", "2018-05-17"),),
        )
        for n in range(20)
    )
    send("people", ReceiveRecords(people))
    send("persons", IdentifyPeople("run", (Person("P3", ("s1", "s2"), (Join("s1", "s2", "0.9000", "words"),)), Person("P4", ("s3",)))))
    send("again", IdentifyPeople("run", (Person("P4", ("s2", "s3")),)))
    tie = Tie("P3", "P4", "parent", "claimed", "0.9000", "recorded", (Evidence("document", "words", "3.0"),))
    send("tie", AssessTies("run", (tie,)))
    send("dispute", DisputeTie("P3", "P4", "a doubt"))
    carry_out("expunge", 5, 9)
    carry_out("seal", 7, name="S-2")


# Kinds of stored things, and what is done to them


def flip(column: str, chance: Chance) -> str:
    at = f"({chance.randrange(10**6)} % length({column}))"
    return f"{column} = set_byte({column}, {at}, get_byte({column}, {at}) # {1 << chance.randrange(8)})"


def of_salt_or_body(place: Place, chance: Chance) -> Change:
    """Flipped, truncated, emptied, taken from another entry, exchanged between parts, gone."""
    thing = chance.choice(["salt", "body"])
    seq, k = chance.choice([(seq, k) for seq in range(place.size) for k in (1, 2) if (seq, k) not in {(5, 2), (9, 2)}])
    other = chance.choice([one for one in range(place.size) if one not in {seq, 5, 9}])
    both = thing == "body" and chance.random() < 0.2
    change = chance.choice([
        f"SET {flip(thing, chance)}",
        f"SET {thing} = substr({thing}, 1, length({thing}) - 1)",
        f"SET {thing} = ''",
        f"SET {thing} = {thing} || '\\x20'",
        f"SET {thing} = (SELECT o.{thing} FROM part o WHERE o.seq = {other} AND o.k = {3 - k})",
        f"SET salt = NULL, body = NULL, expunged_by = {chance.randrange(place.size + 5)}",
    ])  # fmt: skip
    where = f"seq = {seq}" if both and change.startswith("SET body = set") else f"seq = {seq} AND k = {k}"
    return Change(thing, f"UPDATE part {change} WHERE {where}", "part", f"^{place.entry(seq)}.*part")


def of_leaf(place: Place, chance: Chance) -> Change:
    seq, other = chance.sample(range(place.size), 2)
    change = chance.choice([
        f"SET {flip('leaf', chance)} WHERE seq = {seq}",
        f"SET leaf = substr(leaf, 1, {chance.randrange(66)}) WHERE seq = {seq}",
        f"SET leaf = leaf || '\\x00' WHERE seq = {seq}",
        f"SET leaf = (SELECT o.leaf FROM entry o WHERE o.seq = {other}) WHERE seq = {seq}",
    ])  # fmt: skip
    return Change("leaf", f"UPDATE entry {change}", "entry", f"^{place.entry(seq)}")


def of_time(place: Place, chance: Chance) -> Change:
    seq, days = chance.randrange(place.size), chance.choice([-1, 1]) * chance.randint(1, 400)
    sql = f"UPDATE entry SET recorded_at = recorded_at + interval '{days} days' WHERE seq = {seq}"
    return Change("recorded_at", sql, "entry", rf"^Entry {seq}: it is kept as recorded at ")


def of_seq(place: Place, chance: Chance) -> Change:
    """An entry or its parts moved, deleted, duplicated; the end cut off."""
    seq, beyond = chance.randrange(place.size), place.size + chance.randrange(9)
    table = chance.choice(["entry", "part"])
    which = f"seq = {seq}" if table == "entry" or chance.random() < 0.5 else f"seq = {seq} AND k = {chance.choice([1, 2])}"
    doing = chance.choice(["move", "delete", "copy", "twice", "cut"])
    # What the entry that covers them expunged stands before it, and is wrong without it.
    named = rf"^Entry (?:{seq}|5): "
    if doing == "move":
        named = rf"^Entry (?:-\d+|{seq}|5): "
        return Change("seq", f"UPDATE {table} SET seq = {chance.choice([beyond, -seq - 1])} WHERE {which}", table, named)
    if doing == "delete":
        return Change("seq", f"DELETE FROM {table} WHERE {which}", table, named)
    if doing == "cut":
        return Change("seq", f"DELETE FROM {table} WHERE seq >= {seq}", table, named)
    names = ", ".join(name for name, _ in place.columns[table])
    if doing == "twice":
        return Change("seq", f"INSERT INTO {table} SELECT * FROM {table} WHERE {which}", table, rf"^Entry {seq}: .*twice", duplicates=True)
    picked = names.replace("seq", str(beyond), 1)
    return Change(
        "seq", f"INSERT INTO {table} ({names}) SELECT {picked} FROM {table} WHERE {which}", table, rf"^Entry (?:{place.size}|{beyond}): "
    )


def of_head(place: Place, chance: Chance) -> Change:
    size = chance.choice([one for one in range(place.size + 4) if one != place.size])
    if chance.random() < 0.5:
        sql = f"UPDATE head SET size = {size}"
    else:
        frontier = Frontier().extended((place.leaves * 2)[:size]).to_bytes().hex()
        sql = f"UPDATE head SET size = {size}, frontier = '\\x{frontier}'"
    if chance.random() < 0.1:
        sql = "DELETE FROM head"
    return Change("head", sql, "head", r"[Hh]ead")


def of_frontier(place: Place, chance: Chance) -> Change:
    change = chance.choice([flip("frontier", chance), f"frontier = substr(frontier, {chance.randint(2, 60)})", "frontier = ''",
                            "frontier = substr(frontier, 33) || substr(frontier, 1, 32)"])  # fmt: skip
    return Change("frontier", f"UPDATE head SET {change}", "head", r"[Hh]ead")


def of_expunge_link(place: Place, chance: Chance) -> Change:
    seq = chance.choice([5, 9])
    by = int(rows("SELECT expunged_by FROM part WHERE seq = 5 AND k = 2")[0][0])
    change = chance.choice([
        f"SET expunged_by = {chance.choice([one for one in range(place.size + 5) if one != by])} WHERE seq = {seq} AND k = 2",
        f"SET salt = '\\x{chance.randbytes(32).hex()}', body = '{{}}', expunged_by = NULL WHERE seq = {seq} AND k = 2",
        f"SET body = convert_to(replace(convert_from(body, 'UTF8'), '[{seq},2]', '[{seq + 1},2]'), 'UTF8') WHERE seq = {by} AND k = 1",
        f"SET salt = NULL, body = NULL, expunged_by = {by} WHERE seq = {chance.choice([1, 2, 11])} AND k = 2",
    ])  # fmt: skip
    return Change("expunge link", f"UPDATE part {change}", "part", r"^Entry \d+: its part ")


def of_request(place: Place, chance: Chance) -> Change:
    (one,) = chance.choice(rows("SELECT request_id FROM request ORDER BY 1"))
    step = chance.choice([-1, 1]) * chance.randint(1, 9)
    sql = chance.choice([
        f"DELETE FROM request WHERE request_id = '{one}'",
        f"UPDATE request SET first = first + {step} WHERE request_id = '{one}'",
        f"UPDATE request SET count = count + {step} WHERE request_id = '{one}'",
        f"UPDATE request SET request_id = request_id || 'x' WHERE request_id = '{one}'",
        f"INSERT INTO request SELECT request_id || 'y', command_sha256, first, count FROM request WHERE request_id = '{one}'",
    ])  # fmt: skip
    return Change("request", sql, "request", r"^request: ")


def of_read_table(place: Place, chance: Chance) -> Change:
    """A row changed in any column, deleted, copied under another position, or brought in from nowhere."""
    table = chance.choice(sorted(place.read_rows))
    row = f"ctid = (SELECT ctid FROM {table} ORDER BY ctid OFFSET {chance.randrange(place.read_rows[table])} LIMIT 1)"
    doing = chance.random()
    named = rf"^{table}: "
    if doing < 0.2:
        return Change("read table", f"DELETE FROM {table} WHERE {row}", table, named)
    if doing < 0.35:
        names = [name for name, _ in place.columns[table]]
        picked = ["since + 1000" if name == "since" else name for name in names]
        if "since" in names and "since" in place.keys[table]:
            sql = f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(picked)} FROM {table} WHERE {row}"
            return Change("read table", sql, table, named)
    column, kind = chance.choice(place.columns[table])
    return Change("read table", f"UPDATE {table} SET {column} = {another(column, kind)} WHERE {row}", table, named)


def another(column: str, kind: str) -> str:
    """SQL for another value than this column has."""
    return {
        "text": f"coalesce({column}, '') || 'x'",
        "jsonb": f"jsonb_build_array({column})",
        "boolean": f"NOT coalesce({column}, false)",
        "date": f"CASE WHEN isfinite({column}) THEN {column} + 1 ELSE '2018-01-01' END",
        "numeric": f"coalesce({column} / 2 + 0.0001, 0.5)",
        "timestamp with time zone": f"coalesce({column} + interval '1 hour', now())",
        "bytea": f"{column} || '\\x00'",
        "text[]": f"array_append({column}, 'x')",
        "integer[]": f"array_append({column}, 7)",
        "double precision": f"coalesce({column} + 0.5, 0.5)",
    }.get(kind, f"coalesce({column} + 1000, 1000)::{kind}")


LEDGER = (of_salt_or_body, of_leaf, of_time, of_seq, of_head, of_frontier, of_expunge_link)
TABLES = (of_request, of_read_table)


def says(place: Place, change: Change) -> str:
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.ledger import verify_ledger

    if change.table in {"entry", "part", "head"}:
        try:
            return str(verify_ledger(ME, place.saved).fault)
        except LedgerBroken as error:
            return str(error)
    differences = rebuild.check()
    return f"{differences[0].noun}: {differences[0].words}" if differences else ""


def try_one(place: Place, change: Change) -> str:
    """What goes wrong where a change is not found, or not named; empty where all is well."""
    if change.duplicates:
        place.admin.execute(f"ALTER TABLE {change.table} DROP CONSTRAINT {change.table}_pkey")  # type: ignore[call-overload]
    try:
        if not place.admin.execute(change.sql).rowcount:  # type: ignore[call-overload]
            return f"changed nothing: {change.sql}"
        said = says(place, change)
    finally:
        place.put_back(change.table)
        if change.duplicates:
            place.admin.execute(f"ALTER TABLE {change.table} ADD CONSTRAINT {change.table}_pkey {place.keys[change.table]}")  # type: ignore[call-overload]
    if "\n" in said or not re.search(change.named, said):
        return f"{change.kind}: {change.sql}\n    said: {said!r}, expected {change.named!r}"
    return ""


def try_many(place: Place, makers: tuple[Callable[[Place, Chance], Change], ...], count: int, seed: int) -> None:
    chance = Chance(seed)
    problems = [try_one(place, makers[at % len(makers)](place, chance)) for at in range(count)]
    wrong = [problem for problem in problems if problem]
    print(f"{count} changes, {count - len(wrong)} found and named")
    assert wrong == [], f"seed {seed}: {len(wrong)} of {count}\n" + "\n".join(wrong[:10])
    assert says(place, Change("", "", "entry", "")) == "None"


def test_what_is_changed_in_the_ledger_is_found_and_named(place: Place) -> None:
    try_many(place, LEDGER, 210, seed=1)


def test_what_is_changed_in_a_table_made_from_it_is_found_and_named(place: Place) -> None:
    try_many(place, TABLES, 24, seed=2)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(6))
def test_thousands_of_changes_are_found_and_named(place: Place, part: int) -> None:
    try_many(place, LEDGER, 350, seed=30 + part)
    try_many(place, TABLES, 100, seed=40 + part)


# Old backups, and backups themselves


def test_an_old_backup_put_back_is_refused_by_a_saved_checkpoint(place: Place) -> None:
    """Everything fits, read tables included; only what was saved elsewhere knows better."""
    from kinkeeper.gateway import rebuild

    for size in range(0, place.size, 3):
        for table, column in (("entry", "seq"), ("part", "seq"), ("request", "first")):
            place.admin.execute(f"DELETE FROM {table} WHERE {column} >= {size}")  # type: ignore[call-overload]
        place.admin.execute("UPDATE head SET size = %s, frontier = %s", [size, Frontier().extended(place.leaves[:size]).to_bytes()])
        place.admin.execute("UPDATE part SET salt = '', body = '{}', expunged_by = NULL WHERE expunged_by >= %s", [size])
        said = says(place, Change("", "", "entry", ""))
        assert re.match(rf"Entry (?:{size}|5|9): ", said), said
        place.put_back("entry", "part", "head", "request")
    assert rebuild.check() == []


def of_backup(folder: Path, chance: Chance) -> None:
    """A file flipped, cut, deleted, exchanged with another, put in twice; or the manifest; or both so that they fit."""
    files = sorted(path for path in folder.iterdir())
    path = chance.choice(files)
    data = path.read_bytes()
    doing = chance.randrange(6)
    if doing == 0:
        path.write_bytes(flipped(chance.randrange(len(data)))(data))
    elif doing == 1:
        path.write_bytes(data[: chance.randrange(len(data))])
    elif doing == 2:
        path.unlink()
    elif doing == 3:
        shutil.copy(path, folder / f"copy of {path.name}")
    elif doing == 4:
        other = chance.choice([one for one in files if one.read_bytes() != data])
        theirs = other.read_bytes()
        other.write_bytes(data)
        path.write_bytes(theirs)
    else:
        table = chance.choice(["entry", "part"])
        rewrite(folder, table, lambda whole: flipped(chance.randrange(len(whole) - 2))(whole))


def try_backups(place: Place, count: int, seed: int, digest: str) -> None:
    from kinkeeper.gateway.restore import prove

    chance, missed = Chance(seed), []
    for at in range(count):
        folder = Path(shutil.copytree(place.backup, place.backup.with_name(f"b{at}")))
        of_backup(folder, chance)
        try:
            prove(folder, place.saved, digest, progress=lambda name, done: None)
            missed.append(at)
        except LedgerBroken as error:
            assert "\n" not in str(error) and "backup" in str(error)
        shutil.rmtree(folder)
    print(f"{count} changed backups, {count - len(missed)} refused")
    assert missed == [], f"seed {seed}"


def manifest_digest(place: Place) -> str:
    from hashlib import sha256

    return sha256((place.backup / "manifest.json").read_bytes()).hexdigest()


def test_a_changed_backup_is_refused(place: Place) -> None:
    try_backups(place, 60, 5, manifest_digest(place))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(3))
def test_hundreds_of_changed_backups_are_refused(place: Place, part: int) -> None:
    try_backups(place, 200, 60 + part, manifest_digest(place))
