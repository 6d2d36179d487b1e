"""What is read from the disk before anybody asks."""

from pathlib import Path

from kinkeeper.site import warming
from kinkeeper.site.database import Database
from kinkeeper.site.warming import read_ahead
from tests.conftest import _Laid
from tests.web.scene import history, play


def sizes(laid: _Laid) -> int:
    """What the tables and their indexes take, without the maps beside them."""
    question = "SELECT sum(pg_relation_size(%s::regclass) + pg_indexes_size(%s::regclass))"
    found = [laid.admin.execute(question, [table, table]).fetchone() for table in warming.ASKED_AT_RANDOM]
    return sum(int(one[0]) for one in found if one)


def folder_of(laid: _Laid) -> Path:
    [told] = laid.admin.execute("SHOW data_directory").fetchone() or ("",)
    return Path(told).parent


def test_what_a_question_looks_into_is_read_whole(database: Database, _laid: _Laid) -> None:
    play(history())
    _laid.admin.execute("CHECKPOINT")
    read = read_ahead(database, folder_of(_laid))
    # An index has maps beside it that nothing reads.
    assert 8192 < read <= sizes(_laid)
    assert read % 8192 == 0


def test_no_more_is_read_than_a_machine_would_keep(database: Database, _laid: _Laid) -> None:
    assert read_ahead(database, folder_of(_laid), most=0) == 0
