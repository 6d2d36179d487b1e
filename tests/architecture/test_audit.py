"""The audit of dependencies asks about every line, names what is known, and never takes what it could not ask for sound."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

from tests.figures import Figure

from .source import ROOT

SCRIPT = ROOT / "scripts" / "audit"
HOLE = {"id": "PYSEC-0000-1", "aliases": ["CVE-0000-1"], "fixed_in": ["2.0"], "withdrawn": None}


@contextmanager
def registry(known: dict[str, list[dict[str, object]]], missing: str = "") -> Iterator[str]:
    """A registry on the loopback address: what it knows of each package; of one it says nothing."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("/")[2]
            self.send_response(404 if name == missing else 200)
            self.end_headers()
            self.wfile.write(json.dumps({"vulnerabilities": known.get(name, [])}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def audit(base: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, f"--registry={base}", *arguments], capture_output=True, text=True, check=False)


def test_every_line_of_every_lock_is_asked_about_and_none_is_skipped(figure: Figure) -> None:
    with registry({}) as base:
        made = audit(base)
    assert made.returncode == 0 and " 0 skipped, 0 vulnerabilities known." in made.stdout and int(made.stdout.split()[0]) > 60
    figure(42, "{} packages asked about at a registry that answers, none skipped", int(made.stdout.split()[0]))


def test_a_vulnerable_version_fails_and_one_that_cannot_be_asked_is_not_taken_for_sound(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("left==1.0 \\\n    --hash=sha256:00\nright==1.1\n")
    with registry({"left": [HOLE], "right": [HOLE | {"withdrawn": "2020-01-01"}]}) as base:
        made = audit(base, lock)
    assert made.returncode == 1 and "left 1.0: PYSEC-0000-1 CVE-0000-1. Mended in: 2.0." in made.stdout and "right" not in made.stdout
    with registry({}, missing="right") as base:
        made = audit(base, lock)
    assert made.returncode == 3 and "1 asked about, 1 skipped" in made.stdout and "Nothing is said of these" in made.stderr
    made = audit("http://127.0.0.1:9", lock)
    assert made.returncode == 3 and "0 asked about, 2 skipped" in made.stdout
    (empty := tmp_path / "empty").write_text("")
    assert audit("http://127.0.0.1:9", empty).returncode == 3


def osv(file: Path, *advisories: dict[str, object]) -> Path:
    """A database as OSV gives it out."""
    with ZipFile(file, "w") as archive:
        for one in advisories:
            archive.writestr(f"{one['id']}.json", json.dumps(one))
    return file


def advisory(name: str, events: list[dict[str, str]], **more: object) -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": events}]
    affected = [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}]
    return {"id": f"PYSEC-{name}", "modified": f"{time.strftime('%Y-%m-%d')}T00:00:00Z", "affected": affected} | more


def test_where_the_registry_says_nothing_a_database_that_was_fetched_elsewhere_is_asked(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("left_pad==1.9\nright==1.10\n")
    below, later = [{"introduced": "0"}, {"fixed": "1.10"}], [{"introduced": "2.0"}]
    file = osv(tmp_path / "all.zip", advisory("Left.Pad", below), advisory("right", below), advisory("left-pad", later, id="B"))

    def ask(one: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, SCRIPT, f"--osv={one}", lock], capture_output=True, text=True, check=False)

    made = ask(file)
    assert made.returncode == 1 and "left_pad 1.9: PYSEC-Left.Pad . Mended in: 1.10." in made.stdout.replace("  ", " ")
    assert "2 packages, 2 asked about, 0 skipped, 1 vulnerabilities known." in made.stdout
    made = ask(osv(tmp_path / "withdrawn.zip", advisory("left-pad", below, withdrawn="2026-01-01")))
    assert made.returncode == 0 and " 0 skipped, 0 vulnerabilities known." in made.stdout
    old = ask(osv(tmp_path / "old.zip", advisory("other", below, modified="2021-07-17T00:00:00Z")))
    assert old.returncode == 3 and "too old to be asked" in old.stderr and "2 skipped" in old.stderr
    assert ask(lock).returncode == 3
