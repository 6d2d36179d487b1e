"""Every line and every branch of the ledger's own code is run by the ledger's own tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MACHINES = ("test_machine.py", "test_go.py", "test_covered.py")
"""Long histories and another language add nothing to it."""


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_line_and_branch_is_run(tmp_path: Path) -> None:
    here = Path(__file__).parent
    # Where it measures a test is slower, which a machine for integration is forgiven.
    environment = os.environ | {"COVERAGE_FILE": str(tmp_path / "covered"), "CI": "true"}
    left_out = [f"--ignore={here / name}" for name in MACHINES]
    words = ["-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", str(here), *left_out]
    run = [sys.executable, "-m", "coverage", "run", "--branch", "--source=kinkeeper.ledger", *words]
    ran = subprocess.run(run, capture_output=True, text=True, env=environment, cwd=here.parents[1], check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-500:]
    report = [sys.executable, "-m", "coverage", "report", "--show-missing", "--skip-covered", "--fail-under=100"]
    told = subprocess.run(report, capture_output=True, text=True, env=environment, check=False)
    print(told.stdout)
    assert told.returncode == 0, told.stdout
