"""Tiles and bundles, as C2SP tlog-tiles has them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.proof import LeafHashes, consistency_proof, inclusion_proof, root_of
from kinkeeper.ledger.tiles import (
    WIDTH,
    Tile,
    TiledHashes,
    Tiling,
    bundle_bytes,
    bundle_leaves,
    full_hash,
    tile_bytes,
    tile_hashes,
    tiles_of,
)

from .plain import hashes_of, mth

HASHES = hashes_of(70_000)


def files(size: int, tiling: Tiling | None = None) -> dict[Tile, bytes]:
    tiling = tiling or Tiling()
    return dict(tiling.extend(HASHES[tiling.size : size])) | dict(tiling.partial())


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(3, 1234067), "tile/3/x001/x234/067"),
        (Tile(63, 1000, 255), "tile/63/x001/000.p/255"),
    ],
)
def test_where_a_tile_is_found(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == (tile, False)


def test_where_a_bundle_is_found() -> None:
    assert Tile(0, 1234067, 3).bundle_path == "tile/entries/x001/x234/067.p/3"
    assert Tile.parse("tile/entries/x001/x234/067.p/3") == (Tile(0, 1234067, 3), True)


@given(st.integers(0, 63), st.integers(0, 2**55), st.integers(1, WIDTH))
def test_every_path_is_read_as_it_is_written(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert Tile.parse(tile.path) == (tile, False)
    assert Tile.parse(tile.bundle_path) == (Tile(0, index, width), True)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/1234",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/../000",
        "tile/entries/000\n",
        "/tile/0/000",
        "tile/-1/000",
        "tile/0/٠٠٠",
    ],
)
def test_no_other_path_names_a_tile(path: str) -> None:
    with pytest.raises(Unreadable, match="no tile"):
        Tile.parse(path)


def test_the_example_of_the_specification() -> None:
    """A tree of size 70,000."""
    tiles = list(tiles_of(70_000))
    assert sum(tile.width == WIDTH for tile in tiles if tile.level == 0) == 273
    assert [tile for tile in tiles if tile.width < WIDTH] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_the_files_of_a_tree_are_the_tiles_it_should_have(size: int) -> None:
    made = files(size)
    assert set(made) == set(tiles_of(size))
    assert b"".join(made[tile] for tile in sorted(made) if tile.level == 0) == b"".join(HASHES[:size])
    for tile in made:
        if tile.level == 1:
            below = [HASHES[(tile.index * WIDTH + i) * WIDTH :][:WIDTH] for i in range(tile.width)]
            assert tile_hashes(made[tile], tile.width) == [mth(leaves) for leaves in below]


@given(st.lists(st.integers(0, 70_000), min_size=1, max_size=4).map(sorted))
@settings(max_examples=15)
def test_in_whatever_steps_a_log_grows_the_files_are_the_same(sizes: list[int]) -> None:
    """Also where somebody takes over, knowing the partial tiles alone."""
    kept: dict[Tile, bytes] = {}
    for before, size in zip([0, *sizes], sizes, strict=False):
        known = dict(kept)
        tiling = Tiling(before, lambda tile, known=known: tile_hashes(known[tile], tile.width))  # type: ignore[misc]
        new = files(size, tiling)
        assert set(tiles_of(size, before)) <= set(new)
        kept = {tile: data for tile, data in kept.items() if tile.width == WIDTH} | new
    assert kept == files(sizes[-1])


@given(st.data(), st.integers(1, 70_000))
@settings(max_examples=40)
def test_proofs_from_tiles_are_those_from_the_leaves(data: st.DataObject, size: int) -> None:
    made = ALL | dict(partial(size))
    tiles = TiledHashes(size, made.__getitem__)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert root_of(tiles, size) == root_of(READER, size)
    assert inclusion_proof(tiles, index, size) == inclusion_proof(READER, index, size)
    assert consistency_proof(tiles, old, size) == consistency_proof(READER, old, size)


READER = LeafHashes(HASHES)
ALL = files(70_000)


def partial(size: int) -> list[tuple[Tile, bytes]]:
    """The partial tiles of a smaller tree: the beginnings of the tiles of the whole one."""
    full = {(tile.level, tile.index): data for tile, data in ALL.items()}
    return [(tile, full[tile.level, tile.index][: tile.width * 32]) for tile in tiles_of(size)]


def test_a_tile_that_was_cut_short_is_not_taken() -> None:
    with pytest.raises(Unreadable, match="8192 bytes, not 8191"):
        TiledHashes(256, lambda tile: bytes(8191)).hash_of(0, 0)
    with pytest.raises(Unreadable, match="96 bytes"):
        tile_hashes(tile_bytes([bytes(32)] * 4), 3)


def test_the_hash_over_a_full_tile_stands_in_the_tile_above() -> None:
    assert full_hash(HASHES[:WIDTH]) == mth(HASHES[:WIDTH])


@given(st.lists(st.binary(max_size=400), max_size=WIDTH))
def test_a_bundle_is_read_as_it_is_written(leaves: list[bytes]) -> None:
    assert bundle_leaves(bundle_bytes(leaves), len(leaves)) == leaves


@pytest.mark.parametrize("data", [b"\0", b"\0\1", b"\0\1a\0", b"\0\1a\0\1", b"\0\1a\0\1bc", b"", b"\0\1a"])
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="bundle of 2"):
        bundle_leaves(data, 2)
