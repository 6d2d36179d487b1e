import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.records import ReceiveRecords, Record, RecordState, decide

from .histories import History


def a_record(record_id: str, given_name: str = "ROSA") -> Record:
    return Record(record_id, "x1", f"subjects.csv#{record_id[1:]}", "usbp", int(record_id[1:]), given=given_name)


deliveries = st.lists(st.sampled_from([a_record(f"r{n}") for n in range(1, 7)]), unique_by=lambda one: one.record_id).map(
    lambda found: ReceiveRecords(tuple(found))
)


@given(st.lists(deliveries, max_size=5))
def test_each_record_is_kept_once_in_whatever_deliveries_it_comes(commands):
    history = History().try_all(commands)
    delivered = {record.record_id for command in commands for record in command.records}
    assert {entry.record.record_id for entry in history.entries} == delivered == history.states["records"].records.keys()
    assert len(history.entries) == len(delivered)


def test_what_was_received_first_stays():
    history = History()
    history.give(ReceiveRecords((a_record("r1"),)))
    assert history.give(ReceiveRecords((a_record("r1", "ANOTHER"),))) == []
    assert history.states["records"].records["r1"].given == "ROSA"


def test_ids_alone_are_enough_to_decide():
    assert decide(RecordState({"r1": None}), ReceiveRecords((a_record("r1"),))) == []


def test_a_delivery_that_names_a_record_twice_is_refused_whole():
    with pytest.raises(Refused, match="same record twice"):
        decide(RecordState(), ReceiveRecords((a_record("r1"), a_record("r1", "ANOTHER"))))
