"""What no file of the project may hold."""

import re

import pytest

from tests.figures import Figure

from .source import ROOT, SRC, text_of, tracked

# Each pattern is written so that it does not find itself.
REGISTRY = re.compile(r"(py[p]i|python[h]osted|np[m]js|deb[i]an|ubu[n]tu)\.(org|com)\b", re.IGNORECASE)
PLACE_ON_A_MACHINE = re.compile(r"(?<![\w.~}])/(ro[o]t|ho[m]e|wo[r]k|Us[e]rs|fa[r]m|mn[t])/")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----|\b(AKIA|ghp_)[A-Za-z0-9]{16,}")


@pytest.mark.parametrize("forbidden", [REGISTRY, PLACE_ON_A_MACHINE, SECRET], ids=["registry", "machine", "secret"])
def test_no_file_names_a_registry_or_a_machine_or_holds_a_key(forbidden: re.Pattern[str], figure: Figure) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if "static" not in path.parts and (match := forbidden.search(text_of(path)))
    ]
    assert found == []
    figure(41, "{} looks at files of the project for a key, a registry or a machine: none", len(tracked()))


def test_a_lock_pins_each_package_by_hash_and_names_no_place() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text and not re.search(r"^-", text, re.MULTILINE)
        packages = [block for block in re.split(r"\n(?=[a-z])", "\n" + text) if "==" in block.split("\n")[0]]
        assert len(packages) > 10
        assert [block.split("==")[0] for block in packages if "--hash=sha256:" not in block] == []


def test_a_class_is_laid_out_by_one_stylesheet() -> None:
    """Two pages that call two things by one name change each other's looks, and nobody notices until somebody looks."""
    laid: dict[str, set[str]] = {}
    for path in sorted((SRC / "web" / "static" / "kinkeeper").glob("*.css")):
        plain = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for selector in (one.strip() for some in re.findall(r"([^{}]+)\{", plain) for one in some.split(",")):
            if re.fullmatch(r"\.kk-[\w-]+", selector):
                laid.setdefault(selector, set()).add(path.name)
    assert {name: sheets for name, sheets in laid.items() if len(sheets) > 1} == {}
