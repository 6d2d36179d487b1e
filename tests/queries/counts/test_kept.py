"""A count is never 0 because a table it reads was not made from the ledger yet (F-26: it fails closed)."""

from random import Random

import pytest

from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.gateway.rebuild import rebuild
from kinkeeper.queries.apart import count_children_apart
from kinkeeper.queries.counts.held import where_held
from kinkeeper.queries.counts.kept import NotKnownYet
from kinkeeper.queries.handover.everyone import count_everyone
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.site.database import Database
from tests.reports.season import beginning
from tests.web.scene import OFFICER, play


def test_what_is_not_made_yet_is_not_counted(database: Database) -> None:
    from django.db import connection

    families = FormFamilies("first", tuple(Family(f"KF-{number}", (f"Pc{number}", f"Pa{number}")) for number in range(12)))
    play([*beginning(Random(3), 12), families])
    here = find_standpoint(OFFICER, today="2018-10-01", as_of="2018-08-01")
    children, everyone = count_children_apart(OFFICER, here), count_everyone(OFFICER, here)
    for table in ("custody_day", "custody_move", "apart_day", "apart_person", "apart_member"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
        for name in REPORTS:
            with pytest.raises(NotKnownYet, match="kinkeeper rebuild"):
                make_report(OFFICER, name, here)
        with pytest.raises(NotKnownYet):
            count_everyone(OFFICER, here)
        with pytest.raises(NotKnownYet):
            where_held(OFFICER, ["Pc1"], here)
        rebuild()
        assert count_everyone(OFFICER, here) == everyone
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM child_apart")
    assert count_children_apart(OFFICER, here) == children > 0
