"""No byte of a sponsor stands in a PDF that an agency that arrests is given: in its words, its streams, its marks, its title."""

import pytest

from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.reports import printing
from kinkeeper.reports.making import REPORTS
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, SPONSOR, planted
from tests.access.test_written_down import entries, written
from tests.figures import Figure
from tests.reports.made import report
from tests.reports.pdf_words import everything
from tests.web.browsing import client, taken
from tests.web.scene import FAMILY, MAITE, YAMILET, play

pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]
EVERYBODY = [(role, str(agency)) for agency in sorted(ENFORCES) for role in sorted(ROLES_OF[agency])]
PAPERS = (f"/families/{FAMILY}/pdf/", *(f"/people/{person}/file/pdf/" for person in (MAITE, YAMILET, SPONSOR)))
EVERY_PDF = (*(f"/reports/{name}/file.pdf" for name in REPORTS), *PAPERS)
AT_ONCE, SHORT = ("caseworker", "ICE"), ("/reports/separations/file.pdf", *PAPERS[:2])


def pdf_of(role: str, agency: str, address: str) -> bytes:
    """A PDF as somebody takes it away; nothing where they are not given it. Whoever took one is on the record with whom it names."""
    browser, before = client(role=role, agency=agency, raise_request_exception=False), written()
    answer = browser.get(address)
    if not answer.streaming and b'id="export-why"' in answer.content:
        answer = taken(browser, address)
    content = b"".join(answer) if answer.streaming else answer.content
    assert CANARY.encode() not in content and answer.status_code < 500, (role, agency, address)
    if not content.startswith(b"%PDF"):
        return b""
    if address in PAPERS:
        [said, *_] = [one for one in entries("person.read", before) if one["said"]["door"].startswith("export EX-")]
        assert (said["agency"], said["role"]) == (agency, role) and said["said"]["persons"] and said["said"]["groups"] and said["purpose"]
    return content


def without_number_asked(pdf: bytes, address: str) -> str:
    """All that can be read of a PDF, without the number that was asked for: of nobody there is a file too, empty under that number."""
    told = everything(pdf)
    return told.replace(SPONSOR, "") if SPONSOR in address else told


@pytest.mark.parametrize(
    ("viewer", "addresses"),
    [(AT_ONCE, SHORT), *(pytest.param(one, EVERY_PDF, marks=[pytest.mark.long, pytest.mark.timeout(1_200)]) for one in EVERYBODY)],
    ids=lambda one: "-".join(one) if len(one) == 2 else str(len(one)),
)
def test_no_byte_of_a_sponsor_is_in_a_pdf(database: Database, viewer: tuple[str, str], addresses: tuple[str, ...], figure: Figure) -> None:
    play(planted())
    assert everything(printing.write(report(CANARY), "pdf")).count(CANARY) > 1, "the canary sings where it stands"
    read = [told for address in addresses if (pdf := pdf_of(*viewer, address)) and (told := without_number_asked(pdf, address))]
    sings = everything(pdf_of("coordinator", "TASK_FORCE", PAPERS[1]))
    assert CANARY in sings, "and in the file of the child, to who may read it"
    assert len(read) == len(addresses) or viewer != AT_ONCE or addresses != SHORT
    assert all(CANARY not in told and SPONSOR not in told for told in read)
    figure(20, "{} PDFs read to their last stream, {} letters, no byte of the canary", len(read), sum(map(len, read)))
