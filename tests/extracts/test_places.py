"""The gazetteer: spellings mean a place of the agency that holds custody there, or nothing."""

import pytest

from kinkeeper.extracts.places import ORDER, places, resolve


@pytest.mark.parametrize(
    ("spelling", "agency", "place", "how"),
    [
        ("RIO GRANDE CITY (RGC)", "CBP", "station:RGC", "spelt"),
        ("El Paso", "CBP", "station:EPS", "spelt"),
        ("El Paso Service Processing Center", "ICE", "facility:EPC", "spelt"),
        ("El Paso  (ELP)", "", "aor:ELP", "spelt"),
        ("Phoenix, AZ  (PHO)", "", "aor:PHO", "spelt"),
        ("Harlingen (SNA)", "CBP", "suboffice:HARLINGEN", "spelt"),
        ("Phonix, AZ  (PHO)", "CBP", "aor:PHO", "near"),
        ("STFRCTX", "ICE", "facility:STFRCTX", "spelt"),
        ("Southwest Key Casa Padre", "ORR", "program:SOUTHWEST_KEY_CASA_PADRE", "spelt"),
        ("Southwst Key Casa Padre", "ORR", "program:SOUTHWEST_KEY_CASA_PADRE", "near"),
        ("S.D. Tex.", "USMS", "district:SDTX", "spelt"),
        ("Bethany Christian Services Shelter", "ORR", "", "unknown"),
        ("Stewart Detention Center", "ORR", "", "unknown"),
        ("Casa", "ORR", "", "unknown"),
        ("", "ORR", "", "unknown"),
        ("(((", "", "", "unknown"),
    ],
)
def test_a_spelling_means_a_place_or_nothing(spelling: str, agency: str, place: str, how: str) -> None:
    found = resolve(spelling, agency)
    assert (found.place.place_id if found.place else "", found.how) == (place, how)


def test_a_place_is_meant_only_of_days_on_which_it_stood() -> None:
    assert resolve("Tornillo", "ORR", "2018-07-01").place
    assert not resolve("Tornillo", "ORR", "2018-05-31").place
    assert not resolve("Tornillo", "ORR", "2019-03-01").place


def test_every_line_names_its_source_and_stands_in_a_place_there_is() -> None:
    known = places()
    for place in known.values():
        assert place.source and place.status in {"verified", "recalled"} and place.kind in ORDER, place
        assert not place.within or place.within in known, place
        assert resolve(place.name, place.agency, place.since).place, place


def test_no_agency_has_two_places_of_one_kind_under_one_name() -> None:
    names = [(place.agency, place.kind, place.name) for place in places().values()]
    assert len(names) == len(set(names))
