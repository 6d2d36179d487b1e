"""Files of every kind, spoilt at random for as long as one lets it: each is read or refused by name, and nothing breaks.

Twelve parts of five minutes: an hour's worth on one core. `KINKEEPER_FUZZ_SECONDS` sets another length of a part; a part's number is its
seed, and what it fails on is kept in `artefacts/fuzz`, under its part, its hash and its kind.
"""

import gzip
import io
import json
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import polars
import pytest

from kinkeeper.extracts import read_file
from kinkeeper.extracts.files.damage import is_unfit

from .written import csv_file, workbook

SECONDS = float(os.environ.get("KINKEEPER_FUZZ_SECONDS", "300"))
KEPT = Path(__file__).parents[2] / "artefacts" / "fuzz"
SLOWEST = 5
"""Seconds of a processor that no spoilt file of a few kilobytes may take, ours or that of the process that reads it."""
HEADER = ["LAST_NAME", "FIRST_NAME", "BIRTH_DATE", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "GENDER", "Remarks"]
ROWS = [
    ["XOL", "ANA", "3/1/2010", "5/9/2018 03:10", "Yuma", "A202-385-792", "F", "Traveling with mother EVA XOL A202385793."],
    ["MÉNDEZ", "José", "14/3/1990", "2018-05-13", "RGV", "202385794", "M", "viajaba con su papá\nJosé"],
    ["CHUB", "", "2/31/1987", "43229.5", "", "12", "x?", "(b)(6)"],
]
TOKENS = [b'"', b"\0", b"\r", b"\n\n", b",,,,", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\xe2\x80\xae", b"=cmd|' /C calc'!A0"]
TOKENS += [b"1e308", b"-1", b"9" * 400, b"A" * 5_000, b"<!ENTITY a 'b'>", b'r="XFD1048576"', b't="s"', b"<row>", b"</c>"]
TOKENS += [b"[[[[", b'{"a":', b"\\u0000", b"PK\3\4"]


def seeds(folder: Path) -> dict[str, bytes]:
    rows = [HEADER, *ROWS, *ROWS]
    found = {
        ".csv": csv_file(folder / "a.csv", rows).read_bytes(),
        ".tsv": csv_file(folder / "a.tsv", rows, delimiter="\t", encoding="utf-16").read_bytes(),
        ".txt": csv_file(folder / "a.txt", rows, delimiter="|", encoding="cp1252", ends="\r").read_bytes(),
        ".dat": "\n".join("".join(cell.replace("\n", " ")[:24].ljust(26) for cell in row) for row in rows).encode(),
        ".xlsx": workbook(folder / "a.xlsx", {"One": rows, "Two": rows}).read_bytes(),
        ".jsonl": "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS).encode(),
    }
    table = io.BytesIO()
    polars.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(table)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/one.csv", found[".csv"])
        archive.writestr("two.jsonl", found[".jsonl"])
    return found | {".parquet": table.getvalue(), ".csv.gz": gzip.compress(found[".csv"]), ".zip": packed.getvalue()}


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, lost, doubled, moved or put in between."""
    some = bytearray(content)
    ways: list[Callable[[int, int], None]] = [
        lambda at, to: some.__setitem__(at, chance.randrange(256)),
        lambda at, to: some.__delitem__(slice(at, to)),
        lambda at, to: some.__setitem__(slice(at, at), some[at:to]),
        lambda at, to: some.__setitem__(slice(at, at), chance.choice(TOKENS)),
        lambda at, to: some.__setitem__(slice(at, to), chance.choice(TOKENS)),
        lambda at, to: some.__delitem__(slice(at, None)) if chance.random() < 0.1 else None,
    ]
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        if some:
            at = chance.randrange(len(some))
            chance.choice(ways)(at, at + chance.randrange(1, 40))
    return bytes(some)


def spoilt_within(content: bytes, chance: random.Random) -> bytes:
    """An archive, one of its members spoilt and packed anew: what a damaged archive would not let through."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            other.writestr(name, spoilt(archive.read(name), chance) if name == chosen else archive.read(name))
    return out.getvalue()


def spoil(kind: str, content: bytes, chance: random.Random) -> bytes:
    if kind in {".xlsx", ".zip"} and chance.random() < 0.7:
        return spoilt_within(content, chance)
    if kind == ".csv.gz" and chance.random() < 0.7:
        return gzip.compress(spoilt(gzip.decompress(content), chance))
    return spoilt(content, chance)


def busy() -> float:
    """Seconds for which this process and those that it ended kept a processor busy: the wall clock is others' too."""
    return sum(os.times()[:4])


def read_or_refused(path: Path) -> None:
    for delivery in read_file(path, path.name):
        records = list(delivery.records)
        taken, refused = {record.row for record in records}, {one.row for one in delivery.refusals if one.whole_row and one.row}
        assert records or delivery.refusals or not delivery.rows_read
        assert delivery.rows_refused <= delivery.rows_read
        assert not delivery.layout or (not taken & refused and len(taken) + len(refused) == delivery.rows_read)
        assert all(one.why.endswith(".") for one in delivery.refusals)
        assert not [cell for record in records for cell in (*record.cells, *record.cells.values()) if is_unfit(cell)]


@contextmanager
def kept(path: Path, part: int, folder: Path = KEPT) -> Iterator[None]:
    """The file is kept where something fails within: what it fails on can be read again by anybody."""
    try:
        yield
    except BaseException as failed:
        folder.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        copy = folder / f"part{part}-{sha256(content).hexdigest()[:12]}{''.join(path.suffixes)}"
        copy.write_bytes(content)
        failed.add_note(f"The file is kept as {copy}.")
        raise


def test_what_fails_is_kept_to_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "spoilt.csv.gz"
    path.write_bytes(b"spoilt")
    with pytest.raises(AssertionError) as failed, kept(path, 3, tmp_path / "kept"):
        raise AssertionError(path.name)
    [copy] = (tmp_path / "kept").iterdir()
    assert copy.read_bytes() == b"spoilt" and copy.name.startswith("part3-") and copy.name.endswith(".csv.gz")
    assert str(copy) in failed.value.__notes__[0]


@pytest.mark.long
@pytest.mark.timeout(SECONDS + 600)
@pytest.mark.parametrize("part", range(12))
def test_a_spoilt_file_is_read_or_refused_and_nothing_breaks(part: int, tmp_path: Path) -> None:
    whole = seeds(tmp_path)
    chance = random.Random(part)
    # Text is read here, everything else by a process of its own, which takes a hundred times as long: half of the time for each.
    quick = {".csv", ".tsv", ".txt", ".dat", ".csv.gz", ".zip"}
    ends = time.monotonic() + SECONDS
    tried = 0
    while time.monotonic() < ends:
        kinds = sorted(quick if tried % 100 else whole.keys() - quick)
        kind = chance.choice(kinds)
        path = tmp_path / f"spoilt{kind}"
        path.write_bytes(spoil(kind, whole[kind], chance))
        with kept(path, part):
            began = busy()
            read_or_refused(path)
            assert busy() - began < SLOWEST, path.name
        tried += 1
    assert tried
