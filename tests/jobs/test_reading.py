import os
import signal
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from kinkeeper.domain.errors import BadExtract, Unavailable
from kinkeeper.jobs.reading import SLICE, read_beside, read_here, read_slices

HEADER = "Child's Country of Origin,Child's Gender,Child's Date of Entry,Child's Date of Release,Sponsor Category,Relationship of Sponsor\n"


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    path = tmp_path / "releases.csv"
    rows = (f"Honduras,F,1/{1 + n % 28}/15,2/{1 + n % 28}/15,1,Mother\n" for n in range(2 * SLICE + 7))
    path.write_text(HEADER + "Honduras,F,2/31/15,3/1/15,1,Mother\n" + "".join(rows))
    return path


def test_another_process_reads_the_same(releases: Path) -> None:
    assert list(read_beside([releases], None)) == list(read_here([releases], None))


def test_the_last_slice_of_a_table_brings_its_counts_and_refusals(releases: Path) -> None:
    *some, last = read_slices([releases], None)
    assert [len(one.records) for one in some] == [SLICE, SLICE, 8]
    assert last.extract is not None
    assert (last.extract.rows_read, last.extract.rows_refused, len(last.refusals)) == (2 * SLICE + 8, 0, 1)


@pytest.mark.parametrize("read", [read_here, read_beside])
def test_a_configuration_that_cannot_be_used_is_said(read, releases: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[[file]\n")
    with pytest.raises(BadExtract, match=r"config\.toml"):
        list(read([releases], tmp_path / "config.toml"))


def test_a_reader_that_is_killed_is_no_end_of_the_file(releases: Path) -> None:
    # Far more than the pipe between the two holds, so that it has not read to the end when it is killed.
    rows = releases.read_text().removeprefix(HEADER)
    releases.write_text(HEADER + 3 * rows)
    slices = read_beside([releases], None)
    next(slices)
    found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "kinkeeper.jobs.reading"], capture_output=True, text=True, check=True)
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
    with pytest.raises(Unavailable, match="ended early"):
        list(slices)


def test_whoever_stops_asking_leaves_no_process_behind(releases: Path) -> None:
    slices = read_beside([releases], None)
    assert len(list(islice(slices, 1))) == 1
    slices.close()  # type: ignore[attr-defined]
    left = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "kinkeeper.jobs.reading"], capture_output=True, text=True, check=False)
    assert left.stdout == ""
