"""Which database is used, with which rights, and which servers are refused."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.cluster import ADMIN, APP, OWNER
from kinkeeper.site.database import (
    ConnectionParameters,
    Database,
    UnsafeServer,
    open_database,
    user_folder,
    what_is_unsafe,
)
from kinkeeper.site.embedded import ServerAddress, embedded_server

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "is_superuser": "off"}


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    """A server that stands for one that somebody else runs."""
    with embedded_server(Path(shutil.copytree(made, tmp_path_factory.mktemp("server") / "database"))) as address:
        yield address


@pytest.fixture(autouse=True)
def no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)


def url(server: ServerAddress, role: str, **more: str) -> str:
    """The address of a role on this server."""
    words = server.parameters(role)
    query = "&".join(f"{name}={value}" for name, value in ({"host": words["host"], "port": words["port"]} | more).items())
    return f"postgresql://{role}:{words['password']}@/{words['dbname']}?{query}"


def as_admin(server: ServerAddress, *statements: str) -> None:
    with psycopg.connect(make_conninfo(**server.parameters(ADMIN)), autocommit=True) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement))


def who(parameters: ConnectionParameters) -> object:
    with psycopg.connect(parameters.conninfo) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    return row[0] if row else None


# Places


def test_a_folder_has_a_server_of_our_own_with_two_roles(made: Path, tmp_path: Path) -> None:
    with open_database(shutil.copytree(made, tmp_path / "db")) as database:
        assert (who(database.app), who(database.owner)) == (APP, OWNER)


def test_two_addresses_sign_in_apart(server: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url(server, APP))
    monkeypatch.setenv("DATABASE_OWNER_URL", url(server, OWNER))
    with open_database() as database:
        assert (who(database.app), who(database.owner)) == (APP, OWNER)


def test_one_address_serves_both_and_the_application_gives_up_its_rights(server: ServerAddress) -> None:
    with open_database(url(server, ADMIN)) as database:
        assert (who(database.app), who(database.owner)) == (APP, ADMIN)


def test_an_address_given_is_not_mixed_with_an_owner_from_elsewhere(server: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://somebody@elsewhere.invalid/other")
    with open_database(url(server, ADMIN)) as database:
        assert who(database.owner) == ADMIN


def test_the_application_role_is_made_where_the_login_may_make_roles(server: ServerAddress) -> None:
    as_admin(
        server,
        "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'm'",
        "GRANT CONNECT ON DATABASE kinkeeper TO maker",
        f"ALTER ROLE {APP} RENAME TO set_aside",
    )
    try:
        with open_database(url(server, ADMIN).replace(f"{ADMIN}:{server.passwords[ADMIN]}", "maker:m")) as database:
            assert who(database.app) == APP
    finally:
        as_admin(server, f"DROP ROLE {APP}", f"ALTER ROLE set_aside RENAME TO {APP}", "DROP OWNED BY maker", "DROP ROLE maker")


def test_a_login_that_may_not_take_the_role_is_told_what_to_do(server: ServerAddress) -> None:
    with pytest.raises(Unavailable, match=f'GRANT {APP} TO "{OWNER}"'), open_database(url(server, OWNER)):
        pass


def test_what_else_the_address_says_reaches_the_server(server: ServerAddress) -> None:
    with open_database(url(server, ADMIN, options="-c%20statement_timeout%3D7s")) as database:
        for parameters in (database.app, database.owner):
            with psycopg.connect(parameters.conninfo) as connection:
                assert connection.execute("SHOW statement_timeout").fetchone() == ("7s",)


def test_without_a_place_it_is_the_users_data_folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shutil.copytree(made, tmp_path / "kinkeeper" / "database")
    with open_database() as database:
        assert who(database.app) == APP
    assert (tmp_path / "kinkeeper" / "database" / "server.log.1").exists()


def test_a_data_home_that_is_no_absolute_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert user_folder() == tmp_path / ".local" / "share" / "kinkeeper" / "database"


@pytest.mark.parametrize("wrong", ["mysql://somebody@localhost/kinkeeper", "postgresql://localhost"])
def test_an_address_that_cannot_be_read_is_answered_with_what_one_looks_like(wrong: str) -> None:
    with pytest.raises(Unavailable, match="It looks like postgresql://USER"), open_database(wrong):
        pass


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        with pytest.raises(Unavailable, match="does not let us in") as refusal:
            open_database(f"postgresql://somebody:secret@127.0.0.1:{port}/kinkeeper").__enter__()
    assert "secret" not in str(refusal.value)


def test_passwords_do_not_show_where_parameters_are_printed() -> None:
    assert "secret" not in repr(Database(*[ConnectionParameters("h", "1", "d", "u", "secret")] * 2))


# Safety


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_does_not_keep_what_it_acknowledges_is_refused(server: ServerAddress, setting: str) -> None:
    as_admin(server, f"ALTER SYSTEM SET {setting} = off", "SELECT pg_reload_conf()")
    try:
        wait_for(server, setting, "off")
        with pytest.raises(UnsafeServer, match=f"runs with {setting} = off"), open_database(url(server, ADMIN)):
            pass
    finally:
        as_admin(server, f"ALTER SYSTEM RESET {setting}", "SELECT pg_reload_conf()")
        wait_for(server, setting, "on")


def wait_for(server: ServerAddress, setting: str, value: str) -> None:
    """A reload takes effect a moment later."""
    with psycopg.connect(make_conninfo(**server.parameters(ADMIN)), autocommit=True) as connection:
        while connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(setting))).fetchone() != (value,):
            pass


def test_a_role_whose_commits_do_not_wait_for_the_disk_is_refused(server: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url(server, APP))
    monkeypatch.setenv("DATABASE_OWNER_URL", url(server, OWNER))
    as_admin(server, f"ALTER ROLE {APP} SET synchronous_commit = off")
    try:
        with pytest.raises(UnsafeServer, match="runs with synchronous_commit = off"), open_database():
            pass
    finally:
        as_admin(server, f"ALTER ROLE {APP} RESET synchronous_commit")


def test_an_application_that_signs_in_as_superuser_is_refused(server: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url(server, ADMIN))
    monkeypatch.setenv("DATABASE_OWNER_URL", url(server, ADMIN))
    with pytest.raises(UnsafeServer, match="superuser"), open_database():
        pass


@pytest.mark.parametrize(
    ("version", "change", "named"),
    [
        (15, {}, "PostgreSQL 15"),
        (16, {"fsync": "off"}, "fsync"),
        (18, {"full_page_writes": "off"}, "full_page_writes"),
        (18, {"synchronous_commit": "off"}, "synchronous_commit"),
        (18, {"is_superuser": "on"}, "superuser"),
    ],
)
def test_each_reason_not_to_trust_a_server_is_named_in_one_line(version: int, change: dict[str, str], named: str) -> None:
    problem = what_is_unsafe(version, SAFE | change)
    assert named in problem and "\n" not in problem


@pytest.mark.parametrize("waits_for", ["on", "local", "remote_write", "remote_apply"])
def test_a_server_that_waits_for_its_own_disk_is_trusted(waits_for: str) -> None:
    assert what_is_unsafe(16, SAFE | {"synchronous_commit": waits_for}) == ""


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "UPDATE (leaf)"])
def test_a_ledger_that_the_application_may_rewrite_is_refused(server: ServerAddress, right: str) -> None:
    as_admin(server, "CREATE TABLE entry (leaf text)", f"GRANT SELECT, INSERT ON entry TO {APP}")
    try:
        with open_database(url(server, ADMIN)):
            as_admin(server, f"GRANT {right} ON entry TO {APP}")
        with pytest.raises(UnsafeServer, match=f"may {right.split()[0]} the table entry"), open_database(url(server, ADMIN)):
            pass
    finally:
        as_admin(server, "DROP TABLE entry")


@pytest.mark.parametrize(
    ("give", "take", "says"),
    [
        (f"ALTER ROLE {APP} CREATEROLE", f"ALTER ROLE {APP} NOCREATEROLE", "has CREATEROLE"),
        (f"ALTER ROLE {APP} REPLICATION", f"ALTER ROLE {APP} NOREPLICATION", "has REPLICATION"),
        (f"ALTER ROLE {APP} BYPASSRLS", f"ALTER ROLE {APP} NOBYPASSRLS", "has BYPASSRLS"),
        (f"GRANT TRIGGER ON entry TO {APP}", f"REVOKE TRIGGER ON entry FROM {APP}", "may put triggers on the table entry"),
        (f"GRANT {OWNER} TO {APP} WITH INHERIT FALSE", f"REVOKE {OWNER} FROM {APP}", "owns the table entry"),
        (f"ALTER TABLE entry OWNER TO {APP}", f"ALTER TABLE entry OWNER TO {OWNER}", "may UPDATE the table entry"),
    ],
)
def test_an_application_that_could_take_the_guard_away_is_refused(server: ServerAddress, give: str, take: str, says: str) -> None:
    as_admin(
        server, "CREATE TABLE entry (leaf text)", f"ALTER TABLE entry OWNER TO {OWNER}", f"GRANT SELECT, INSERT ON entry TO {APP}", give
    )
    try:
        with pytest.raises(UnsafeServer, match=says) as refusal, open_database(url(server, ADMIN)):
            pass
        assert "\n" not in str(refusal.value)
    finally:
        as_admin(server, take, "DROP TABLE entry")
