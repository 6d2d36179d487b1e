"""How right `kinkeeper reconcile` is on the practice sets with truth: python bench/accuracy.py [SET…]

Each set is copied without its truth, reconciled through the command, and scored by the scorer that comes with
the sets. Nothing here is part of the product; without the sets there is nothing to measure.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
COMMAND = Path(sys.executable).with_name("kinkeeper")


def measure(practice_set: Path, work: Path) -> dict:
    extracts, out = work / "extracts", work / "out"
    shutil.copytree(practice_set, extracts, ignore=shutil.ignore_patterns("truth", "stats.json"))
    done = subprocess.run([COMMAND, "reconcile", extracts, "--out", out, "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{practice_set.name}: exit {done.returncode}: {done.stderr[-500:]}")
    scored = subprocess.run(
        [sys.executable, SHARED / "bench" / "score.py", practice_set, out, "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(scored.stdout.splitlines()[-1]) | {"seconds": json.loads(done.stdout.splitlines()[-1])["seconds"]}


def figures(score: dict) -> dict[str, float | None]:
    sure, separations = score["ties"]["0.9"], score["separations"]
    alone = list(score["unaccompanied"].values())
    given = sum(kind["given_adult_09"] * kind["n"] for kind in alone) / max(1, sum(kind["n"] for kind in alone))
    return {
        "identity F1": score["identity"]["f1"],
        "ties right": sure["all"]["precision"],
        "LOST found": sure["LOST"]["recall"],
        "LOST reached": sure["LOST"]["reached"],
        "recorded nowhere": sure["LOST_unrecorded"]["recall"],
        "alone given an adult": given,
        "calibration error": score["calibration"]["ece"],
        "recovered alone": score["calibration_recovered"]["ece"],
        "separations precision": separations["precision"],
        "separations recall": separations["recall"],
        "date within a day": separations["date_within_1_day"],
        "outcome": separations["outcome_right"],
        "as-of error": score.get("as_of", {}).get("mean_relative_error"),
        "seconds": score["seconds"],
    }


def main() -> None:
    if not (SHARED / "data" / "practice").is_dir():
        sys.exit("The practice sets are not here; there is nothing to measure.")
    names = sys.argv[1:] or sorted(path.name for path in (SHARED / "data" / "practice").iterdir() if path.is_dir())
    found = {}
    for name in names:
        with tempfile.TemporaryDirectory() as work:
            found[name] = figures(measure(SHARED / "data" / "practice" / name, Path(work)))
    print("| figure at probability .9 | " + " | ".join(names) + " |")
    print("| --- |" + " --- |" * len(names))
    for figure in next(iter(found.values())):
        cells = (found[name][figure] for name in names)
        print(f"| {figure} | " + " | ".join("–" if cell is None else f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
