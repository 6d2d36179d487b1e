"""The checker that is one file says what the product says, of good things and bad ones."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import Note, SigningKey
from kinkeeper.witness.one_file import one_file
from kinkeeper.witness.program import main
from tests.cli.command import COMMAND

from .logs import LOG, ORIGIN, Log, flip

WHOLE = Log(700)
KEY = ["--key", str(LOG.verifier)]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """What a court may hold: a copy of the log, two checkpoints, one of them typed from paper, a receipt, a policy."""
    WHOLE.write(tmp_path / "log")
    old = WHOLE.checkpoint(300)
    root = old.text.splitlines()[2]
    (tmp_path / "typed").write_text(f" {ORIGIN} \r\n  300\r\n {root[:9]} {root[9:]}\r\n\r\n")
    (tmp_path / "old").write_text(str(WHOLE.signed(300)))
    (tmp_path / "new").write_text(str(WHOLE.signed()))
    (tmp_path / "receipt").write_text(str(WHOLE.receipt(123)))
    (tmp_path / "named nobody").write_text(str(WHOLE.receipt(699).without_bodies()))
    (tmp_path / "policy").write_text(f"log {LOG.verifier}\nquorum none\n")
    return tmp_path


def other(bundle: Path) -> None:
    """Another history, signed by the log all the same."""
    (bundle / "old").write_text(str(Log(300, seed=2).signed()))


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


Captured = pytest.CaptureFixture[str]
Change = Callable[[Path], object]
BAD: list[tuple[Change, list[str], int, str]] = [
    (lambda b: None, ["log", "log", *KEY, "--checkpoint", "typed"], 0, "The log is whole: kinkeeper.example/log with 700 entries"),
    (lambda b: None, ["log", "log"], 0, "Its key is the one that it shows itself"),
    (lambda b: None, ["receipt", "receipt", *KEY, "--checkpoint", "old"], 0, "The receipt is good: entry 123 stands in"),
    (lambda b: None, ["receipt", "named nobody", "--policy", "policy"], 0, "The receipt is good: entry 699 stands in"),
    (lambda b: None, ["checkpoint", "new", *KEY], 0, "The checkpoint is good"),
    (lambda b: None, ["consistency", "new", "typed", "--log", "log"], 0, "begins with the one with 300: nothing was changed or removed."),
    (lambda b: None, ["consistency", "new", "new", "--log", "log"], 0, "begins with the one with 700"),
    (lambda b: flip(b / "log/tile/entries/001", 256 * 68 - 5), ["log", "log", *KEY], 4, "Entry 511: its leaf is not what was signed."),
    (lambda b: flip(b / "log/tile/entries/000", 68 * 7 + 50), ["log", "log", *KEY], 4, "Entry 7: its leaf is not what was signed."),
    (lambda b: flip(b / "log/tile/entries/000", 0), ["log", "log", *KEY], 4, "tile/entries/000, from entry 0 on: This is not a bundle"),
    (lambda b: flip(b / "log/tile/0/001"), ["log", "log", *KEY], 4, "tile/0/001: not what the entries from 256 on make."),
    (lambda b: flip(b / "log/tile/1/000.p/2"), ["log", "log", *KEY], 4, "tile/1/000.p/2: not what the entries from 0 on make."),
    (lambda b: (b / "log/tile/0/002.p/188").unlink(), ["log", "log", *KEY], 4, "tile/0/002.p/188 is missing."),
    (lambda b: (b / "log/tile/entries/001").unlink(), ["log", "log", *KEY], 4, "tile/entries/001 is missing."),
    (lambda b: (b / "log/checkpoint").unlink(), ["log", "log", *KEY], 4, "checkpoint is missing."),
    (lambda b: flip(b / "log/checkpoint", 40), ["log", "log", *KEY], 4, "The signature of kinkeeper.example/log is false"),
    (lambda b: Log(700, seed=2).write(b / "log"), ["log", "log", *KEY, "--checkpoint", "old"], 4, "Entries 0 to 299: not what the saved"),
    (lambda b: None, ["log", "log", "--key", str(SigningKey(ORIGIN, bytes(32)).verifier)], 4, "None of the keys that are trusted signed"),
    (lambda b: None, ["log", "nowhere", *KEY], 2, "There is no folder nowhere."),
    (lambda b: None, ["log", "http://127.0.0.1:1", *KEY], 2, "does not answer."),
    (other, ["consistency", "old", "new", "--log", "log"], 4, "Entries 0 to 299: The tree of 700 entries does not begin with"),
    (
        lambda b: flip(b / "log/tile/0/001", 44 * 32 + 5),
        ["consistency", "old", "new", "--log", "log"],
        4,
        "The log is broken, or its copy is.",
    ),
    (
        lambda b: (b / "receipt").write_text(str(WHOLE.receipt(123)).replace("index 123", "index 124")),
        ["receipt", "receipt", *KEY],
        4,
        "124",
    ),
    (lambda b: flip(b / "receipt", 60), ["receipt", "receipt", *KEY], 4, ""),
    (lambda b: (b / "receipt").write_text("hello"), ["receipt", "receipt", *KEY], 2, "This is not a receipt"),
    (lambda b: (b / "receipt").write_bytes(b"\xff"), ["receipt", "receipt", *KEY], 2, "it is not text in UTF-8."),
    (lambda b: None, ["receipt", "nothing", *KEY], 2, "nothing cannot be read: No such file or directory."),
    (lambda b: None, ["receipt", "receipt"], 2, "Whom to believe?"),
    (lambda b: None, ["receipt", "receipt", "--key", "x"], 2, "This is not a key"),
    (lambda b: (b / "typed").write_text("x"), ["log", "log", *KEY, "--checkpoint", "typed"], 2, "typed: This is not a checkpoint"),
]


@pytest.mark.parametrize(("change", "words", "status", "says"), BAD, ids=range(len(BAD)))
def test_each_thing_is_told_good_or_bad_in_one_line(
    bundle: Path,
    change: Change,
    words: list[str],
    status: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(bundle)
    change(bundle)
    found = main(words)
    told = capsys.readouterr()
    said = told.err if status else told.out
    if found != status and "receipt" in words:
        # A flipped letter may make a receipt that cannot be read at all.
        assert {found, status} == {2, 4}, said
    else:
        assert found == status, told
    assert says in said and (not status or said.count("\n") == 1)


def test_a_receipt_of_another_history_than_the_paper_says_is_not_good(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bundle)
    (bundle / "paper").write_text(Log(700, seed=2).checkpoint().text)
    assert main(["receipt", "receipt", *KEY, "--checkpoint", "paper"]) == 4


def test_checkpoints_of_two_logs_have_nothing_to_do_with_each_other(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bundle)
    (bundle / "other").write_text(Checkpoint("another.example/log", 3, bytes(32)).text)
    assert main(["consistency", "other", "new", "--log", "log"]) == 4


def run(words: list[str | Path], bundle: Path) -> tuple[int, str]:
    ran = subprocess.run(words, cwd=bundle, capture_output=True, text=True, check=False, timeout=60, env=os.environ | {"PYTHONPATH": ""})
    said = (ran.stdout or ran.stderr).strip()
    return ran.returncode, said if ran.stdout else said.splitlines()[-1].removeprefix("kinkeeper: ")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checker") / "check.pyz"
    path.write_bytes(one_file())
    return path


def test_the_one_file_brings_all_that_it_needs_and_is_the_same_each_time(file: Path) -> None:
    assert one_file() == file.read_bytes()
    # Only the standard library and cryptography: what else is installed is hidden from it.
    hide = "import sys, runpy\nfor name in ('django', 'msgspec', 'psycopg', 'typer', 'rich'): sys.modules[name] = None\n"
    hide += f"sys.argv = ['check', '--help']; runpy.run_path({str(file)!r}, run_name='__main__')"
    assert run([sys.executable, "-c", hide], file.parent)[1].startswith("usage: kinkeeper-check")


@pytest.mark.parametrize("at", [0, 2, 7, 16, 20, 22, 24])
def test_the_one_file_and_the_command_give_the_same_verdict(bundle: Path, file: Path, at: int) -> None:
    change, words, status, says = BAD[at]
    change(bundle)
    alone = run([sys.executable, file, *words], bundle)
    assert alone[0] == status and says in alone[1]
    if words[0] == "consistency":
        return
    option = {"log": "--export", "receipt": "--receipt"}[words[0]]
    assert run([COMMAND, "verify", option, *words[1:]], bundle) == alone


def test_a_policy_with_a_quorum_asks_for_witnesses(bundle: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    from kinkeeper.ledger.cosignature import CosigningKey

    monkeypatch.chdir(bundle)
    court = CosigningKey("court.example", bytes(32))
    (bundle / "policy").write_text(f"log {LOG.verifier}\nwitness court {court.verifier}\nquorum court\n")
    assert main(["checkpoint", "new", "--policy", "policy"]) == 4
    assert "Not enough witnesses saw this checkpoint: nobody did, and court has to." in capsys.readouterr().err
    note = WHOLE.signed()
    (bundle / "new").write_text(str(Note(note.text, (*note.signatures, court.cosign(note.text, 1_790_000_000)))))
    assert main(["checkpoint", "new", "--policy", "policy"]) == 0
    assert "seen by court at 2026-09-21 14:13 UTC" in capsys.readouterr().out
