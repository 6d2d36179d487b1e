"""Files made to unpack without end, beside what they cost: time and memory of the process that reads them and of those it starts."""

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import xlsxwriter

from tests.extracts.test_hostile import HEADER, NAMESPACE, ROW, with_sheet
from tests.extracts.written import workbook
from tests.figures import Figure

READS = """
import json, resource, sys
from pathlib import Path
from tests.extracts.written import read_all
def spent():
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
told = []
for name in sys.argv[1:]:
    began = spent()
    reads = read_all(Path(name))
    told.append([spent() - began, sum(len(one.records) for one in reads), [why.why for one in reads for why in one.refusals]])
own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([told, most]))
"""
MOST_MEMORY = 512
"""Megabytes."""


def bombs(folder: Path) -> list[Path]:
    """Text of 100 MB of nothing, a workbook with as much in it, one that says it is as large as can be, and one of entities."""
    (zeros := folder / "zeros.csv.gz").write_bytes(gzip.compress(bytes(100 << 20), 9))
    whole = workbook(folder / "padded.xlsx", {"S": [HEADER, ROW]})
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(100 << 20))
    book = xlsxwriter.Workbook(str(corner := folder / "corner.xlsx"))
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    cell = '<c r="A1" t="inlineStr"><is><t>&e11;</t></is></c>'
    multiply = (
        f'<?xml version="1.0"?><!DOCTYPE w [{entities}]><worksheet {NAMESPACE}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    )
    return [zeros, whole, corner, with_sheet(folder, multiply)]


def test_no_bomb_takes_long_or_much_memory(tmp_path: Path, figure: Figure) -> None:
    files = bombs(tmp_path)
    made = subprocess.run([sys.executable, "-c", READS, *map(str, files)], capture_output=True, text=True, check=True)
    told, most = json.loads(made.stdout)
    assert all(records == 0 and refusals for _, records, refusals in told), told
    words = "{} files that unpack without end refused, the costliest in {} ms of processor time, with {} MB at most"
    figure(33, words, len(files), round(1000 * max(seconds for seconds, _, _ in told)), most // 1024)
    assert most // 1024 <= MOST_MEMORY
