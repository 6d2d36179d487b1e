"""A scene with something of every list that a page shows."""

from pathlib import Path
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.agreements import Agreement, ProposeAgreement
from kinkeeper.domain.casework.caseloads import Caseload, OfferCaseload
from kinkeeper.domain.casework.cases import OpenCase
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.court.members import PlaceMember
from kinkeeper.domain.deliveries.differences import ExplainDifference, Explanation
from kinkeeper.domain.deliveries.meetings import Meeting, RecordMeeting
from kinkeeper.domain.reviews import AskQuestions, JudgeQuestion, Question
from kinkeeper.extracts.court import shipped_plans
from tests.extracts.written import csv_file
from tests.web.browsing import WHY, client, somebody, taken
from tests.web.scene import DAY, FAMILY, KEVIN, MAITE, YAMILET, history, play
from tests.web.test_casework_pages import more
from tests.web.test_imports_page import CHUB, HEADER, XOL, let_work

ME = "kk.coordinator.task-force"
"""Whose cases and answers they are: the coordinator of `client()`."""
NEEDED = {"looks": {"family": FAMILY}}
"""What must be said of lists that are of one family alone."""


def everything(folder: Path) -> Actor:
    """Play the scene, and look at some of it; who may see every list of it."""
    play(history())
    more()
    somebody("coordinator")
    all_may = Actor(ME, "TASK_FORCE", "operator")
    questions = (Question("person", "r1", "r2", "0.7100"), Question("person", "r4", "r5", "0.7100"))
    agreement = Agreement("A-1", Agency.CBP, Agency.ORR, ("identity",), ("reunification",), "2018-01-01", "2018-12-31", "To find parents")
    play(
        [
            AskQuestions("run-1", questions),
            JudgeQuestion("person", "r4", "r5", "same", "one number", ME),
            OpenCase(KEVIN, shipped_plans()["stage-1"], DAY, ME),
            OfferCaseload(Caseload("CA-1", ME, "kk.caseworker.orr", (KEVIN,), "2018-07-08T08:00", "Speaks Mam")),
            RecordTask(Task("TA-1", KEVIN, "Says he came with sister Maite Xitumul A201-970-001.")),
            RaiseWarnings((Warning("WA-1", "", MAITE, "Nobody called", "coordinator", 24, "2018-07-01T00:00:00Z"),)),
            RecordMeeting(Meeting("ME-1", "Thursday", ("orr_children.csv", "border_patrol.csv"), "")),
            PlaceMember("ms-l-2018", MAITE, 1, "included", "The court named her", ME),
            ExplainDifference(Explanation("ME-1", YAMILET, "left_off", "ORR", "Ask on Monday")),
        ],
        name="listed",
        actor=all_may,
    )
    administrator = Actor("kk.administrator.cbp", Agency.CBP, "administrator", "administration")
    play([ProposeAgreement(agreement, administrator.name, Agency.CBP)], name="agreed", actor=administrator)
    from kinkeeper.gateway.emergencies import open_in_emergency
    from kinkeeper.gateway.waiting import desk
    from kinkeeper.jobs.imports import import_files

    path = csv_file(folder / "came in.csv", [HEADER, XOL, CHUB, ["", "", "", "Yuma", ""]])
    import_files([path], config=None, actor=all_may, progress=lambda *_: None)
    desk.put_down(path, "again.csv", sender="CBP", actor=all_may)
    let_work()
    open_in_emergency(FAMILY, "The child is in hospital", 30, actor=Actor("kk.caseworker.cbp", Agency.CBP, "caseworker"))
    browser = client()
    browser.get(f"/families/{FAMILY}/")
    taken(browser, "/reports/separations/file.csv", WHY)
    return all_may


def asked(**filters: Any) -> Any:
    """What is asked of a list."""
    from kinkeeper.reports.listings.listing import Asked

    return Asked(filters)
