"""The embedded server, with real processes: what others may read, who shares it, what a kill leaves behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.cluster import ADMIN, APP, OWNER
from kinkeeper.site.embedded import ServerAddress, embedded_server
from tests.figures import Figure

USE = """
import sys
from pathlib import Path
from kinkeeper.site.embedded import embedded_server
with embedded_server(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A stopped server's folder of the test's own."""
    return Path(shutil.copytree(made, tmp_path / "database"))


@pytest.fixture(scope="module")
def running(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    """A server that no test stops."""
    with embedded_server(Path(shutil.copytree(made, tmp_path_factory.mktemp("running") / "database"))) as address:
        yield address


@contextmanager
def other_user(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the folder's server until its standard input closes."""
    process = subprocess.Popen([sys.executable, "-c", USE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout and process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.communicate()


def ask(address: ServerAddress, question: str, role: str = APP) -> object:
    with psycopg.connect(make_conninfo(**address.parameters(role))) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def keep(address: ServerAddress, word: str) -> None:
    with psycopg.connect(make_conninfo(**address.parameters(OWNER))) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kept(address: ServerAddress) -> object:
    return ask(address, "SELECT string_agg(word, ' ' ORDER BY word) FROM kept", OWNER)


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def is_stopped(folder: Path) -> bool:
    """Whether the server ends within some seconds: a process that waits for abandoned servers needs a moment."""
    for _ in range(400):
        if not (folder / "data" / "postmaster.pid").exists():
            return True
        time.sleep(0.01)
    return False


def test_what_is_kept_is_there_at_the_next_start(folder: Path) -> None:
    with embedded_server(folder) as address:
        keep(address, "Maria")
    with embedded_server(folder) as address:
        assert kept(address) == "Maria"


def test_nothing_is_readable_to_anybody_else(folder: Path, figure: Figure) -> None:
    with embedded_server(folder):
        paths = [folder, *folder.rglob("*")]
        assert [path for path in paths if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []
    figure(41, "{} files and folders of a database, none readable to others", len(paths))


def test_the_parent_folders_stay_as_they_were(made: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o710)
    shutil.copytree(made, tmp_path / "database")
    with embedded_server(tmp_path / "database"):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o710


def test_it_listens_on_no_network_and_lets_nobody_in_without_password(running: ServerAddress) -> None:
    assert ask(running, "SHOW listen_addresses") == ""
    for role in (ADMIN, OWNER, APP):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(make_conninfo(**running.parameters(role) | {"password": "guessed"}))


@pytest.mark.parametrize("forbidden", ["CREATE TABLE mine (x int)", "CREATE ROLE other", "SET ROLE kinkeeper_owner", "CREATE SCHEMA mine"])
def test_the_application_may_do_nothing_that_was_not_granted(running: ServerAddress, forbidden: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running, forbidden)


def test_the_application_reads_no_table_of_the_owners_that_was_not_granted(running: ServerAddress) -> None:
    keep(running, "Maria")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running, "SELECT word FROM kept")


def test_neither_owner_nor_application_is_a_superuser(running: ServerAddress) -> None:
    assert [ask(running, "SHOW is_superuser", role) for role in (ADMIN, OWNER, APP)] == ["on", "off", "off"]


def test_what_is_acknowledged_is_on_disk(running: ServerAddress) -> None:
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert ask(running, f"SHOW {setting}") == "on"


def test_names_sort_and_fold_alike_on_every_machine(running: ServerAddress) -> None:
    assert ask(running, "SELECT upper('ñandú')") == "ÑANDÚ"
    assert ask(running, "SELECT string_agg(name, ' ' ORDER BY name) FROM unnest('{éva,zoe,ana,Zoe}'::text[]) name") == "Zoe ana zoe éva"


def test_the_log_holds_nothing_of_what_was_asked(running: ServerAddress) -> None:
    with pytest.raises(psycopg.errors.InvalidTextRepresentation), psycopg.connect(make_conninfo(**running.parameters(OWNER))) as connection:
        connection.execute("CREATE TABLE letters (word text UNIQUE)")
        connection.execute("INSERT INTO letters SELECT 1 WHERE %s = 'Maria Secreta'::text AND 'x'::text = %s", ["Maria Secreta", "x"])
        connection.execute("SELECT 'Maria Secreta'::text, 'x'::int")
    assert "Secreta" not in (running.socket_folder.parent / "server.log").read_text()


def test_two_processes_share_one_server_and_the_last_stops_it(folder: Path) -> None:
    with embedded_server(folder) as address:
        first = postmaster(folder)
        with other_user(folder):
            assert postmaster(folder) == first
        assert ask(address, "SELECT 1") == 1
    assert not (folder / "data" / "postmaster.pid").exists()


def test_a_server_stays_while_the_process_that_joined_it_needs_it(folder: Path) -> None:
    with embedded_server(folder):
        other = other_user(folder)
        other.__enter__()
        first = postmaster(folder)
    assert postmaster(folder) == first
    other.__exit__(None, None, None)
    assert is_stopped(folder)


def test_many_that_start_a_new_one_at_once_get_the_same(tmp_path: Path) -> None:
    starters = [
        subprocess.Popen([sys.executable, "-c", USE, str(tmp_path / "db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [starter.stdout and starter.stdout.readline() for starter in starters] == ["ready\n"] * 4
    with embedded_server(tmp_path / "db") as address:
        assert ask(address, "SELECT 1") == 1
        for starter in starters:
            starter.communicate()
            assert starter.returncode == 0
    assert is_stopped(tmp_path / "db")


def test_a_server_whose_user_was_killed_stops(folder: Path) -> None:
    with other_user(folder) as user:
        user.kill()
        user.wait()
        assert is_stopped(folder)


def test_a_killed_server_starts_again_with_all_that_was_acknowledged(folder: Path) -> None:
    with embedded_server(folder) as address:
        keep(address, "Maria")
        os.kill(postmaster(folder), signal.SIGKILL)
        with embedded_server(folder) as again:
            assert kept(again) == "Maria"
            keep(again, "Rosa")
    with embedded_server(folder) as address:
        assert kept(address) == "Maria Rosa"


def test_a_process_id_that_is_somebody_elses_now_does_not_block_the_start(folder: Path) -> None:
    with embedded_server(folder) as address:
        keep(address, "Maria")
        left = (folder / "data" / "postmaster.pid").read_text()
    of_another_process = subprocess.Popen(["sleep", "60"])
    try:
        (folder / "data" / "postmaster.pid").write_text(left.replace(left.split()[0], str(of_another_process.pid), 1))
        with embedded_server(folder) as address:
            assert kept(address) == "Maria"
    finally:
        of_another_process.kill()
        of_another_process.wait()


def test_leaving_a_server_that_was_killed_is_no_error(folder: Path) -> None:
    with embedded_server(folder):
        os.kill(postmaster(folder), signal.SIGKILL)


@pytest.mark.skipif(os.geteuid() != 0, reason="tells root from an ordinary user, so it needs root")
def test_an_ordinary_user_needs_no_user_namespace(folder: Path) -> None:
    ordinary = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "env", "PATH=/bin", sys.executable, "-c", USE, str(folder)]
    process = subprocess.run(ordinary, input="", capture_output=True, text=True, check=False)
    assert (process.stdout, process.stderr) == ("ready\n", "")


@pytest.mark.skipif(os.geteuid() != 0, reason="tells root from an ordinary user, so it needs root")
def test_root_without_user_namespaces_is_told_what_to_do(folder: Path, tmp_path: Path) -> None:
    nothing_here = {"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.run([sys.executable, "-c", USE, str(folder)], env=nothing_here, capture_output=True, text=True, check=False)
    assert "Start as an ordinary user, or set DATABASE_URL." in process.stderr


def test_a_database_half_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "users.lock").touch()
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "PG_VERSION").write_text("18\n")
    with embedded_server(tmp_path) as address:
        assert ask(address, "SELECT current_database()") == "kinkeeper"


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose path is short, wherever the tests run: pytest's own are long where several processes share the work."""
    with tempfile.TemporaryDirectory(prefix="kk") as folder:
        yield Path(folder)


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(
    made: Path, tmp_path: Path, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = short_path / "t"
    short.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    deep = tmp_path / ("a long folder's name, with a comma, " * 5)
    shutil.copytree(made, deep)
    with embedded_server(deep) as address:
        assert address.socket_folder.parent == short
        assert stat.S_IMODE(address.socket_folder.stat().st_mode) == 0o700
        assert ask(address, "SELECT 1") == 1
        # A process with another temporary folder finds the server all the same.
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        with embedded_server(deep) as joined:
            assert joined.socket_folder == address.socket_folder
    assert list(short.iterdir()) == []


def test_a_short_socket_folder_that_somebody_laid_out_is_refused(
    made: Path, tmp_path: Path, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 100)
    shutil.copytree(made, deep)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short_path))
    with embedded_server(deep) as address:
        laid_out = address.socket_folder
    (tmp_path / "theirs").mkdir()
    laid_out.symlink_to(tmp_path / "theirs")
    with pytest.raises(Unavailable, match="belongs to somebody else"), embedded_server(deep):
        pass


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    tmp_path.chmod(0o755)
    with pytest.raises(Unavailable, match="holds other files"), embedded_server(tmp_path):
        pass
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_server_that_cannot_start_says_why_in_one_line(folder: Path) -> None:
    (folder / "data" / "postgresql.conf").write_text("shared_preload_libraries = 'nothing_of_this_name'\n")
    with pytest.raises(Unavailable, match=r"does not start: .*nothing_of_this_name") as refusal, embedded_server(folder):
        pass
    assert "\n" not in str(refusal.value)


def test_an_error_in_the_callers_work_stops_the_server_too(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), embedded_server(folder):
        _ = 1 / 0
    assert not (folder / "data" / "postmaster.pid").exists()
