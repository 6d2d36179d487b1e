"""What the list of unrecorded ties misses, by the control sample that people read."""

from typing import Any

from kinkeeper.domain.reviews import AskQuestions, Draw, DrawControl, JudgeQuestion, Question
from kinkeeper.site.database import Database
from tests.reports.test_reports import make
from tests.web.scene import OFFICER, history, play


def missed() -> dict[str, Any]:
    [one] = [one for one in make("unrecorded").counted.breakdowns if one.name == "missed"]
    return {line.key: str(line.count) for line in one.figures}


def test_how_many_kin_are_missed_is_said_with_an_interval_once_people_have_read(database: Database) -> None:
    play(history())
    assert missed() == {"missed": "not known: not read yet"}
    ends = [("r2", "r5"), ("r8", "r3"), ("r9", "r3")]
    asked = tuple(Question("tie", child, adult, "0.0500", "control", reunites=False, relation="parent") for child, adult in ends)
    play([AskQuestions("run", asked), DrawControl("run", Draw("tie", "0.02", "0.2", 300, tuple(ends)))], name="lot")
    assert missed()["0.02-0.2-missed"] == "not known: not read yet" == missed()["missed"]
    answers = ["same", "different", "different"]
    play([JudgeQuestion("tie", *pair, answer, "photograph", OFFICER.name) for pair, answer in zip(ends, answers, strict=True)], name="read")
    told = missed()
    assert (told["0.02-0.2"], told["0.02-0.2-read"], told["0.02-0.2-kin"]) == ("300", "3", "1")
    assert told["0.02-0.2-missed"] == told["missed"] == "3 – 272", "one of three, by Clopper and Pearson: .0084 to .9057 of 300"
