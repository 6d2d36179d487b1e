"""A season on disk: the same for the same seed, however small, and never with its truth beside it."""

import hashlib
from pathlib import Path

import pytest

from kinkeeper.domain.errors import Refused
from kinkeeper.season import make_season, write_truth
from tests.season.conftest import Made


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes_and_the_same_truth(made: Made, tmp_path: Path) -> None:
    again = make_season(tmp_path, families=300, seed=5)
    assert digests(tmp_path) == digests(made.folder)
    assert again == made.season


def test_another_seed_gives_another_season(tmp_path: Path) -> None:
    make_season(tmp_path / "one", families=80, seed=1)
    make_season(tmp_path / "two", families=80, seed=2)
    assert not set(digests(tmp_path / "one").values()) & set(digests(tmp_path / "two").values())


def test_the_extracts_lie_in_the_folder_and_the_truth_does_not(made: Made) -> None:
    assert set(digests(made.folder)) == {
        "usbp_subjects.csv",
        "ofo_inadmissibles.csv",
        "marshals_prisoners.xlsx",
        "ice_detention_stints.csv",
        "orr_children.xlsx",
        "dhs_weekly_separations.csv",
        "ice_parents_in_custody.xlsx",
        "linea_de_ayuda.csv",
    }


def test_the_truth_is_the_same_bytes_too(made: Made, tmp_path: Path) -> None:
    write_truth(made.season, tmp_path / "one")
    write_truth(make_season(tmp_path / "again", families=300, seed=5), tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.parametrize("families", [1, 2, 3, 7])
@pytest.mark.parametrize("seed", range(6))
def test_small_seasons_work_as_well(tmp_path: Path, families: int, seed: int) -> None:
    season = make_season(tmp_path, families=families, seed=seed)
    assert len({person.family for person in season.people.values() if person.is_child}) >= families
    assert len(digests(tmp_path)) == 8


def test_a_season_without_families_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least one family"):
        make_season(tmp_path, families=0)
