"""Ticked children are brought to a meeting: why its lists differ, who sees to it, what next; each by its own entry, taken back alike."""

from pathlib import Path

from tests.gateway.test_consequences import rows
from tests.queries.test_meeting import lines, screen
from tests.web.browsing import client, words
from tests.web.test_all_that_match import sent_on
from tests.web.test_at_once import send, size
from tests.web.test_meetings_page import arranged, first_week, sent

__all__ = ["first_week"]


def test_children_on_whom_lists_differ_are_brought_to_the_meeting_and_taken_back(first_week: Path) -> None:
    browser = client()
    assert "No meeting is arranged yet" in words(browser.post("/at-once/", {"action": "explain-difference", "row": ["Pnobody"]}))
    address = arranged(browser)
    meeting = address.strip("/").rpartition("/")[2]
    people = {name: one.person for name, one in lines(screen()).items()}
    eva, noe, iker = (people[name] for name in ("EVA CAAL", "NOE TUX", "IKER CHUB"))
    # Somebody has said of one of them already: that is not written over.
    assert sent(browser, address, **{f"reason-{noe}": "left_off"}).status_code == 302
    form = browser.post("/at-once/", {"action": "explain-difference", "row": [eva, noe]})
    assert f'<option value="{meeting}">Thursday</option>' in form.content.decode() and "Left off the list" in words(form)
    told, before = {"meeting_id": meeting, "owner": "COUNSEL", "next_step": "ask on Monday"}, size()
    nothing = send(browser, "explain-difference", [eva], meeting_id=meeting)
    assert "Say a reason, an owner or a next step" in words(nothing) and size() == before
    done = send(browser, "explain-difference", [eva, noe, iker, "Pnobody"], request="t2", **told)
    said = words(done)
    assert "Recorded for 2 rows. 2 were refused." in said and "has said already why the lists differ" in said and size() == before + 2
    stands = {name: one.explanation for name, one in lines(screen()).items()}
    assert (stands["EVA CAAL"].owner, stands["IKER CHUB"].next_step, stands["NOE TUX"].reason) == ("COUNSEL", "ask on Monday", "left_off")
    back = browser.post("/at-once/", sent_on(done))
    assert "Taken back for 2 rows." in words(back) and lines(screen())["EVA CAAL"].explanation is None
    assert lines(screen())["NOE TUX"].explanation.reason == "left_off"


def test_a_child_whom_the_lists_have_alike_is_refused_and_who_sees_a_part_is_offered_no_meeting(first_week: Path) -> None:
    meeting = arranged(client()).strip("/").rpartition("/")[2]
    # The pages are loaded by now, in the order in which they need each other.
    from kinkeeper.domain.access import Viewer
    from kinkeeper.jobs.casework.at_once import CHILD
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.web.at_work.at_once import choices

    [(luis,)] = rows("SELECT DISTINCT person_id FROM membership JOIN record USING (record_id) WHERE given ILIKE 'luis'")
    told = {"meeting_id": meeting, "owner": "COUNSEL"}
    said = words(send(client(), "explain-difference", [luis], **told))
    assert "have the child alike" in said and "1 was refused" in said
    assert "Recorded for 1" not in words(send(client(role="caseworker"), "explain-difference", [luis], **told))
    coordinator, worker = (Viewer("a", agency, role) for agency, role in (("TASK_FORCE", "coordinator"), ("ORR", "caseworker")))
    here = find_standpoint(coordinator, today="2018-07-08")
    told_of = [{one.name for one in choices(who, CHILD, here)} for who in (coordinator, worker)]
    assert told_of[0] - told_of[1] == {"explain-difference"} and "task" in told_of[1]
