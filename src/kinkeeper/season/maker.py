"""Makes a season: the extracts in a folder, as agencies send them, and the truth in memory."""

from pathlib import Path

from kinkeeper.domain.errors import Refused
from kinkeeper.season.paper.border import inadmissibles, subject_report
from kinkeeper.season.paper.calls import calls
from kinkeeper.season.paper.detention import prisoners, stints
from kinkeeper.season.paper.listing import listings
from kinkeeper.season.paper.lists import parents_list, weekly_list
from kinkeeper.season.paper.shelters import census
from kinkeeper.season.truth import Season, truth_of
from kinkeeper.season.world import make_world


def make_season(folder: Path, *, families: int = 400, seed: int = 1) -> Season:
    """Write the extracts of an invented season into `folder` and return its truth, which is written nowhere.

    Families are those who cross with children; others cross beside them. The same seed gives the same bytes.
    Raises Refused where there is not at least one family.
    """
    if families < 1:
        raise Refused("A season needs at least one family.")
    world = make_world(families, seed)
    listed = listings(world)
    weekly, wrong_entries = weekly_list(world, listed)
    tables = [
        subject_report(world),
        inadmissibles(world),
        prisoners(world),
        stints(world),
        census(world, listed),
        weekly,
        parents_list(world),
        calls(world),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        table.save(folder)
    return truth_of(world, tables, wrong_entries)
