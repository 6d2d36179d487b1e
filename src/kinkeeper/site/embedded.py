"""A PostgreSQL server of our own: it lives in one folder and runs for as long as somebody uses it.

    FOLDER/           0700; nobody else can read anything below it
      data/           the cluster
      socket/         where the server listens; it listens on no network
      roles.json      0600, one generated password a role
      server.log      this run's log, the run before it in server.log.1
      users.lock      shared by every process that uses the server, exclusive to the one that stops it
      server.lock     exclusive, inherited and held by the server's own processes
      leaving.lock    one process at a time leaves

Locks and not counts or process ids, because the system takes a lock back from a process that was
killed, and because an id may by then be somebody else's. So `server.lock` free means that no process
of the server lives, whatever `postmaster.pid` says, and `users.lock` free means that nobody uses it.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site import cluster
from kinkeeper.site.programs import command, run

PORT = "5432"
"""Only names the socket's file; no port is opened."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # Disks of today look up almost as fast as they read on.
    "random_page_cost": "1.1",
    # What is read lies in memory: handing each page to a helper and waiting for it took longer than to copy it.
    "io_method": "sync",
    # An error's text may hold a person's name; the log is no place for it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}

LEAST_BUFFERS, MOST_BUFFERS = 256 << 20, 1 << 30
"""Bytes of pages that the server keeps at hand. What a question to a million records looks at does not fit into the lesser."""

LONGEST_SOCKET_FOLDER = 85
"""A socket's whole path must stay under 104 bytes (macOS; Linux: 108)."""

PATIENCE_SECONDS = 600
"""Recovery after a crash replays up to `max_wal_size`; a slow disk may need minutes."""


STOP_SECONDS = 60
"""How long a server may take to write down what is in memory before it is stopped without that."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a running server is reached, and with which passwords."""

    socket_folder: Path
    passwords: Mapping[str, str] = field(repr=False)

    def parameters(self, role: str, database: str = cluster.DATABASE) -> dict[str, str]:
        """The connection parameters of one role, as libpq names them."""
        return {"host": str(self.socket_folder), "port": PORT, "dbname": database, "user": role, "password": self.passwords[role]}


@contextmanager
def embedded_server(folder: Path) -> Iterator[ServerAddress]:
    """The server of this folder, made when new, started when not running, stopped by its last user.

    :raises Unavailable: where it cannot be made or started here; the text says what to do.
    """
    folder = folder.expanduser().resolve()
    _own(folder)
    with _Lock(folder / "users.lock") as user:
        user.share()
        try:
            socket_folder = _running(folder)
            yield ServerAddress(socket_folder, cluster.passwords(folder))
        finally:
            _leave(folder, user)


class _Lock:
    """A file that processes lock. Killing the holder frees it."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> "_Lock":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def share(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def take(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    def try_to_take(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


# Folders


def _own(folder: Path) -> None:
    """Make the folder, or see that it is ours, and close it to everybody else."""
    if folder.exists() and not (folder / "users.lock").exists() and any(folder.iterdir()):
        raise Unavailable(f"{folder} holds other files. Name a new or an empty folder for the database.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _only_ours(folder)
    folder.chmod(0o700)


def _only_ours(folder: Path) -> None:
    found = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != os.geteuid():
        raise Unavailable(f"{folder} belongs to somebody else. Name another folder for the database.")


def _make_socket_folder(folder: Path) -> Path:
    """`FOLDER/socket`, or where that path is too long for a socket a short one of ours in the temporary folder."""
    place = folder / "socket"
    if len(os.fsencode(place)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        place = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"kinkeeper-{name}"
    place.mkdir(mode=0o700, exist_ok=True)
    _only_ours(place)
    place.chmod(0o700)
    for left_over in place.glob(".s.PGSQL.*"):
        left_over.unlink()
    return place


# Running


def _running(folder: Path) -> Path:
    """The socket folder of the folder's server, which answers when this returns."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        with _Lock(folder / "server.lock") as server:
            if server.try_to_take():
                _start(folder, server)
        socket_folder = _listening_at(folder)
        if socket_folder and _answers(socket_folder):
            return socket_folder
        time.sleep(0.02)
    raise Unavailable(f"The embedded database in {folder} does not answer. Its log: {folder / 'server.log'}")


def _listening_at(folder: Path) -> Path | None:
    """What the server wrote down when it started: another process may have another temporary folder than we."""
    try:
        lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _answers(socket_folder: Path) -> bool:
    conninfo = make_conninfo(host=str(socket_folder), port=PORT)
    return pq.PGconn.ping(os.fsencode(conninfo)) == pq.Ping.OK


def _buffers() -> int:
    """An eighth of the machine's memory, within bounds; only what is used is taken."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return LEAST_BUFFERS
    return min(max(memory // 8, LEAST_BUFFERS), MOST_BUFFERS)


def _start(folder: Path, server: _Lock) -> None:
    """Start the server, which inherits the lock. Held by us, it proves that an old `postmaster.pid` is stale."""
    data, log = folder / "data", folder / "server.log"
    if not data.exists():
        cluster.make(folder)
    (data / "postmaster.pid").unlink(missing_ok=True)
    if log.exists():
        log.replace(folder / "server.log.1")
    quoted = str(_make_socket_folder(folder)).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{quoted}"', "shared_buffers": f"{_buffers() >> 20}MB"}
    options = shlex.join(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
    try:
        run("pg_ctl", "start", "-w", "-t", str(PATIENCE_SECONDS), "-D", str(data), "-l", str(log), "-o", options, inherit=server.descriptor)
    except Unavailable as error:
        raise Unavailable(f"The embedded database in {folder} does not start: {_last_words(log) or error}") from error
    _stop_when_abandoned(folder)


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return next((line.split("FATAL:")[1].strip() for line in reversed(lines) if "FATAL:" in line), "")


# Stopping


def _leave(folder: Path, user: _Lock) -> None:
    with _Lock(folder / "leaving.lock") as leaving:
        leaving.take()
        if user.try_to_take():
            _stop(folder)
        else:
            # Others still use it, or the process that waits for an abandoned server is just stopping it: then wait.
            user.share()


def _stop(folder: Path) -> None:
    with _Lock(folder / "server.lock") as server:
        # Where no server lives, the process id in an old `postmaster.pid` may be anybody's: it must get no signal.
        if server.try_to_take():
            return
        socket_folder = _listening_at(folder)
        # PostgreSQL 18 never ends when asked to while it recovers from a crash of one of its processes; then it has to be told.
        recovers = not (socket_folder and _answers(socket_folder))
        try:
            run(*_stop_words(folder, "immediate" if recovers else "fast"))
        except Unavailable:
            try:
                run(*_stop_words(folder, "immediate"))
            except Unavailable:
                return  # It was killed just now; what is left of it ends by itself.
        server.take()
    if socket_folder and socket_folder.parent != folder:
        shutil.rmtree(socket_folder, ignore_errors=True)


def _stop_when_abandoned(folder: Path) -> None:
    """Leave a process behind that waits until nobody uses the server, were they all killed, and stops it."""
    if not shutil.which("flock"):
        return
    lives_no_more = ("flock", "--nonblock", str(folder / "server.lock"), "true")
    ways = (lives_no_more, *(command(*_stop_words(folder, mode)) for mode in ("fast", "immediate")))
    wait = ("flock", "--exclusive", str(folder / "users.lock"), "sh", "-c", " || ".join(map(shlex.join, ways)))
    leave_behind = ("sh", "-c", 'exec "$@" </dev/null >/dev/null 2>&1 &', "sh", *wait)
    subprocess.run(leave_behind, check=True, cwd="/", start_new_session=True)


def _stop_words(folder: Path, mode: str) -> tuple[str, ...]:
    """`fast` writes down what is in memory first; after `immediate` the next start makes it again from the log of changes."""
    return "pg_ctl", "stop", "-w", "-t", str(STOP_SECONDS), "-m", mode, "-D", str(folder / "data")
