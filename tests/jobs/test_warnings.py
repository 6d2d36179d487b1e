"""What only time brings is warned of once, and listed with whom it has climbed to; and a claimed count beside what records show."""

from datetime import UTC, datetime, timedelta

import pytest

from kinkeeper.domain.casework.cases import CloseFlag, Flag, OpenCase, RaiseFlag
from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.handover.transfers import OfferTransfer, Transfer
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import NOW, enact, run
from tests.web.scene import DAY, MAITE, OFFICER, history, play


def warn(now: datetime = NOW) -> list[tuple[str, str]]:
    from kinkeeper.jobs.warnings import warn_of_time
    from kinkeeper.queries.casework.warned import list_warnings
    from kinkeeper.queries.standpoint import find_standpoint

    warn_of_time(standpoint=find_standpoint(OFFICER, today=DAY), now=now, actor=OFFICER)
    return [(one.warning.rule, one.climbed.role) for one in list_warnings(OFFICER, find_standpoint(OFFICER, today=DAY), now)]


def told() -> list[str]:
    """Every warning as it stands, whole."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT told::text FROM warning WHERE until IS NULL ORDER BY warning_id")
        return [text for (text,) in cursor.fetchall()]


def test_late_clocks_and_unanswered_transfers_are_warned_of_once_and_climb(database: Database) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    offer = Transfer("TR-1", MAITE, "CBP", "McAllen", "ORR", "Harlingen", "2018-07-08T08:00", "2018-07-08T12:00", "America/Chicago")
    play([OfferTransfer(offer)], name="offer")
    # The calls were due in the night to 7 July; nobody has answered for a day. Maite is to be reunited within three days.
    ran_out = [("clock-late", "supervisor"), ("clock-late", "supervisor")]
    calls, reunion = [("clock-soon", "head"), ("clock-soon", "head")], ("clock-soon", "supervisor")
    assert sorted(warn()) == [*ran_out, *calls, reunion, ("transfer-overdue", "ORR")]
    assert len(warn(NOW + timedelta(hours=5))) == 6
    later = warn(datetime(2018, 7, 9, 19, tzinfo=UTC))
    assert sorted(set(later)) == [("clock-late", "head"), *calls[:1], reunion, ("transfer-overdue", "inspector")]


@pytest.fixture(scope="module")
def kept() -> list[list[str]]:
    """What the first of the two workers recorded."""
    return []


@pytest.mark.parametrize("every", [7, 24 * 20])
def test_a_worker_that_stood_still_records_the_same_as_one_that_did_not(database: Database, kept: list[list[str]], every: int) -> None:
    from kinkeeper.jobs.timer import Timer

    play(history())
    enact("ms-l-2018")
    run()
    timer = Timer()
    for hour in range(every, 24 * 20 + every, every):
        timer.tick(min(NOW + timedelta(hours=hour), NOW + timedelta(days=20)))
    kept.append(told())
    assert len(kept[-1]) == 8 and all(one == kept[0] for one in kept)
    assert Timer().tick(NOW + timedelta(days=20)) == (0, 0)


def test_f15_a_claim_that_the_records_do_not_bear_out(database: Database) -> None:
    play(history())
    claim = CountClaim("CL-1", "OFO", 1, "children", "separated at McAllen", "2018-05-06", "2018-07-09", "mcallen")
    play([RecordClaim(claim), RecordClaim(CountClaim("CL-2", "OFO", 1, "families", "all", "2018-05-06", "2018-07-09"))], name="claims")
    assert warn() == [("count-mismatch", "inspector")]


def test_f16_one_count_for_every_agency_and_place(database: Database) -> None:
    play(history())
    play([RecordClaim(CountClaim("CL-1", "OFO", 0, "children", "at ports", "2018-05-06", "2018-07-09", "San Ysidro"))], name="claims")
    assert warn() == []


def test_f34_flags_and_tasks_that_nobody_did_by_their_day_are_warned_of_and_climb(database: Database) -> None:
    from kinkeeper.jobs.timer import Timer

    play(history())
    plan = next(iter(shipped_plans().values()))
    by = OFFICER.name
    flags = [Flag("FL-1", "background", "an arrest", "HHS", "2018-07-06"), Flag("FL-2", "fitness", "a call", "ORR", "2018-07-20")]
    tasks = [Task("TA-1", MAITE, "call the consulate", "l.ortiz", "2018-07-07"), Task("TA-2", MAITE, "only a note")]
    play([OpenCase(MAITE, plan, "2018-07-01", "l.ortiz"), *(RaiseFlag(MAITE, one, by) for one in flags)], name="case")
    play([RecordTask(one) for one in tasks], name="tasks")
    # A day is over when it is over in Los Angeles: 7 July ends on 8 July at 06:59:59 UTC.
    first, second = datetime(2018, 7, 8, 6, 59, tzinfo=UTC), datetime(2018, 7, 8, 7, 1, tzinfo=UTC)
    assert warn(first) == [("flag-overdue", "HHS")]
    assert sorted(warn(second)) == [("flag-overdue", "supervisor"), ("task-overdue", "l.ortiz")]
    assert sorted(warn(second + timedelta(hours=24))) == [("flag-overdue", "head"), ("task-overdue", "supervisor")]
    play([CloseFlag(MAITE, "FL-1", "it was another man", by), RecordTask(Task("TA-3", MAITE, "book", "l.ortiz", "2018-07"))], name="later")
    timer = Timer()
    timer.tick(datetime(2018, 7, 19, tzinfo=UTC))
    assert timer.tick(datetime(2018, 7, 21, 12, tzinfo=UTC))[0] == 1
    assert timer.tick(datetime(2018, 8, 1, 12, tzinfo=UTC))[0] == 1
    assert timer.tick(datetime(2018, 8, 2, 12, tzinfo=UTC))[0] == 0
