"""The checker as one file: the very modules that Kinkeeper checks with, packed so that Python runs them (a zip application)."""

import io
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
PACKED = ("__init__.py", "domain/__init__.py", "domain/errors.py", "ledger/*.py", "witness/*.py")
LEFT_OUT = {"ledger/canonical.py"}
"""What only makes entries: it needs a package that the checker does without."""
FIRST_LINE = b"#!/usr/bin/env python3\n"
MAIN = "import sys\n\nfrom kinkeeper.witness.program import main\n\nsys.exit(main())\n"
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The same sources are the same bytes, whenever they are packed."""


def one_file() -> bytes:
    """The checker's bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"__main__.py": MAIN, **_sources()}.items():
            archive.writestr(zipfile.ZipInfo(name, ALWAYS), text, zipfile.ZIP_DEFLATED)
    return FIRST_LINE + packed.getvalue()


def _sources() -> dict[str, str]:
    paths = sorted(path for pattern in PACKED for path in SOURCE.glob(pattern))
    names = {path.relative_to(SOURCE).as_posix(): path for path in paths}
    return {f"kinkeeper/{name}": path.read_text(encoding="utf-8") for name, path in names.items() if name not in LEFT_OUT}
