"""Every page that shows a list gives it as a file: what is shown, in four forms, from the table of addresses."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kinkeeper.site.database import Database
from tests.web.browsing import client, taken, words
from tests.web.listed import everything
from tests.web.routes import every_route
from tests.web.scene import FAMILY, KEVIN, MAITE, YAMILET

FORM, PAPER, OWN, FILE, LOG, STEP = (
    "a form to fill in",
    "one person or one thing: it leaves as paper, or on its list's page",
    "settings of one's own account, or of accounts",
    "a file, or a part of a page",
    "the public log, which has files of its own",
    "a step of signing in or of work, with no list",
)
WITHOUT: Mapping[str, str] = {
    **dict.fromkeys(
        ("say", "sayings", "intake", "taken-in", "taken-in-unshown", "add-document", "search", "put-down", "work-on-file", "withdraw"), FORM
    ),
    **dict.fromkeys(("person", "case", "referral", "tag", "inquiry", "document", "pair", "import", "review"), PAPER),
    **dict.fromkeys(("own-views", "go", "tokens", "hooks"), OWN),
    **dict.fromkeys(
        ("export", "export-file", "list-to-take", "exchange-to-take", "report-file", "family-pdf", "case-pdf", "refused"), FILE
    ),
    **dict.fromkeys(("apart-lately", "receipt-file"), FILE),
    **dict.fromkeys(
        ("proof", "docket", "checkpoints", "old-checkpoint", "policy", "checker", "receipt", "checkpoint", "log_key", "tile"), LOG
    ),
    **dict.fromkeys(("decide", "undo", "language", "at-once", "keep-columns"), STEP),
    "home": "the first rows of lists that have pages of their own",
    "in-pictures": "drawings of reports, which leave as files",
    "control": "counts of what readers answered: the list of it is `decided`",
    **dict.fromkeys(("reports", "report"), "reports, which leave as files by themselves"),
    "lists-to-take": "the lists themselves",
}
"""Pages without a list that leaves, and why."""

SIGNING_IN = re.compile(r"^(account_|mfa_|usersessions_|elsewhere|demonstration_|go-on$)")
SHOWN = {
    "family": f"/families/{FAMILY}/",
    "looks": f"/families/{FAMILY}/looks/",
    "order": "/orders/ms-l-2018/",
    "meeting": "/meetings/ME-1/",
}
"""Pages with something in their address, as they are looked at here."""


def listed_on(page: str) -> set[str]:
    from kinkeeper.reports.listings.making import LISTINGS

    return {one.name for one in LISTINGS.values() if page in one.pages}


def test_every_page_has_its_lists_as_files_or_says_why_it_has_none(database: Database) -> None:
    from kinkeeper.reports.listings.making import LISTINGS

    pages = {name for name, route in every_route() if not SIGNING_IN.match(name) and not route.startswith("/api/")}
    undecided = {name for name in pages if not listed_on(name) and name not in WITHOUT}
    assert undecided == set(), "name the page in a list of reports/listings, or say here why it shows none"
    assert {page for one in LISTINGS.values() for page in one.pages} <= pages and set(WITHOUT) <= pages
    assert {name for name in WITHOUT if listed_on(name)} == set()
    assert [one.name for one in LISTINGS.values() if not one.pages] == []


NOT_BESIDE = {"custody", "refused", "desk", "ties", "people"}
"""Lists whose link stands beside another table, or whose columns another test looks at."""


def columns_beside(text: str, address: str) -> int:
    """How many columns the table has that stands in the same part of a page as the link."""
    part = next(part for part in text.split("<section") if f'"{address}"' in part)
    return part.partition("</thead>")[0].count('scope="col"')


def of_page(page: str, name: str) -> tuple[str, ...]:
    from kinkeeper.reports.listings.making import LISTINGS
    from kinkeeper.web.views.oversight import OF_WARNINGS

    return OF_WARNINGS if (page, name) == ("oversight", "warnings") else tuple(LISTINGS[name].on_page)


def test_each_page_leads_to_its_lists_and_each_leads_back(database: Database, tmp_path: Path) -> None:
    from django.urls import reverse

    from kinkeeper.reports.listings.making import LISTINGS

    everything(tmp_path)
    browser, inspector = client(), client(role="inspector")
    word = browser.post("/search/", {"text": "Kevin"})["Location"]
    for page in sorted({page for one in LISTINGS.values() for page in one.pages}):
        who = inspector if page == "oversight" else browser
        address = word if page == "found" else SHOWN.get(page) or reverse(page)
        text = who.get(address).content.decode().replace("&amp;", "&")
        if page == "family":
            text = who.get(re.findall(r'href="(/exports/lists/\?family=[^"#]*)"', text)[0]).content.decode().replace("&amp;", "&")
        if page == "meetings":
            text += client(role="officer").get(address).content.decode()
        led = {name: found for found, name in re.findall(r'href="((?:/children-apart/export|/exports/lists/([a-z-]+))\.csv[^"]*)"', text)}
        assert listed_on(page) <= set(led), (page, set(led))
        for name in listed_on(page) - {"explained"}:
            asked = who.get(led[name])
            assert asked.status_code == 200 and str(LISTINGS[name].title) in words(asked), (page, name, words(asked))
            heads = columns_beside(text, led[name])
            assert name in NOT_BESIDE or heads in (0, len(of_page(page, name))), (page, name, heads)


def test_the_lists_stand_under_what_they_are_about_each_folded_on_a_phone(database: Database, tmp_path: Path) -> None:
    from kinkeeper.reports.listings.making import GROUPS, LISTINGS

    everything(tmp_path)
    page = client().get("/exports/lists/").content.decode()
    parts = page.split('<details class="kk-fold kk-group-fold">')[1:]
    titles = [re.findall(r"<summary>(.*?)</summary>", one)[0] for one in parts]
    assert titles == [*(str(words) for words, _nouns in GROUPS), "For other systems"]
    listed = [set(re.findall(r'<h3 id="list-([a-z-]+)"', one)) for one in parts]
    meant = [{one.name for noun in nouns for one in noun.LISTINGS} for _words, nouns in GROUPS]
    without = [names - there for names, there in zip(meant, listed, strict=False)]
    assert without == [set(), set(), set(), {"looks", "printed", "latest-looks"}], "of one family, or for oversight alone"
    assert sum(map(len, listed)) == len(LISTINGS) - 3 and "exchange-families" in parts[-1]
    assert 'kk-group-fold" open' in client().get(f"/exports/lists/?family={FAMILY}").content.decode()


def test_what_leaves_is_what_the_page_shows(database: Database, tmp_path: Path) -> None:
    everything(tmp_path)
    browser = client()

    def rows(page: str, name: str, column: str) -> set[str]:
        text = browser.get(page).content.decode().replace("&amp;", "&")
        [address] = set(re.findall(rf'href="(/exports/lists/{name}\.csv[^"]*)"', text))
        assert "Filters: " in words(browser.get(address)) or "?" not in page
        return {str(row[column]) for row in json.loads(taken(browser, address, form="json").content)["rows"]}

    assert rows("/children-apart/", "children-apart", "child") == {MAITE, KEVIN}
    assert rows("/children-apart/?basis=detected", "children-apart", "child") == {KEVIN}
    assert (
        rows("/warnings/?role=inspector", "warnings", "role") == {"inspector"}
        and rows("/warnings/?role=nobody", "warnings", "role") == set()
    )
    assert rows("/mentions/?show=nobody", "mentions", "person") == set() and rows("/mentions/", "mentions", "person") == {KEVIN}
    assert rows("/orders/ms-l-2018/", "class-members", "child") == {MAITE}
    assert YAMILET in rows("/meetings/ME-1/", "differences", "person")
    assert rows("/due/?owner=nobody", "clocks", "child") == set() != rows("/due/", "clocks", "child")
    word = browser.post("/search/", {"text": "Yamilet"})["Location"]
    assert rows(word, "people", "person") == {YAMILET}


def test_the_file_has_the_columns_that_the_page_shows_in_the_pages_order_or_all(database: Database, tmp_path: Path) -> None:
    everything(tmp_path)
    browser = client()

    def heads(page: str, name: str, **told: str) -> list[str]:
        text = browser.get(page).content.decode().replace("&amp;", "&")
        [address] = set(re.findall(rf'href="((?:/children-apart/export|/exports/lists/{name})\.csv[^"]*)"', text))
        made = json.loads(taken(browser, address, form="json", **told).content)
        assert [one["column"] for one in made["dictionary"]] == list(made["rows"][0]), "the dictionary says what is there, and no more"
        return list(made["rows"][0])

    of_days = ["child", "name", "born", "age", "family", "days", "separated_on", "outcome", "outcome_on"]
    assert heads("/children-apart/?columns=outcome,days", "children-apart") == of_days
    assert heads("/children-apart/?columns=none", "children-apart") == of_days[:5]
    assert len(heads("/children-apart/?columns=days", "children-apart", columns="all")) == 17
    assert heads("/due/?columns=left,order", "clocks") == ["child", "name", "hours_left", "order"]
    assert heads("/warnings/?columns=words", "warnings") == ["warning", "rule", "words"]
    assert heads("/families/?columns=<b>,apart", "families") == ["family", "children_apart"]
    browser.post("/views/columns/", {"page": "caseload", "columns": "plan"})
    assert heads("/cases/", "cases") == ["child", "name", "plan"], "columns that one keeps are the page's"
    page = browser.get("/exports/lists/clocks.csv?columns=left")
    assert "The 3 that the page shows, in its order child, name, hours_left" in words(
        page
    ) and "Every one of the list’s 11 order, clock, child" in words(page)
    assert (
        words(browser.get("/exports/lists/clocks.csv?columns=left", headers={"accept-language": "es"})).count("Columnas del archivo") == 1
    )


def test_every_form_says_how_many_columns_were_left_out(database: Database, tmp_path: Path) -> None:
    import io

    import polars

    from kinkeeper.reports.dictionary.typed import METADATA

    everything(tmp_path)
    browser, address = client(), "/exports/lists/clocks.csv?columns=left"
    assert "Columns,3 of the list’s 11" in taken(browser, address).content.decode("utf-8-sig")
    file = taken(browser, address, form="parquet").content
    assert polars.read_parquet(file).columns == ["child", "name", "hours_left"]
    told = json.loads(polars.read_parquet_metadata(io.BytesIO(file))[METADATA])
    assert told["about"]["Columns"] == "3 of the list’s 11" and [one["column"] for one in told["dictionary"]] == [
        "child",
        "name",
        "hours_left",
    ]
