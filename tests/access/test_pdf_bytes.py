"""No byte of a sponsor stands in a PDF that an agency that arrests is given: in its words, its streams, its marks, its title."""

import pytest

from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.reports import printing
from kinkeeper.reports.making import REPORTS
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, SPONSOR, planted
from tests.figures import Figure
from tests.reports.made import report
from tests.reports.pdf_words import everything
from tests.web.browsing import client, taken
from tests.web.scene import play

pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]
EVERYBODY = [(role, str(agency)) for agency in sorted(ENFORCES) for role in sorted(ROLES_OF[agency])]
AT_ONCE, SHORT = ("caseworker", "ICE"), ("separations",)


def pdf_of(role: str, agency: str, name: str) -> bytes:
    """A report as a PDF, as somebody takes it away; nothing where they are not given it."""
    browser, address = client(role=role, agency=agency, raise_request_exception=False), f"/reports/{name}/file.pdf"
    answer = browser.get(address)
    if not answer.streaming and b'id="export-why"' in answer.content:
        answer = taken(browser, address)
    content = b"".join(answer) if answer.streaming else answer.content
    assert CANARY.encode() not in content and answer.status_code < 500, (role, agency, name)
    return content if content.startswith(b"%PDF") else b""


@pytest.mark.parametrize(
    ("viewer", "names"),
    [(AT_ONCE, SHORT), *(pytest.param(one, tuple(REPORTS), marks=[pytest.mark.long, pytest.mark.timeout(1_200)]) for one in EVERYBODY)],
    ids=str,
)
def test_no_byte_of_a_sponsor_is_in_a_pdf(database: Database, viewer: tuple[str, str], names: tuple[str, ...], figure: Figure) -> None:
    play(planted())
    assert everything(printing.write(report(CANARY), "pdf")).count(CANARY) > 1, "the canary sings where it stands"
    read = [told for name in names if (pdf := pdf_of(*viewer, name)) and (told := everything(pdf))]
    assert all(CANARY not in told and SPONSOR not in told for told in read)
    figure(20, "{} PDFs read to their last stream, {} letters, no byte of the canary", len(read), sum(map(len, read)))
