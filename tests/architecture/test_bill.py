"""The bill of materials names everything that the lock file does, with hashes and licences, and is the same each time."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.figures import Figure

from .source import ROOT

SCRIPT = ROOT / "scripts" / "sbom"


def bill(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)


def test_every_line_of_the_lock_is_a_component_with_hashes_and_a_licence(figure: Figure) -> None:
    made = bill()
    told = json.loads(made.stdout)
    locked = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    assert made.returncode == 0 and len(locked) > 20
    assert [(one["name"], one["version"]) for one in told["components"]] == locked
    assert all(one["hashes"] and one["licenses"][0]["license"]["name"] != "not named" for one in told["components"])
    assert made.stdout == bill().stdout
    figure(42, "{} components of {} lines of the lock, each with hashes and a licence", len(told["components"]), len(locked))


def test_what_is_not_installed_is_said(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("no-such-thing-as-this==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    made = bill(lock)
    assert made.returncode == 1 and "no-such-thing-as-this" in made.stderr and len(json.loads(made.stdout)["components"]) == 1
