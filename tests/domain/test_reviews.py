"""What readers' answers come to, and what the rules refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.reviews import AskQuestions, Draw, DrawControl, JudgeQuestion, Question, TakeBackJudgement, verdict
from tests.domain.histories import History

ONE = Question("person", "r1", "r2", "0.7000")
REUNION = Question("tie", "r1", "r2", "0.8000", reunites=True)


def asked(*questions: Question) -> History:
    history = History()
    history.give(AskQuestions("run-1", questions))
    return history


def judge(history: History, question: Question, reader: str, answer: str, reason: str = "ages differ") -> None:
    history.give(JudgeQuestion(*question.key, answer, reason, reader))


def verdict_of(history: History, question: Question) -> str:
    return str(history.states["reviews"].questions[question.key].verdict)


def test_one_answer_settles_a_plain_question() -> None:
    history = asked(ONE)
    judge(history, ONE, "ana", "same", "")
    assert verdict_of(history, ONE) == "same"
    with pytest.raises(Refused, match="just decided"):
        judge(history, ONE, "ben", "different")


def test_a_reunion_needs_two_who_agree_and_a_third_where_they_differ() -> None:
    history = asked(REUNION)
    judge(history, REUNION, "ana", "same")
    assert verdict_of(history, REUNION) == ""
    judge(history, REUNION, "ben", "different")
    assert verdict_of(history, REUNION) == ""
    judge(history, REUNION, "eva", "same")
    assert verdict_of(history, REUNION) == "same"


def test_unsure_settles_nothing_and_leaves_the_question_to_another() -> None:
    history = asked(ONE)
    judge(history, ONE, "ana", "unsure")
    assert verdict_of(history, ONE) == ""
    judge(history, ONE, "ben", "different")
    assert verdict_of(history, ONE) == "different"


def test_nobody_answers_twice_but_everybody_may_undo() -> None:
    history = asked(REUNION)
    judge(history, REUNION, "ana", "same")
    with pytest.raises(Refused, match="already"):
        judge(history, REUNION, "ana", "different")
    history.give(TakeBackJudgement(*REUNION.key, "ana"))
    judge(history, REUNION, "ana", "different")
    with pytest.raises(Refused, match="nothing to undo"):
        history.give(TakeBackJudgement(*REUNION.key, "ben"))


def test_different_and_unsure_need_a_reason() -> None:
    for answer in ("different", "unsure"):
        with pytest.raises(Refused, match="few words"):
            judge(asked(ONE), ONE, "ana", answer, "  ")
    judge(asked(ONE), ONE, "ana", "same", "")


def test_what_is_not_asked_cannot_be_answered() -> None:
    history = asked(ONE)
    history.give(AskQuestions("run-2", (), (ONE.key,)))
    for question in (ONE, REUNION):
        with pytest.raises(Refused, match="not in question"):
            judge(history, question, "ana", "same")
    with pytest.raises(Refused, match="'maybe' is not an answer"):
        judge(asked(ONE), ONE, "ana", "maybe")


def test_a_question_that_somebody_answered_is_not_withdrawn_and_a_settled_one_keeps_its_words() -> None:
    history = asked(ONE, REUNION)
    judge(history, REUNION, "ana", "same")
    judge(history, ONE, "ana", "same")
    assert history.give(AskQuestions("run-2", (replace(ONE, probability="0.3000"),), (REUNION.key,))) == []
    assert len(history.give(AskQuestions("run-3", (replace(REUNION, probability="0.3000"),)))) == 1
    assert len(history.states["reviews"].questions[REUNION.key].judgements) == 1


def test_a_run_says_the_same_once_and_nothing_twice() -> None:
    history = asked(ONE)
    assert history.give(AskQuestions("run-2", (ONE,))) == []
    with pytest.raises(Refused, match="twice"):
        history.give(AskQuestions("run-2", (ONE, ONE)))
    lot = Draw("tie", "0.02", "0.2", 60, (("r1", "r2"),))
    assert len(history.give(DrawControl("run-2", lot))) == 1 and history.give(DrawControl("run-3", lot)) == []


@given(st.lists(st.sampled_from(["same", "different", "unsure"]), max_size=6), st.booleans())
def test_the_verdict_is_fair(answers: list[str], reunites: bool) -> None:
    """It depends on no order, turns round with the answers, and never comes from one voice where a reunion follows."""
    found = verdict(answers, reunites=reunites)
    turned = {"same": "different", "different": "same"}
    assert verdict(sorted(answers), reunites=reunites) == found
    assert verdict([turned.get(one, one) for one in answers], reunites=reunites) == turned.get(found, "")
    if found:
        assert answers.count(found) > answers.count(turned[found])
        assert answers.count(found) >= (2 if reunites else 1)
