"""Every example in the docs is run, as it stands there."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

from kinkeeper.site.database import Database
from tests.api.program import program
from tests.web.scene import history, play

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def examples() -> list[str]:
    """The commands of the page's shell blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def sent(browser: Any, command: str, known: dict[str, str]) -> Any:
    """What curl would be answered."""
    words = [re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], word) for word in shlex.split(command)[1:]]
    headers, body, address = {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-o":
            words.pop(0)
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word
    kind = {"content_type": headers.pop("Content-Type", "")}
    return browser.post(address, body, headers=headers, **kind) if body is not None else browser.get(address, headers=headers)


def test_every_example_does_what_the_page_says(database: Database) -> None:
    play(history())
    asker = program("caseworker")
    known = {"KINKEEPER": "/api/v1", "TOKEN": asker.token, "NEXT": "", "EXPORT": ""}
    for command in examples():
        answer = sent(asker.browser, command, known)
        assert answer.status_code == (201 if "/statements/" in command or ("-d" in command and "/exports" in command) else 200), command
        told = json.loads(answer.content) if answer["Content-Type"] == "application/json" else {}
        known["EXPORT"] = told.get("export_id") or known["EXPORT"]
        known["NEXT"] = told.get("next") or known["NEXT"]
        if "read" in told:
            assert (told["read"], told["recorded"], told["refused"]) == (2, 1, 1)
    assert len(examples()) >= 15 and known["EXPORT"] and known["NEXT"]
