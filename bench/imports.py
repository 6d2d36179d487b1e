"""How fast an extract comes onto the ledger and into the read tables: python bench/imports.py EXTRACT

Prints rows a second through the one door, peak memory, and the ratio to a bare COPY of the same bytes into a table
without keys on the same server in the same run: what PostgreSQL alone would take for storing the rows.
"""

import gzip
import resource
import sys
import tempfile
import time
from pathlib import Path

from kinkeeper.cli.session import session


def main() -> None:
    extract = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, session(Path(folder) / "database") as actor:
        from kinkeeper.jobs.imports import import_files

        started = time.perf_counter()
        imported = import_files([extract], config=None, actor=actor, progress=lambda name, done: None)
        took = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        rate, bare = imported.rows_read / took, bare_copy(extract)
        print(f"{imported.rows_read:,} rows read, {imported.rows_refused:,} refused, {took:.1f} s")
        print(f"{rate:,.0f} rows/s onto the ledger and into the read tables; peak memory {peak:.2f} GB")
        print(f"bare COPY of the same rows: {bare:,.0f} rows/s; ratio {rate / bare:.3f}")


def bare_copy(extract: Path) -> float:
    from django.db import connections

    content = extract.read_bytes()
    lines = (gzip.decompress(content) if extract.suffix == ".gz" else content).splitlines()
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bare (line text)")
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')") as copy:
            for at in range(0, len(lines), 2_000):
                copy.write(b"\n".join(lines[at : at + 2_000]) + b"\n")
        return len(lines) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
