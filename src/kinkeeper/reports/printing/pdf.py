"""A report as a tagged PDF (PDF/UA-1), made of its page. WeasyPrint makes it: the optional part `pdf`."""

import io
from typing import Any

from kinkeeper.domain.errors import Unavailable
from kinkeeper.reports.printing import html
from kinkeeper.reports.report import Report


class NothingIsFetched(Unavailable):
    """A report's page asked for something from elsewhere."""

    code = "nothing_is_fetched"


def write(report: Report) -> bytes:
    """
    The PDF.

    :raises Unavailable: where WeasyPrint, or what it draws letters with, is missing.
    """
    return write_page(html.page(report), report.proof.root)


def write_page(page: str, identifier: str) -> bytes:
    """
    A page that stands alone as a tagged PDF; of the same page and identifier the same bytes.

    :raises Unavailable: where WeasyPrint, or what it draws letters with, is missing.
    """
    document = _weasyprint().HTML(string=page, url_fetcher=refuse)
    out = io.BytesIO()
    document.write_pdf(out, finisher=_scope, pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    return out.getvalue()


def _scope(_document: Any, pdf: Any) -> None:
    """Say of each head in a table whether it is of its row or of its column (ISO 14289-1, 7.5).

    WeasyPrint links cells to their heads; a head that stands over heads of rows alone is linked to by none.
    """
    tagged = [one for one in pdf.objects if isinstance(one, dict) and one.get("S") in ("/TH", "/TD")]
    with_cells = {one["P"] for one in tagged if one["S"] == "/TD"}
    for head in tagged:
        if head["S"] == "/TH":
            head["A"]["Scope"] = "/Row" if head["P"] in with_cells else "/Column"


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise Unavailable(
            "A PDF needs WeasyPrint and Pango: install kinkeeper[pdf] and, on Debian, libpangoft2-1.0-0. Or print the HTML from a browser."
        ) from error
    return weasyprint


def refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """What answers for every address that a page may ask for.

    :raises NothingIsFetched: always.
    """
    raise NothingIsFetched("A report fetches nothing from elsewhere.")
