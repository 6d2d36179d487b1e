"""The pictures: where, from whom to whom, how an order is carried out, which lists; each says in words what it shows, and has its table."""

from kinkeeper.reports.printing.flows import Party, flows
from kinkeeper.reports.printing.overlaps import overlaps
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, run
from tests.web.browsing import client, words
from tests.web.scene import history, play


def test_each_picture_says_what_it_shows(database: Database) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    page = client().get("/pictures/?day=2018-07-08")
    said = words(page)
    assert "States in which they are: 2. Adults abroad: 1. No source says in which state: 0." in said
    assert "Texas 2 0 Arizona 0 1" in said.replace("Abroad, removed 0 1 ", "")
    assert "Moves: 1. Most of them from ICE detention to Abroad, removed: 1." in said
    assert "still open. Nothing was done in the last week: at this pace there is no end." in said
    drawn = page.content.decode()
    assert drawn.count('role="img"') >= 5 and "<script>" not in drawn
    assert client("es-GT").get("/pictures/").status_code == 200


def test_an_empty_house_has_pictures_without_lines(database: Database) -> None:
    said = words(client().get("/pictures/"))
    assert "Nobody was moved." in said and "Children on a list: 0" in said


def test_an_order_burns_down_in_a_picture_on_its_own_page(database: Database) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    page = client().get("/orders/ms-l-2018/?day=2018-07-12")
    assert b"Burn-down: " in page.content and b'role="img"' in page.content
    said = words(page)
    assert "Nothing was done in the last week: at this pace there is no end. The last deadline was on 6 July 2018." in said


def test_hostile_words_do_nothing_in_a_drawing() -> None:
    hostile = '"><script>alert(1)</script>'
    moves = {(hostile, "ORR"): 3, ("ORR", hostile): 1}
    told = (hostile, hostile)
    drawn = flows(moves, {hostile: Party(hostile)}, told, told) + overlaps({(hostile,): 1}, [hostile], told)
    assert "<script>" not in drawn and drawn.count("&lt;script&gt;") > 8


def test_ribbons_are_as_wide_as_what_moves() -> None:
    drawn = flows({("CBP", "ORR"): 30, ("CBP", "ICE"): 10}, {}, ("From", "To"), ("t", "f"))
    assert "CBP 40" in drawn and "ORR 30" in drawn and drawn.count("<path") == 2
