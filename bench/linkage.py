"""The linkage engine beside Splink 5: python bench/linkage.py --splink PYTHON [--shared FOLDER] [--sizes 1e6,5e6] [--runs 3] [--default]

PYTHON is an interpreter of an environment of its own with `splink==5.0.0 duckdb==2.0.0 polars scipy numpy pyarrow` (never a dependency of
Kinkeeper). FOLDER holds `bench/make_people.py` and `bench/splink_run.py`, which make the people and run the peer as fast as it is known to
go. The two take turns in one run, so that what else the machine does falls on both; the ratios of the medians are what counts. Seconds by
the clock and of the processor are of one span, from the file (ours) or the loaded table (Splink) to clusters; the processor seconds of the
whole process, with start, writing and scoring, stand beside them, and memory is of the whole process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RATIOS = ("seconds", "cpu_seconds", "process", "gb")
KINKEEPER = str(Path(sys.executable).with_name("kinkeeper"))


def run(command: list[str]) -> dict:
    """The JSON of the last line, with the CPU seconds and peak memory of the process."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        found = json.loads(out.read().splitlines()[-1])
    return found | {"process": used.ru_utime + used.ru_stime, "gb": used.ru_maxrss / 1e6}


def tools(given: argparse.Namespace, people: Path, folder: Path) -> dict[str, list[str]]:
    splink = [given.splink, str(Path(__file__).with_name("splink_steps.py")), str(given.shared / "bench" / "splink_run.py"), str(people)]
    ours = [KINKEEPER, "dedupe", str(people), "--out", str(folder / "out.parquet"), "--truth", "entity_id", "--json"]
    found = {
        "kinkeeper": ours,
        "kinkeeper, its std pairs": [*ours, "--blocking", "std"],
        "splink std tuned": [*splink, "std", "tuned"],
        "kinkeeper, its wide pairs": [*ours, "--blocking", "wide"],
        "splink wide tuned": [*splink, "wide", "tuned"],
    }
    if given.default:
        found |= {"splink std default": [*splink, "std", "default"], "splink wide default": [*splink, "wide", "default"]}
    if given.only:
        found = {name: command for name, command in found.items() if any(word in name for word in given.only.split(","))}
    return found


def compare(given: argparse.Namespace, size: int, folder: Path) -> None:
    people = folder / f"people{size}.parquet"
    subprocess.run(
        [given.splink, given.shared / "bench" / "make_people.py", str(size), str(people), "1"], check=True, stdout=subprocess.DEVNULL
    )
    runs: dict[str, list[dict]] = {}
    for _ in range(given.runs):
        for name, command in tools(given, people, folder).items():
            runs.setdefault(name, []).append(run(command))
    people.unlink()
    print(f"\n{size:,} records, median of {given.runs}\n")
    print("| tool | seconds (all) | CPU s | of the process | peak GB | F1 (precision / recall) |\n| --- | --- | --- | --- | --- | --- |")
    for name, found in runs.items():
        every = " ".join(f"{one['seconds']:.2f}" for one in found)
        one = found[0]
        print(
            f"| {name} | **{middle(found, 'seconds'):.2f}** ({every}) | {middle(found, 'cpu_seconds'):.1f} "
            f"| {middle(found, 'process'):.1f} | {middle(found, 'gb'):.2f} "
            f"| {one['f1']:.4f} ({one['precision']:.3f} / {one['recall']:.3f}) |",
            flush=True,
        )
    for ours, peer in ratios(runs):
        each = ", ".join(f"{key} {middle(runs[peer], key) / middle(runs[ours], key):.1f}" for key in RATIOS)
        print(f"\n{peer} / {ours}: {each}", flush=True)


def ratios(runs: dict[str, list[dict]]) -> list[tuple[str, str]]:
    pairs = []
    for peer in (name for name in runs if name.startswith("splink")):
        kind = peer.split()[1]
        pairs += [(ours, peer) for ours in ("kinkeeper", f"kinkeeper, its {kind} pairs") if ours in runs]
    return pairs


def middle(runs: list[dict], key: str) -> float:
    return statistics.median(one[key] for one in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splink", required=True)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--default", action="store_true", help="the peer's defaults as well")
    parser.add_argument("--only", default="", help="only tools whose name holds one of these words")
    given = parser.parse_args()
    if not (given.shared / "bench" / "splink_run.py").is_file():
        sys.exit("The peer's script is not here; there is nothing to compare with.")
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes.split(","):
            compare(given, int(float(size)), Path(folder))


if __name__ == "__main__":
    main()
