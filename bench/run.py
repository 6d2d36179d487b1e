"""All measurements, small enough for every machine: python bench/run.py [--large]

Each prints its own table (see the files beside this one). What needs the practice sets says so where they are absent.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
RELEASES = SHARED / "real" / "orr_releases_2015_2023.csv.gz"


def main() -> None:
    large = "--large" in sys.argv
    steps = [
        ["pages.py", "3600" if large else "400"],
        ["proofs.py"],
        ["ledger.py", *(["--large"] if large else [])],
        ["backups.py", "100000" if large else "5000"],
    ]
    if RELEASES.exists():
        steps.append(["imports.py", str(RELEASES)])
    if (SHARED / "practice").is_dir():
        steps += [["accuracy.py"], *([["ties.py"]] if large else [])]
    for name, *arguments in steps:
        print(f"\n## {name}\n", flush=True)
        subprocess.run([sys.executable, HERE / name, *arguments], check=True)


if __name__ == "__main__":
    main()
