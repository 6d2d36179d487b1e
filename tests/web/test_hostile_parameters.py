"""Words made to be run, in every part of every address: they are only words, and nothing falls over them."""

import pytest

from kinkeeper.site.database import Database
from tests.access.planted import addresses
from tests.figures import Figure
from tests.web.browsing import client
from tests.web.scene import history, play

WORDS = (
    "' OR 1=1 --",
    "1); DROP TABLE entry; --",
    "\\",
    "%s%(x)s{0}",
    "\x00",
    "-1",
    "9" * 400,
    "\ud800",
    "2018-02-30",
    "<script>alert(1)</script>",
)
NAMES = (
    *("day", "known", "as_of", "known_at", "page", "order", "outcome", "basis", "reason", "child_with", "age", "role", "tie", "statements"),
    *("search", "zoom", "seen", "q", "text", "view", "kind", "agency", "owner", "next", "cursor", "limit", "place", "state", "list"),
)
"""Parameters that pages ask for, and some that they do not."""


@pytest.mark.parametrize("words", [WORDS[0], *(pytest.param(one, marks=pytest.mark.long) for one in WORDS[1:])], ids=range(len(WORDS)))
def test_no_page_falls_over_what_stands_in_its_address(database: Database, words: str, figure: Figure) -> None:
    play(history())
    browser, faults = client(raise_request_exception=False), []
    asked = addresses(("census",))
    for address in asked:
        answer = browser.get(address, dict.fromkeys(NAMES, words.encode("utf-8", "surrogatepass")))
        if answer.status_code >= 500 and not address.startswith(("/checkpoint", "/proof", "/receipts", "/log.key")):
            faults.append((address, answer.status_code))
    figure(38, "{} addresses with {} parameters that are hostile, {} faults", len(asked), len(asked) * len(NAMES), len(faults))
    assert faults == []
