"""The review page: a pair side by side, decided in the reader's own name, undone, and remembered."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.access import Actor
from kinkeeper.domain.reviews import AskQuestions, Draw, DrawControl, JudgeQuestion, Question, verdict
from kinkeeper.domain.ties import Evidence
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, run
from tests.web.browsing import AT_THE_COMPUTER, client, words
from tests.web.scene import history, play

FACTS = (
    Evidence("prior", "Before any evidence", "-11.60"),
    Evidence("age_difference", "24 years older than the child", "12.10", "%(years)s years older than the child", ("24",)),
    Evidence("nationality", "Nationalities differ: GTM, HND", "-1.25", "Nationalities differ: %(child)s, %(adult)s", ("GTM", "HND")),
)
TWO_RECORDS = Question("person", "r1", "r2", "0.7100", evidence=FACTS)
TIE = Question("tie", "r1", "r6", "0.6000", reunites=True, relation="parent", evidence=FACTS)
LOT = Question("person", "r3", "r9", "0.0300", why="control", evidence=FACTS)
SECOND = Actor("B. Ruiz", "HHS", "operator")


MANY = tuple(Question("person", "r1", f"r{number}", "0.5000") for number in range(3, 103))


@pytest.fixture
def scene(database: Database) -> None:
    play([*history(), AskQuestions("run-1", (TWO_RECORDS, TIE, LOT))])


def answer(browser: Any, question: Question, answer: str, **told: str) -> Any:
    form = {"subject": question.subject, "one": question.one, "other": question.other, "seen": "7", "answer": answer, **told}
    return browser.post("/review/decide/", form, follow=True)


def test_what_decides_a_reunion_comes_first_and_says_why(scene: None) -> None:
    said = words(client().get("/review/"))
    assert "Is this adult the child’s father?" in said
    assert "Why this pair is here: the child is 3 years old, the child is apart from kin now, the answer decides a reunion" in said
    assert "Second reader needed: decides a reunion" in said
    assert "Review 3" in said and "0 of 3 decided today 3 left, about 4 minutes" in said


def test_two_records_stand_side_by_side_with_what_differs(scene: None) -> None:
    page = client().get("/review/person/r1/r2/")
    said = words(page)
    assert "Are these two records one child?" in said
    assert "Same but for accents and capitals" in said
    assert "A-number 20197000 1 1 digit differs 20197000 2" in said
    assert '20197000<mark class="kk-differs">1</mark>' in page.content.decode()
    assert "The two are never in two places at once." in said
    assert "Border Patrol: border_patrol.csv, row 1" in said


def test_the_numbers_of_a_child_and_an_adult_are_all_shown_and_the_nearest_compared(scene: None) -> None:
    """As the evidence beside them compares them, whichever most records bear."""
    assert "A-number 201970002, 201970001 4 apart 201970006, 201970007" in words(client().get("/review/tie/r1/r6/"))


def test_the_bars_add_up_to_the_sum_in_both_languages(scene: None) -> None:
    assert "Sum −0.75: odds 1 : 1.7" in words(client().get("/review/person/r1/r2/"))
    said = client("es").get("/review/person/r1/r2/")
    assert "24 años mayor que el niño o la niña" in words(said) and "−0.75" in words(said)
    assert 'lang="en">Before any evidence<' in said.content.decode()


def test_an_answer_is_recorded_and_the_next_pair_comes(scene: None) -> None:
    browser = client()
    said = words(answer(browser, TIE, "same"))
    assert "Recorded: same. Next pair: Maite Xitumul Cuc, 3 years. 2 left." in said
    assert "1 of 3 decided today" in said and "1 same, 0 different, 0 unsure" in said
    assert "Maite Xitumul Cuc , Alberto Xitumul Juan 0.60 same other readers are needed" in words(browser.get("/review/decided/"))


def test_different_and_unsure_ask_for_a_reason(scene: None) -> None:
    browser = client()
    said = words(answer(browser, TWO_RECORDS, "different"))
    assert "Say in a few words why" in said and "Are these two records one child?" in said
    assert "Recorded: different." in words(answer(browser, TWO_RECORDS, "different", usual="ages"))
    assert "different The ages do not fit different" in words(browser.get("/review/decided/"))
    assert "Recorded: unsure." in words(answer(browser, LOT, "unsure", reason="no photograph"))


def test_an_answer_can_be_undone(scene: None) -> None:
    browser = client()
    answer(browser, TWO_RECORDS, "same")
    form = {"subject": "person", "one": "r1", "other": "r2", "seen": "8"}
    assert "Undone. The pair is open again." in words(browser.post("/review/undo/", form, follow=True))
    assert "Review 3" in words(browser.get("/review/"))
    assert "Recorded: different." in words(answer(browser, TWO_RECORDS, "different", reason="two photographs"))


def test_the_first_answer_is_hidden_from_the_second_reader(scene: None) -> None:
    play([JudgeQuestion(*TIE.key, "different", "she told another name", SECOND.name)], name="second", actor=SECOND)
    browser = client()
    said = words(browser.get("/review/"))
    assert "You are the second reader. The first answer is hidden" in said and "another name" not in said
    answer(browser, TIE, "same")
    assert "B. Ruiz: different. she told another name" in words(browser.get("/review/tie/r1/r6/"))


def test_two_who_signed_in_decide_a_reunion_together(scene: None) -> None:
    first, second = client(role="coordinator"), client(role="caseworker")
    assert "Recorded: same." in words(answer(first, TIE, "same"))
    assert "You are the second reader. The first answer is hidden" in words(second.get("/review/tie/r1/r6/"))
    answer(second, TIE, "same")
    assert "0.60 same same" in words(first.get("/review/decided/"))


def test_nobody_reads_of_whom_the_rules_do_not_allow(scene: None) -> None:
    said = words(client(role="officer").get("/review/"))
    assert "No pair waits." in said and "Maite" not in said
    assert client(role="officer").get("/review/tie/r1/r6/").status_code in (403, 404)
    assert answer(client(role="inspector"), TIE, "same").status_code == 403


def test_a_third_reader_sees_where_two_differ(scene: None) -> None:
    for number, (reader, said) in enumerate((("ana", "same"), ("ben", "different"))):
        play([JudgeQuestion(*TIE.key, said, "because", reader)], name=f"r{number}", actor=Actor(reader, "HHS", "operator"))
    said = words(client().get("/review/"))
    assert "Two readers differ: yours decides" in said and "ana: same. because" in said


def test_who_comes_too_late_is_told_so(scene: None) -> None:
    play([JudgeQuestion(*TWO_RECORDS.key, "same", "", SECOND.name)], name="second", actor=SECOND)
    assert "Another reader has just decided this pair" in words(answer(client(), TWO_RECORDS, "same"))


def test_an_empty_queue_says_what_was_done(database: Database) -> None:
    play(history())
    assert "No pair waits. 0 decided today: 0 same, 0 different, 0 unsure." in words(client().get("/review/"))
    assert "You have decided nothing yet." in words(client().get("/review/decided/"))
    assert client().get("/review/tie/r1/r9/").status_code == 404


def test_a_form_that_is_no_answer_is_refused_in_a_sentence(scene: None) -> None:
    browser = client()
    for form in (
        {},
        {"subject": "x", "one": "r1", "other": "r2", "seen": "1", "answer": "same"},
        {"subject": "tie", "one": "r1", "seen": "x"},
    ):
        for address in ("/review/decide/", "/review/undo/"):
            page = browser.post(address, form)
            assert page.status_code == 400 and "not complete" in words(page)
    assert browser.get("/review/decide/").status_code == 405


def test_the_queue_is_as_long_as_its_badge(scene: None) -> None:
    page = client().get("/review/queue/")
    assert "Rows 1 to 3 of 3" in words(page) and page.content.count(b'role="rowheader"') == 3


def test_a_badge_says_no_more_than_that_there_are_more_than_99(scene: None) -> None:
    """Nobody needs to know by how many; whoever reads the queue is told."""
    browser = client()
    assert ">3</span>" in _badge(browser.get("/"))
    play([AskQuestions("run-2", MANY[:96])], name="many")
    assert ">99</span>" in _badge(browser.get("/")) and "99 questions wait for a reader" in words(browser.get("/"))
    play([AskQuestions("run-3", MANY[96:])], name="more")
    for address in ("/", "/review/queue/"):
        assert '<span aria-hidden="true">99+</span><span class="usa-sr-only">more than 99</span>' in _badge(browser.get(address))
    assert "More than 99 questions wait for a reader" in words(browser.get("/"))
    assert "of 103" in words(browser.get("/review/queue/"))
    browser.cookies["django_language"] = "es"
    assert "más de 99" in _badge(browser.get("/")) and "Más de 99 preguntas esperan lector" in words(browser.get("/"))


def _badge(page: Any) -> str:
    return str(page.content.decode().partition('data-go="r"')[2].partition("</a>")[0])


def test_the_nearest_deadline_comes_first(scene: None) -> None:
    play([AskQuestions("run-2", (Question("tie", "r8", "r3", "0.5000", reunites=True, relation="parent"),))], name="kevin")
    enact("ms-l-2018")
    run()
    said = words(client().get("/review/"))
    assert "the child is 3 years old, the nearest deadline is 10 July 2018, the child is apart from kin now" in said
    assert "Kevin Xitumul Cuc 9 years Kevin, Yamilet 0.50 26 Jul 2018" in words(client().get("/review/queue/"))


def test_what_is_missed_is_said_with_an_interval(scene: None) -> None:
    said = words(client().get("/review/control/"))
    assert "No lot is drawn yet." in said and "No question in doubt is settled yet." in said
    play([DrawControl("run-1", Draw("person", "0.02", "0.2", 200, (("r3", "r9"), ("r1", "r9"))))], name="lot")
    assert "Two records: one person? 0.02 – 0.2 200 2 0 0 not known: nothing is settled" in words(client().get("/review/control/"))
    browser = client()
    answer(browser, LOT, "different", reason="two photographs")
    answer(browser, TWO_RECORDS, "same")
    said = words(browser.get("/review/control/"))
    assert "Two records: one person? 0.02 – 0.2 200 2 1 0 0 to 195" in said
    assert "0.65 – 0.80 1 0.71 1.00 (0.02 – 1.00)" in said
    assert "Settled questions: 2; turned out to be one person, or kin: 1." in said


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["ana", "ben", "eva", "leo"]), st.sampled_from(["same", "different", "unsure"])), max_size=4))
def test_the_queue_holds_what_has_no_verdict(answers: list[tuple[str, str]]) -> None:
    """What the database takes for waiting is what the rules take for not settled."""
    from django.db import transaction

    from kinkeeper.queries.review.queue import list_queue
    from kinkeeper.queries.standpoint import Standpoint

    said = dict(answers)
    with transaction.atomic():
        _lay_questions(said)
        waiting = {one.key for one in list_queue(AT_THE_COMPUTER, Standpoint(10**6, "2018-07-08"))}
        transaction.set_rollback(True)
    for reunites in (False, True):
        key = ("person", "q1", str(reunites))
        assert (key in waiting) == (not verdict(list(said.values()), reunites=reunites))


def _lay_questions(said: dict[str, str]) -> None:
    """Rows as the projection writes them, for both kinds of questions."""
    from django.db import connection

    with connection.cursor() as cursor:
        for reunites in (False, True):
            cursor.execute(
                "INSERT INTO question (subject, one, other, probability, why, reunites, relation, evidence, withdrawn, since) "
                "VALUES ('person', 'q1', %s, 0.5, 'doubt', %s, '', '[]', FALSE, 1)",
                [str(reunites), reunites],
            )
            for at, (reader, answer) in enumerate(said.items()):
                cursor.execute(
                    "INSERT INTO judgement (subject, one, other, reader, answer, reason, since) "
                    "VALUES ('person', 'q1', %s, %s, %s, '', %s)",
                    [str(reunites), reader, answer, at + 2],
                )
