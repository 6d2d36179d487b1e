"""A family's page and a person's file leave as tagged PDFs: asked for with a reason, behind the same wall, written down."""

import re
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.site.database import Database
from tests.access.test_written_down import entries
from tests.web.browsing import client, taken, words
from tests.web.scene import FAMILY, MAITE, YAMILET, play
from tests.web.test_casework_pages import scene
from tests.web.test_every_page import HOSTILE, hostile

ADDRESS = f"/families/{FAMILY}/pdf/"


@pytest.fixture(autouse=True)
def _weasyprint() -> None:
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]


def laid_open(content: bytes) -> bytes:
    """A PDF with what it holds compressed beside it, unpacked."""
    streams = re.findall(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    return content + b"".join(map(zlib.decompress, streams))


def text_of(content: bytes, folder: Path) -> str:
    """What a reader finds on its pages; empty where nothing is installed that reads them."""
    if not shutil.which("pdftotext"):
        return ""
    (folder / "paper.pdf").write_bytes(content)
    said = subprocess.run(["pdftotext", "-layout", folder / "paper.pdf", "-"], capture_output=True, check=True, text=True)
    return " ".join(said.stdout.split())


def test_a_family_and_a_file_leave_tagged_with_a_reason_and_on_the_record(database: Database, tmp_path: Path) -> None:
    scene()
    browser = client()
    assert f'href="{ADDRESS}"' in browser.get(f"/families/{FAMILY}/").content.decode()
    assert "4 rows that name persons, as PDF" in words(browser.get(ADDRESS))
    assert browser.post(ADDRESS, {"why": ""}).status_code == 400
    answer = taken(browser, ADDRESS)
    within = laid_open(answer.content)
    for mark in (b"%PDF-", b"/StructTreeRoot", b"/MarkInfo", b"/Lang (en)", b"pdfuaid", b"/TH"):
        assert mark in within
    [read] = [one for one in entries("person.read") if one["said"]["door"].startswith("export EX-")]
    assert {MAITE, YAMILET} <= set(read["said"]["persons"])
    listed = words(browser.get("/exports/"))
    assert "Page of one family" in listed and FAMILY not in listed
    if said := text_of(answer.content, tmp_path):
        for told in (
            "Maite Xitumul Cuc",
            "Apart: Maite and mother, 48 days",
            "Eloy, Arizona",
            "Every statement",
            "Status report to the court",
        ):
            assert told in said, told
    spanish = taken(client("es"), f"/people/{MAITE}/file/pdf/")
    assert b"/Lang (es)" in laid_open(spanish.content)
    if said := text_of(spanish.content, tmp_path):
        assert "Expediente de Maite" in said and "Siguiente paso" not in said


def test_a_paper_is_made_behind_the_wall_of_whoever_fetches_it(database: Database) -> None:
    scene()
    for role in ("counsel", "officer"):
        answer: Any = client(role=role).get(ADDRESS)
        assert answer.status_code == 404 and "Maite" not in answer.content.decode(), role
    mine = client().post(ADDRESS, {"why": "Status report to the court"})["Location"].partition("#")[2]
    assert client(role="caseworker").get(f"/exports/{mine}/file").status_code in (403, 404)


def test_hostile_words_fetch_nothing_and_stand_as_they_are(database: Database) -> None:
    play([command for number, text in enumerate(HOSTILE[:4]) for command in hostile(text, number)])
    for number in range(4):
        assert taken(client(), f"/families/KF-9{number}/pdf/").content.startswith(b"%PDF-")
