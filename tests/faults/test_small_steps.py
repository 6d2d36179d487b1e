"""The other steps that make something last, each cut off before it is done and after: accounts, read tables, backups, memory."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from django.db import Error

from kinkeeper.domain.access.accounts import Account, Agency
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.note import SigningKey, parse_note
from kinkeeper.site.database import Database
from kinkeeper.witness.memory import Memory, make_key, read_key
from tests.api.program import token_for
from tests.cli.test_backups import elsewhere  # noqa: F401  a fixture
from tests.gateway.test_sealing import lay
from tests.gateway.test_submit import rows
from tests.web.browsing import AT_THE_COMPUTER, PASSWORD, somebody
from tests.witness.keys import Tree

from .test_fault_points import COMMIT, DELGADO, MOST, refuse_half_done, through
from .test_outside_points import Disk
from .wire import Wire, wire

Ways = pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])


Step = Callable[[], object]


def opening(number: int, name: str = "n") -> Step:
    from kinkeeper.gateway.accounts import open_account

    account = Account(f"{name}.{number:03}", Agency.COUNSEL, "counsel", "N.")
    return partial(open_account, account, actor=AT_THE_COMPUTER, password=PASSWORD)


def closing(number: int) -> Step:
    from kinkeeper.gateway.accounts import close_account

    opening(number, "c")()
    return partial(close_account, f"c.{number:03}", actor=AT_THE_COMPUTER)


def assigning(number: int) -> Step:
    from kinkeeper.gateway.accounts import assign

    return partial(assign, COUNSEL, [f"P{number}", f"Q{number}"], actor=AT_THE_COMPUTER)


def giving(number: int) -> Step:
    from kinkeeper.gateway.accounts import give_password

    return partial(give_password, COUNSEL, actor=AT_THE_COMPUTER)


def inspecting(number: int) -> Step:
    from kinkeeper.gateway.inspections import keep_inspection
    from kinkeeper.queries.ledger import verify_ledger

    return partial(keep_inspection, verify_ledger(DELGADO))


def alarming(number: int) -> Step:
    from kinkeeper.gateway import guard

    return partial(guard.set_alarm, f"words {number}")


def token() -> str:
    return str(token_for("coordinator").token.token_id)


def making_token(number: int) -> Step:
    somebody("coordinator")
    return partial(token_for, "coordinator")


def replacing_token(number: int) -> Step:
    from kinkeeper.gateway.programs.tokens import replace_token

    return partial(replace_token, token(), days=30, actor=AT_THE_COMPUTER)


def ending_token(number: int) -> Step:
    from kinkeeper.gateway.programs.tokens import end_token

    return partial(end_token, token(), actor=AT_THE_COMPUTER)


COUNSEL = "n.999"
ACCOUNTS = (
    "SELECT (SELECT size FROM access_head), (SELECT count(*) FROM staff), (SELECT count(*) FROM sign_in), "
    "(SELECT count(*) FROM assignment), (SELECT count(*) FROM staff WHERE closed), "
    "(SELECT count(*) FROM sign_in WHERE NOT is_active), (SELECT password FROM sign_in WHERE name = 'n.999')"
)
TOKENS = "SELECT (SELECT size FROM access_head), (SELECT count(*) FROM token), (SELECT count(*) FROM token WHERE ended_at IS NOT NULL)"
STEPS: dict[str, tuple[Callable[[int], Step], str]] = {
    "an account": (opening, ACCOUNTS),
    "persons of counsel": (assigning, ACCOUNTS),
    "a password": (giving, ACCOUNTS),
    "the end of an account": (closing, ACCOUNTS),
    "a token": (making_token, TOKENS),
    "another token instead": (replacing_token, TOKENS),
    "the end of a token": (ending_token, TOKENS),
    "an inspection": (inspecting, "SELECT count(*) FROM inspection"),
    "an alarm": (alarming, "SELECT count(*) FROM alarm"),
}


@pytest.mark.long
@Ways
@pytest.mark.parametrize("name", STEPS)
def test_its_commit_alone_makes_a_step_stand(database: Database, tmp_path: Path, name: str, done_unseen: bool) -> None:
    from kinkeeper.queries.log.access import verify_access_log

    prepare, question = STEPS[name]
    opening(999)()
    for cut_at in range(MOST):
        do = prepare(cut_at)
        before, done = rows(question), False
        with through(database, tmp_path, cut_at, done_unseen=done_unseen) as between, suppress(Error):
            do()
            done = True
        stands = done or (done_unseen and COMMIT in between.cut_off)
        assert (rows(question) != before) == stands, f"cut at {cut_at}, {between.cut_off[:40]!r}"
        if not between.is_cut:
            break
    else:
        pytest.fail("there is no end")
    assert cut_at > 4
    assert verify_access_log().wrong == ""


@pytest.mark.long
@Ways
def test_read_tables_are_made_anew_whole_or_stay_as_they_were(database: Database, tmp_path: Path, done_unseen: bool) -> None:
    from kinkeeper.gateway import rebuild

    lay()
    for cut_at in range(0, 10 * MOST, 9):
        with through(database, tmp_path, cut_at, done_unseen=done_unseen) as between, suppress(Error):
            rebuild.rebuild()
        refuse_half_done()
        if not between.is_cut:
            return
    pytest.fail("there is no end")


@Ways
def test_an_older_shape_of_the_read_tables_is_made_anew_whole_or_found_again(database: Database, tmp_path: Path, done_unseen: bool) -> None:
    from django.db import connections

    from kinkeeper.gateway import rebuild

    lay()
    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON TABLE membership IS '0001'; DELETE FROM record")
    with owner_through(database, tmp_path, done_unseen=done_unseen) as between, suppress(Error):
        rebuild.bring_up_to_date()
    assert between.is_cut
    assert rebuild.is_current() == done_unseen
    rebuild.bring_up_to_date()
    assert rebuild.is_current()
    refuse_half_done()


@contextmanager
def owner_through(database: Database, folder: Path, *, done_unseen: bool) -> Iterator[Wire]:
    """The owner's connection by way of a wire that is cut at the commit."""
    from django.db import connections

    owner = connections["owner"]
    usual, name = owner.settings_dict["HOST"], f".s.PGSQL.{database.owner.port}"
    owner.close()
    with wire(Path(database.owner.host) / name, folder / name, -1, done_unseen=done_unseen, cut_on=COMMIT + b"\0") as between:
        owner.settings_dict["HOST"] = str(folder)
        try:
            yield between
        finally:
            owner.close()
            owner.settings_dict["HOST"] = usual


@pytest.mark.long
@Ways
def test_a_restore_whose_commit_is_cut_off_is_there_whole_or_not_at_all(
    database: Database,
    elsewhere: Database,  # noqa: F811
    tmp_path: Path,
    done_unseen: bool,
) -> None:
    from django.db import connections

    from kinkeeper.gateway.backup import backup
    from kinkeeper.gateway.backup_files import read_manifest
    from kinkeeper.gateway.restore import restore

    lay()
    backup(tmp_path / "b", nothing)
    owner = connections["owner"]
    owner.close()
    usual = owner.settings_dict["NAME"]
    owner.settings_dict["NAME"] = "elsewhere"
    try:
        with owner_through(database, tmp_path, done_unseen=done_unseen) as between, pytest.raises((Error, KinkeeperError)):
            restore(tmp_path / "b", read_manifest(tmp_path / "b"), progress=nothing)
        assert between.is_cut
        with owner.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            assert (cursor.fetchone()[0] > 0) == done_unseen
            if done_unseen:
                cursor.execute("SELECT size = (SELECT count(*) FROM entry) AND size > 0 FROM head")
                assert cursor.fetchone()[0]
    finally:
        owner.close()
        owner.settings_dict["NAME"] = usual


def nothing(name: str, done: int) -> None:
    del name, done


# Files


@contextmanager
def failing(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sync, rename, replace = os.fsync, Path.rename, Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: disk.step(sync, file))
        patch.setattr(Path, "rename", lambda path, to: disk.step(rename, path, to))
        patch.setattr(Path, "replace", lambda path, to: disk.step(replace, path, to))
        yield


@pytest.mark.long
@Ways
def test_a_backup_is_there_whole_or_not_at_all(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_unseen: bool
) -> None:
    from kinkeeper.gateway.backup import backup
    from kinkeeper.gateway.backup_files import read_manifest

    lay()
    # Each table's file is a step of its own, and all are alike: the first two, and the last ones.
    backup(tmp_path / "b", nothing)
    tables = len(list((tmp_path / "b").glob("*.gz")))
    for fails_at in (0, 1, *range(tables - 1, tables + 5)):
        shutil.rmtree(tmp_path / "b", ignore_errors=True)
        disk = Disk(fails_at, done_unseen=done_unseen)
        with failing(disk, monkeypatch), suppress(OSError):
            backup(tmp_path / "b", nothing)
        if (tmp_path / "b").exists():
            assert read_manifest(tmp_path / "b").size > 0
        else:
            assert disk.steps == fails_at + 1, "it says that it is there"
            backup(tmp_path / "b", nothing)
            assert read_manifest(tmp_path / "b").size > 0
    assert disk.steps <= fails_at, "not every step was tried"


@Ways
def test_a_memory_that_fails_remembers_what_it_did_or_what_it_was_told_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_unseen: bool
) -> None:
    old, new = (parse_note(f"{Tree(9).checkpoint(size).text}\n— log AAAAAAA=\n") for size in (3, 7))
    for fails_at in range(9):
        memory, disk = Memory(tmp_path / str(fails_at)), Disk(fails_at, done_unseen=done_unseen)
        memory.keep("log", old)
        with failing(disk, monkeypatch), suppress(OSError):
            memory.keep("log", new)
        assert memory.last("log") in (old, new)
        memory.keep("log", new)
        assert memory.last("log") == new
        if disk.steps <= fails_at:
            break
    assert fails_at == 3, "the file, its name, its folder"


@Ways
def test_a_key_that_fails_to_be_kept_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_unseen: bool
) -> None:
    for fails_at in range(4):
        path, disk = tmp_path / str(fails_at), Disk(fails_at, done_unseen=done_unseen)
        with failing(disk, monkeypatch), suppress(OSError):
            make_key(path, "log", SigningKey)
        made = read_key(path, SigningKey) if path.exists() else None
        again = make_key(path, "log", SigningKey)
        assert made is None or again.verifier == made.verifier
