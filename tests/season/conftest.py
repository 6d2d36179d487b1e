"""One season on disk with its truth, and one larger world for measuring rates, for all tests of this folder."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kinkeeper.season import Season, make_season
from kinkeeper.season.world import World, make_world


@dataclass(frozen=True)
class Made:
    folder: Path
    season: Season


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("season")
    return Made(folder, make_season(folder, families=300, seed=5))


@pytest.fixture(scope="session")
def world() -> World:
    """Only read: a test that writes files from a world makes its own."""
    return make_world(1500, 11)
