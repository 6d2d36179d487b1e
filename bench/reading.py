"""How fast files are read, in how much memory: python bench/reading.py EXTRACT [ROWS_OF_WORKBOOK]

Prints, of the extract, in processor time: rows a second as text (reading alone), as records (recognised, every cell read), and beside
them in the same run what Python's csv module alone takes for the same bytes; the seconds until 10,000 rows are read with all that the desk
shows of them; and, of an invented workbook of so many rows, the peak memory of the process that reads it.
"""

import csv
import gc
import gzip
import io
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import xlsxwriter

from kinkeeper.extracts import read_file
from kinkeeper.extracts.files.tables import checked, open_tables, source_of
from kinkeeper.extracts.recipes import columns_seen


def main() -> None:
    path = Path(sys.argv[1])
    gc.disable()
    bare, rows, records = seconds(lambda: bare_csv(path)), seconds(lambda: as_text(path)), seconds(lambda: as_records(path))
    print(f"{rows[1]:,} rows as text: {rows[1] / rows[0]:,.0f} rows/s; csv alone {bare[1] / bare[0]:,.0f}; ratio {bare[0] / rows[0]:.2f}")
    print(f"{records[1]:,} rows as records: {records[1] / records[0]:,.0f} rows/s")
    print(f"preview of 10,000 rows: {seconds(lambda: preview(path))[0]:.2f} s")
    if len(sys.argv) > 2:
        workbook(int(sys.argv[2]))


def seconds(work: object) -> tuple[float, int]:
    started = time.process_time()
    count = work()  # type: ignore[operator]
    return time.process_time() - started, count


def bare_csv(path: Path) -> int:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        return sum(1 for _ in csv.reader(io.TextIOWrapper(stream, "utf-8", newline="")))


def as_text(path: Path) -> int:
    source = checked(source_of(path, path.name))
    return sum(1 for table in open_tables(source) for _ in table.rows())


def as_records(path: Path) -> int:
    return sum(1 for delivery in read_file(path, path.name) for _ in delivery.records)


def preview(path: Path) -> int:
    (delivery,) = read_file(path, path.name)
    records = list(islice(delivery.records, 10_000))
    assert delivery.found
    return len(records) + len(columns_seen(delivery.found, delivery.sample))


def workbook(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "GENDER"])
        for n in range(1, rows):
            sheet.write_row(n, 0, [f"NAME{n % 5000}", f"GIVEN{n}", f"5/{n % 28 + 1}/2018", "Yuma", 200_000_000 + n, "F"])
        book.close()
        started = time.perf_counter()
        with path.open("rb") as content:
            words = [sys.executable, "-m", "kinkeeper.extracts.files.limited_reader", ".xlsx"]
            subprocess.run(words, stdin=content, stdout=subprocess.DEVNULL, check=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{rows:,} rows of a workbook: {time.perf_counter() - started:.1f} s, {peak:.0f} MB at most in the process that reads it")


if __name__ == "__main__":
    main()
