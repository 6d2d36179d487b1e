"""Whoever asks for somebody finds those alone of whom they may know, however badly the name is written and through whichever door."""

from typing import Any

from kinkeeper.domain.access.decisions import reach_of
from kinkeeper.gateway.wall import NARROW
from kinkeeper.site.database import Database
from tests.access.test_wall import CANARIES, CHANGING, VIEWERS, hidden, wall
from tests.api.program import program
from tests.figures import Figure
from tests.web.browsing import client
from tests.web.scene import history, play

__all__ = ["wall"]
STRANGERS = [one for one in VIEWERS if reach_of(one) in NARROW.values() and one.agency != "ORR"]
ASKED = ("Ana Hidden", "hiden anna", "Eva Hidden 2014", "Maite Xitumul", "Yamilet Cuc")
BY_PROGRAM = [("caseworker", "ICE"), ("counsel", "COUNSEL"), ("officer", "CBP")]


def test_nobody_hidden_comes_back_from_any_question(database: Database, wall: Any, figure: Figure) -> None:
    """`find_likely`, the search box and kin named in free text, each by every viewer whose reach has an end."""
    from kinkeeper.domain.errors import NotAllowed
    from kinkeeper.gateway.wall import look_as, look_no_more
    from kinkeeper.queries.likely import Told, find_likely
    from kinkeeper.queries.review.mentions import list_mentions
    from kinkeeper.queries.searching.everything import find
    from kinkeeper.queries.standpoint import find_standpoint

    play([*history(), *hidden()])
    found = 0
    for viewer in STRANGERS:
        may = {person for (person,) in wall(viewer, "SELECT person_id FROM membership WHERE until IS NULL")}
        assert not may & {"Pana", "Peva"}
        look_as(viewer)
        try:
            standpoint = find_standpoint(viewer, today="2018-07-08")
            for text in ASKED:
                likely = find_likely(viewer, Told(whole=text), standpoint, most=50)
                assert {one.person_id for one in likely} <= may | {""} and not any(one.record_id in ("h0", "h1") for one in likely), viewer
                shown = find(viewer, text, standpoint)
                assert not any(canary in str(shown) for canary in CANARIES), viewer
                found += len(likely)
            assert not any(canary in str(list_mentions(viewer)) for canary in CANARIES), viewer
        except NotAllowed:
            continue  # an officer of this role asks nothing at all
        finally:
            look_no_more()
    figure(19, "{} viewers asked for {} names: {} persons found, none of them hidden", len(STRANGERS), len(ASKED), found)
    assert found


def test_a_hidden_family_changes_no_byte_of_who_is_likely(database: Database, still: None, figure: Figure) -> None:
    """By a program, and in the search box while one types: also how likely the others are does not tell that there is one more."""
    play(history())
    programs = [program(*one) for one in BY_PROGRAM]
    browser = client(role="caseworker", agency="ICE")

    def answers() -> list[Any]:
        asked = [one.post("/likely-persons", {"whole": text, "limit": 50}) for one in programs for text in ASKED]
        box = [browser.post("/search/", {"text": text}, headers={"HX-Request": "true"}) for text in ASKED]
        assert {one.status_code for one in box} == {200}
        return [one.json().get("likely", one.status_code) for one in asked] + [CHANGING.sub("", one.content.decode()) for one in box]

    without = answers()
    assert any(isinstance(one, list) and one for one in without)
    play(hidden(), name="hidden")
    assert answers() == without
    figure(19, "{} answers, no byte differs", len(without))
