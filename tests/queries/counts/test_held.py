"""Who held whom: the plain way and the whole timeline give the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.records import Stay
from kinkeeper.queries.counts.held import DISPUTED, NOBODY_SAYS, Held, _held, at_once, held_of
from kinkeeper.queries.custody import custody_of, until

DAYS = st.integers(1, 12).map(lambda day: f"2018-06-{day:02}")
moments = DAYS | DAYS.map(lambda day: day + "T06:13") | st.sampled_from(["2018", "2018-06", ""])
stays = st.builds(
    Stay,
    custodian=st.sampled_from(["CBP", "ICE", "ORR", "USMS"]),
    place=st.sampled_from(["", "Casa", "Eloy"]),
    start=moments,
    end=moments | st.just(""),
    end_reason=st.sampled_from(["", "transferred", "released", "removed", "reunited"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(stays, max_size=4), DAYS)
def test_the_plain_way_says_what_the_whole_timeline_says(told: list[Stay], day: str) -> None:
    said = [(f"r{number}", False, shown) for number, stay in enumerate(told) if (shown := until(stay, day)) is not None]
    plain = at_once(said, day)
    assert plain is None or plain == _held(custody_of("P", said, day))


def row(person: str, custodian: str, place: str, start: str, end: str = "") -> tuple[object, ...]:
    return person, f"r{custodian}{start}", False, custodian, place, start, end, "", "", ""


def test_where_sources_disagree_it_is_said_and_where_nobody_says_too() -> None:
    rows = [
        row("Pa", "CBP", "McAllen", "2018-06-01", "2018-06-03"),
        row("Pa", "ORR", "Casa", "2018-06-03"),
        row("Pb", "ORR", "Casa", "2018-06-01", "2018-06-20"),
        row("Pb", "ICE", "Eloy", "2018-06-01", "2018-06-20"),
    ]
    assert held_of(["Pa", "Pb", "Pc"], rows, "2018-06-10") == {"Pa": Held("ORR", "Casa"), "Pb": Held(DISPUTED), "Pc": Held(NOBODY_SAYS)}
