"""The source tree as the architecture's tests read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "kinkeeper"


@cache
def modules() -> dict[Path, ast.Module]:
    """Path below `src/kinkeeper` -> what stands in it."""
    return {path.relative_to(SRC): ast.parse(path.read_text()) for path in sorted(SRC.rglob("*.py"))}


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every module."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            yield path, node


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is part of the project, whether committed or about to be."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def text_of(path: Path) -> str:
    """The file's text; empty for a picture or another file of bytes."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")
