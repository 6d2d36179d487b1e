"""What a new embedded database holds before its first start: the roles, their passwords, one empty database.

`kinkeeper_owner` owns the database and runs migrations. `kinkeeper_app` is what the application signs
in as: it owns nothing and has what the migrations grant it. `kinkeeper_admin` is the server's superuser.
"""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

from kinkeeper.site.programs import run
from kinkeeper.witness import lasting

ADMIN, OWNER, APP = "kinkeeper_admin", "kinkeeper_owner", "kinkeeper_app"
DATABASE = "kinkeeper"


def passwords(folder: Path) -> Mapping[str, str]:
    """Role -> password, generated once a folder.

    A password needs no escape in SQL: letters, digits, `-` and `_`.
    """
    return _kept(folder / "roles.json", (ADMIN, OWNER, APP))


def signing_keys(folder: Path) -> tuple[str, ...]:
    """What sessions are signed with and second factors sealed with, generated once a folder."""
    return tuple(_kept(folder / "keys.json", ("first",)).values())


def _kept(kept: Path, names: tuple[str, ...]) -> Mapping[str, str]:
    if not kept.exists():
        new = kept.with_suffix(f".{os.getpid()}.new")
        new.touch(mode=0o600)
        new.write_text(json.dumps({name: secrets.token_urlsafe(32) for name in names}))
        lasting.sync([new])
        # Two commands may come at once to a new folder: what the first one drew stands.
        with suppress(FileExistsError):
            kept.hardlink_to(new)
        new.unlink()
    return cast(dict[str, str], json.loads(kept.read_text()))


def make(folder: Path) -> None:
    """Make `FOLDER/data`, whole or not at all: it gets its name when nothing is missing.

    :raises Unavailable: where PostgreSQL's programs fail.
    """
    making = folder / "data.new"
    shutil.rmtree(making, ignore_errors=True)
    secret = passwords(folder)
    run("initdb", *_options(making), given=secret[ADMIN])
    run("postgres", "--single", "-D", str(making), "-c", "exit_on_error=on", "-c", "fsync=off", "postgres", given=_furnish(secret))
    # All is synced once, here, before the folder gets its name: quicker than twice on the way, and as safe.
    run("initdb", "--sync-only", f"--pgdata={making}")
    making.rename(folder / "data")
    # PostgreSQL syncs what is inside the folder, not the folder's name.
    lasting.sync([folder])


def _options(data: Path) -> tuple[str, ...]:
    return (
        f"--pgdata={data}",
        f"--username={ADMIN}",
        "--pwfile=/dev/stdin",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        # Sorts by code point on every machine alike, yet knows upper and lower case of all letters.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
    )


def _furnish(secret: Mapping[str, str]) -> str:
    """SQL, one statement a line."""
    return f"""\
CREATE ROLE {OWNER} LOGIN PASSWORD '{secret[OWNER]}';
CREATE ROLE {APP} LOGIN PASSWORD '{secret[APP]}';
CREATE DATABASE {DATABASE} OWNER {OWNER};
REVOKE ALL ON DATABASE {DATABASE}, postgres, template1 FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP};
"""
