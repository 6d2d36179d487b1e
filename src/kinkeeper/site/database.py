"""Which database to use, and whether it is safe to keep families in.

A place is a PostgreSQL address or a folder. In a folder we run a server of our own (`embedded`).
An address names a server somebody else runs: with `DATABASE_URL` and `DATABASE_OWNER_URL` the
application and the migrations sign in apart. With one address the same login does both, and the
application gives up all rights but those of the role `kinkeeper_app` when it connects.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.cluster import APP, OWNER, signing_keys
from kinkeeper.site.embedded import ServerAddress, embedded_server

OLDEST_VERSION = 16
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
"""Without them the server forgets, in a crash, what it has acknowledged."""
ONLY_ADDED_TO = (
    "entry",
    "part",
    "request",
    "tile",
    "checkpoint",
    "cosignature",
    "inspection",
    "alarm",
    "access_entry",
    "access_tile",
    "access_checkpoint",
    "person_read",
    "file_piece",
)
"""The tables of the ledger and the access log, but for their heads, which grow, and the files kept as they came."""


class UnsafeServer(Unavailable):
    """The server is set up so that it could lose or rewrite what is recorded."""

    code = "unsafe_server"


@dataclass(frozen=True, slots=True)
class ConnectionParameters:
    """How one role reaches the database. `more` is what else libpq should know, such as `sslmode`."""

    host: str
    port: str
    dbname: str
    user: str
    password: str = field(repr=False)
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def conninfo(self) -> str:
        """For `psycopg.connect`; what is not given is left to libpq."""
        named = {"host": self.host, "port": self.port, "dbname": self.dbname, "user": self.user, "password": self.password}
        return make_conninfo(**{name: value for name, value in (named | dict(self.more)).items() if value})


@dataclass(frozen=True, slots=True)
class Database:
    """One database, reached as the application and as the owner of its tables."""

    app: ConnectionParameters
    owner: ConnectionParameters
    keys: tuple[str, ...] = field(default=(), repr=False)
    """What sessions are signed with and second factors sealed with: the first for new ones, the others still open old ones."""


@contextmanager
def open_database(where: str | Path | None = None) -> Iterator[Database]:
    """The database at this address or in this folder, ready and checked, for as long as the context lasts.

    Without a place: `DATABASE_URL`, else the folder of `user_folder`.

    :raises Unavailable: where it cannot be reached; the text says what to do.
    :raises UnsafeServer: where it could lose or rewrite what is recorded.
    """
    place = place_of(where)
    given = tuple(os.environ.get("KINKEEPER_KEYS", "").split())
    if "://" in place:
        database = _from_address(place, owner=None if where else os.environ.get("DATABASE_OWNER_URL"))
        refuse_unsafe(database)
        yield replace(database, keys=given)
        return
    with embedded_server(Path(place)) as server:
        database = Database(_embedded(server, APP), _embedded(server, OWNER), given or signing_keys(Path(place)))
        refuse_unsafe(database)
        yield database


def place_of(where: str | Path | None) -> str:
    """The address or folder that is meant."""
    return str(where or os.environ.get("DATABASE_URL") or user_folder())


def environment_of(where: str | Path | None) -> dict[str, str]:
    """The environment for a command of ours on the same database. Not its arguments: everybody on a computer may read those."""
    if where is None:
        return dict(os.environ)
    rest = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return rest | {"DATABASE_URL": str(where)}


def user_folder() -> Path:
    """Where the database is kept when nobody says where (XDG Base Directory Specification 0.8)."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = given if given.is_absolute() else Path.home() / ".local" / "share"
    return base / "kinkeeper" / "database"


def refuse_unsafe(database: Database) -> None:
    """See that the server keeps what it acknowledges, as the application meets it, and that the application can only add to the ledger.

    :raises UnsafeServer: naming the first thing that is wrong.
    :raises Unavailable: where the server does not answer.
    """
    with _connect(database.app) as connection:
        settings = {name: _show(connection, name) for name in (*MUST_BE_ON, "is_superuser")}
        problem = (
            what_is_unsafe(connection.info.server_version // 10_000, settings)
            or _what_is_rewritable(connection)
            or _what_takes_the_guard_away(connection)
        )
    if problem:
        raise UnsafeServer(problem)


def what_is_unsafe(version: int, settings: Mapping[str, str]) -> str:
    """The first reason not to trust a server of this major version and these settings; empty = none."""
    if version < OLDEST_VERSION:
        return f"The database server is PostgreSQL {version}; {OLDEST_VERSION} or newer is needed."
    for name in MUST_BE_ON:
        if settings[name] == "off":
            return f"The database server runs with {name} = off and could lose what it has acknowledged. Set {name} = on."
    if settings["is_superuser"] == "on":
        return f"The application signs in as a superuser, who can rewrite the ledger. Give it a role that is a member of {APP} only."
    return ""


def _what_is_rewritable(connection: psycopg.Connection) -> str:
    """A table without name in the catalogue, as before the first migration, gives no right."""
    held = connection.execute(
        """
        SELECT name, asked FROM unnest(%s::text[]) name, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) asked
        WHERE CASE asked WHEN 'UPDATE' THEN has_any_column_privilege(to_regclass(name), asked)
              ELSE has_table_privilege(to_regclass(name), asked) END
        LIMIT 1
        """,
        [list(ONLY_ADDED_TO)],
    ).fetchone()
    return f"The application's role may {held[1]} the table {held[0]} of the ledger. Revoke that right." if held else ""


def _what_takes_the_guard_away(connection: psycopg.Connection) -> str:
    """Whoever owns a table can switch its triggers off; whoever makes roles can become its owner."""
    attribute = connection.execute(
        "SELECT CASE WHEN rolcreaterole THEN 'CREATEROLE' WHEN rolreplication THEN 'REPLICATION' WHEN rolbypassrls THEN 'BYPASSRLS' END "
        "FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if attribute and attribute[0]:
        return f"The application's role has {attribute[0]}, which leads around the ledger's guard. Take that attribute from it."
    owned = connection.execute(
        """
        SELECT relname, pg_has_role(relowner, 'MEMBER') FROM pg_class
        WHERE oid = ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) name)
          AND (pg_has_role(relowner, 'MEMBER') OR has_table_privilege(oid, 'TRIGGER'))
        LIMIT 1
        """,
        [[*ONLY_ADDED_TO, "head"]],
    ).fetchone()
    if not owned:
        return ""
    way = "owns the table" if owned[1] else "may put triggers on the table"
    return f"The application's role {way} {owned[0]} of the ledger, and so could go around its guard. Take that right from it."


# Addresses


def _embedded(server: ServerAddress, role: str) -> ConnectionParameters:
    return _from_keywords(server.parameters(role))


def _from_keywords(keywords: Mapping[str, str]) -> ConnectionParameters:
    more = dict(keywords)
    host, port, dbname, user, password = (more.pop(name, "") for name in ("host", "port", "dbname", "user", "password"))
    return ConnectionParameters(host, port, dbname, user, password, more)


def _from_address(url: str, *, owner: str | None) -> Database:
    if owner:
        return Database(app=_parse(url), owner=_parse(owner))
    login = _parse(url)
    _have_application_role(login)
    options = " ".join(filter(None, (login.more.get("options"), f"-c role={APP}")))
    app = ConnectionParameters(login.host, login.port, login.dbname, login.user, login.password, {**login.more, "options": options})
    return Database(app=app, owner=login)


def _parse(url: str) -> ConnectionParameters:
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise Unavailable("The database's address cannot be read. It looks like postgresql://USER:PASSWORD@HOST:PORT/DATABASE.") from error
    if not given.get("dbname"):
        raise Unavailable("The database's address names no database. It looks like postgresql://USER:PASSWORD@HOST:PORT/DATABASE.")
    return _from_keywords(given)


def _have_application_role(login: ConnectionParameters) -> None:
    """Make the role that the migrations grant rights to, where it is missing and the login may make roles."""
    role = sql.Identifier(APP)
    with _connect(login) as connection:
        try:
            if not _says_yes(connection, "SELECT count(*) = 1 FROM pg_roles WHERE rolname = %s", APP):
                with suppress(errors.DuplicateObject, errors.UniqueViolation):  # another process made it in the meantime
                    connection.execute(sql.SQL("CREATE ROLE {}").format(role))
            if not _says_yes(connection, "SELECT pg_has_role(%s, 'SET')", APP):
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
        except errors.InsufficientPrivilege as error:
            user = connection.info.user
            raise Unavailable(f'{user} may not become {APP}. As an administrator: CREATE ROLE {APP}; GRANT {APP} TO "{user}";') from error


# Asking


def _connect(parameters: ConnectionParameters) -> psycopg.Connection:
    try:
        return psycopg.connect(parameters.conninfo, autocommit=True)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        raise Unavailable(f"The database {parameters.dbname} does not let us in: {said}") from error


def _show(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _says_yes(connection: psycopg.Connection, question: LiteralString, about: str) -> bool:
    row = connection.execute(question, [about]).fetchone()
    return bool(row and row[0])
