"""What only time brings is warned of once, and listed with whom it has climbed to; and a claimed count beside what records show."""

from datetime import UTC, datetime, timedelta

from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.handover.transfers import OfferTransfer, Transfer
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import NOW, enact, run
from tests.web.scene import DAY, MAITE, OFFICER, history, play


def warn(now: datetime = NOW) -> list[tuple[str, str]]:
    from kinkeeper.jobs.warnings import warn_of_time
    from kinkeeper.queries.casework.warned import list_warnings
    from kinkeeper.queries.standpoint import find_standpoint

    warn_of_time(standpoint=find_standpoint(OFFICER, today=DAY), now=now, actor=OFFICER)
    return [(one.warning.rule, one.climbed.role) for one in list_warnings(OFFICER, find_standpoint(OFFICER, today=DAY), now)]


def test_late_clocks_and_unanswered_transfers_are_warned_of_once_and_climb(database: Database) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    offer = Transfer("TR-1", MAITE, "CBP", "McAllen", "ORR", "Harlingen", "2018-07-08T08:00", "2018-07-08T12:00", "America/Chicago")
    play([OfferTransfer(offer)], name="offer")
    first = warn()
    assert sorted(first) == [("clock-late", "ORR"), ("clock-late", "ORR"), ("transfer-overdue", "ORR")]
    assert len(warn(NOW + timedelta(hours=5))) == 3
    later = warn(datetime(2018, 7, 9, 19, tzinfo=UTC))
    assert sorted(later) == [("clock-late", "supervisor"), ("clock-late", "supervisor"), ("transfer-overdue", "inspector")]


def test_f15_a_claim_that_the_records_do_not_bear_out(database: Database) -> None:
    play(history())
    claim = CountClaim("CL-1", "OFO", 1, "children", "separated at McAllen", "2018-05-06", "2018-07-09", "mcallen")
    play([RecordClaim(claim), RecordClaim(CountClaim("CL-2", "OFO", 1, "families", "all", "2018-05-06", "2018-07-09"))], name="claims")
    assert warn() == [("count-mismatch", "inspector")]


def test_f16_one_count_for_every_agency_and_place(database: Database) -> None:
    play(history())
    play([RecordClaim(CountClaim("CL-1", "OFO", 0, "children", "at ports", "2018-05-06", "2018-07-09", "San Ysidro"))], name="claims")
    assert warn() == []
