"""The published log over HTTP: what anybody may copy and check."""

from pathlib import Path

import pytest

from kinkeeper.jobs.publish import publish
from kinkeeper.ledger.checkpoint import open_checkpoint
from kinkeeper.ledger.note import VerifierKey, parse_note
from kinkeeper.ledger.proof import root_of
from kinkeeper.ledger.tiles import Tile, TiledHashes, bundle_leaves
from kinkeeper.ledger.tree import Frontier
from kinkeeper.site.database import Database
from tests.signing import a_signer, record
from tests.web.browsing import client


def test_a_log_can_be_checked_with_what_it_serves_and_nothing_else(database: Database, tmp_path: Path) -> None:
    record(0, 600)
    with a_signer(tmp_path / "signer") as signer:
        publish(signer)
    record(600, 1)  # not signed yet, so not shown yet
    browser = client(role="")  # nobody has to sign in
    shown = browser.get("/checkpoint")
    assert shown["Content-Type"] == "text/plain; charset=utf-8" and shown["Cache-Control"] == "public, max-age=2"
    key = VerifierKey.parse(browser.get("/log.key").content.decode().strip())
    checkpoint = open_checkpoint(parse_note(shown.content.decode()), [key])
    assert checkpoint.size == 600
    reader = TiledHashes(600, lambda tile: browser.get(f"/{tile.path}").content)
    assert root_of(reader, 600) == checkpoint.root
    bundles = [bundle_leaves(browser.get(f"/{tile.bundle_path}").content, tile.width) for tile in (Tile(0, 0), Tile(0, 1), Tile(0, 2, 88))]
    assert Frontier().extended(leaf for bundle in bundles for leaf in bundle).root() == checkpoint.root
    tile = browser.get("/tile/0/000")
    assert tile["Content-Type"] == "application/octet-stream" and "immutable" in tile["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/002",
        "tile/0/002.p/91",
        "tile/1/000",
        "tile/entries/003.p/1",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/000.p/256",
        "tile/x/1",
    ],
)
def test_there_is_no_tile_beyond_what_was_signed(database: Database, tmp_path: Path, path: str) -> None:
    assert client().get(f"/{path}").status_code == 404
    record(0, 601)
    with a_signer(tmp_path / "signer") as signer:
        record(601, 1)
        publish(signer)
    assert client().get(f"/{path}").status_code == 404


def test_before_the_first_checkpoint_there_is_none(database: Database) -> None:
    record(0, 1)
    assert (
        client().get("/checkpoint").status_code
        == client().get("/log.key").status_code
        == client().get("/tile/0/000.p/1").status_code
        == 404
    )
    assert client().post("/checkpoint").status_code == 405
