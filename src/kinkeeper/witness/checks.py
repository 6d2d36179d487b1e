"""What can be checked without the database: a checkpoint, two of them, a receipt, a copy of the published log.

The command `kinkeeper verify` and the checker that is one file both call these, so their verdicts are the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kinkeeper.domain.errors import KinkeeperError, LedgerBroken
from kinkeeper.ledger.checkpoint import Checkpoint, read_saved
from kinkeeper.ledger.lines import Unreadable, to_base64
from kinkeeper.ledger.note import Note, VerifierKey, parse_note
from kinkeeper.ledger.policy import NONE, Accepted, Policy, parse_policy
from kinkeeper.ledger.proof import NotProven, consistency_proof, root_of, verify_consistency
from kinkeeper.ledger.receipt import Receipt
from kinkeeper.ledger.receipt import check as prove_receipt
from kinkeeper.ledger.tiles import WIDTH, Tile, Tiling, bundle_leaves, tile_hashes, tiles_of
from kinkeeper.ledger.tree import EMPTY_ROOT, HASH_BYTES, Frontier, leaf_hash
from kinkeeper.witness.copies import LogCopy

Progress = Callable[[str, int], None]

CHECKPOINT, KEY = "checkpoint", "log.key"
"""Files of a copy of the log, beside its tiles and bundles."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked and found good: sentences for people, and the same for programs."""

    sentences: tuple[str, ...]
    checkpoint: Checkpoint
    position: int | None = None


def trusting(keys: Sequence[VerifierKey]) -> Policy:
    """The policy that believes these logs, and asks for no witness."""
    logs: dict[str, list[VerifierKey]] = {}
    for key in keys:
        logs.setdefault(key.name, []).append(key)
    return Policy(logs, {}, {}, NONE)


def read_trust(policy: Path | None, key: str) -> Policy | None:
    """
    Whom to believe: by a policy file, or a log's key, given as it is or as a file; None where nothing is given.

    :raises Unreadable: where it cannot be read.
    """
    if policy:
        return parse_policy(_bytes(policy))
    if key:
        text = read_text(Path(key)).strip() if Path(key).is_file() else key
        return trusting([VerifierKey.parse(text)])
    return None


def read_text(path: Path) -> str:
    """
    A file's text.

    :raises Unreadable: where it cannot be read as that.
    """
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} cannot be read: it is not text in UTF-8.") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error


def read_checkpoint(path: Path) -> Note:
    """
    The checkpoint in a file, also as somebody typed it.

    :raises Unreadable: naming the file.
    """
    try:
        note = read_saved(read_text(path))
        Checkpoint.parse(note.text)
    except Unreadable as error:
        raise error if str(path) in str(error) else Unreadable(f"{path}: {error}") from error
    return note


def check_checkpoint(note: Note, policy: Policy) -> Verdict:
    """
    See that the log signed a checkpoint, and as many witnesses as the policy asks for.

    :raises Untrusted: where not.
    """
    accepted = policy.check(note)
    return Verdict((f"The checkpoint is good: {_told(accepted)}.",), accepted.checkpoint)


def check_receipt(text: str, policy: Policy, saved: Sequence[Checkpoint] = ()) -> Verdict:
    """
    See that a receipt proves that its entry stands in the log.

    :raises Unreadable: where it is no receipt.
    :raises Untrusted: where its checkpoint is not to be believed.
    :raises NotProven: where its entry is not in the log, or a saved checkpoint over as many entries is another one.
    """
    receipt = Receipt.parse(text)
    accepted = prove_receipt(receipt, policy)
    for one in saved:
        if one.size == accepted.checkpoint.size and one.root != accepted.checkpoint.root:
            raise NotProven(f"The receipt is of another history than the saved checkpoint over {one.size:,} entries.")
    sentence = f"The receipt is good: entry {receipt.index:,} stands in {_told(accepted)}."
    return Verdict((sentence,), accepted.checkpoint, receipt.index)


def check_consistency(old: Checkpoint, new: Checkpoint, log: LogCopy) -> Verdict:
    """
    See that the log of one checkpoint begins with that of another, by the tiles of a copy.

    :raises LedgerBroken: where it does not, or the tiles are those of neither.
    """
    if old.origin != new.origin:
        raise LedgerBroken(f"The checkpoints are of two logs, {old.origin} and {new.origin}.")
    old, new = sorted((old, new), key=lambda one: one.size)
    try:
        proof = consistency_proof(log.hashes(new.size), old.size, new.size)
        if old.size or old.root != EMPTY_ROOT:
            verify_consistency(proof, (old.size, old.root), (new.size, new.root))
    except (NotProven, Unreadable) as error:
        raise LedgerBroken(f"The log is broken, or its copy is. Entries 0 to {old.size - 1}: {error}") from error
    return Verdict((f"The log with {new.size:,} entries begins with the one with {old.size:,}: nothing was changed or removed.",), new)


def own_key(log: LogCopy) -> Policy:
    """The key that a copy shows itself.

    :raises Unreadable: where it shows none.
    """
    text = log.text(KEY).removesuffix("\n")
    try:
        return trusting([VerifierKey.parse(text)])
    except Unreadable as error:
        raise Unreadable(f"{KEY}: {error}") from error


def check_log(
    log: LogCopy, policy: Policy | None, saved: Iterable[Checkpoint] = (), *, progress: Progress = lambda name, done: None
) -> Verdict:
    """
    See that all entries of a copy lead to its checkpoint, its tiles are theirs, and it begins with what was saved.

    :raises LedgerBroken: naming the first thing that is wrong.
    :raises Untrusted: where its checkpoint is not to be believed; without a policy, by the key that it shows itself.
    """
    accepted = _accepted(log, policy or own_key(log))
    saved = sorted(saved, key=lambda one: one.size)
    if saved and saved[-1].size > accepted.checkpoint.size:
        raise LedgerBroken(
            f"The log is broken. {CHECKPOINT}: it is over {accepted.checkpoint.size} entries, and a saved one over {saved[-1].size}."
        )
    walk = _Walk(log, accepted.checkpoint, [one.size for one in saved])
    walk.to_the_end(progress)
    walk.refuse_other_root()
    walk.refuse_other_tiles()
    walk.refuse_strange_files()
    sentences = [f"The log is whole: {_told(accepted)}."]
    for one in saved:
        if walk.roots.get(one.size) != one.root:
            raise LedgerBroken(f"The log is broken. Entries 0 to {one.size - 1}: not what the saved checkpoint over {one.size} stands for.")
        sentences.append(f"It begins with the {one.size:,} entries of the saved checkpoint.")
    if policy is None:
        sentences.append("Its key is the one that it shows itself: compare it with one that you have from elsewhere (--key).")
    return Verdict(tuple(sentences), accepted.checkpoint)


def _accepted(log: LogCopy, policy: Policy) -> Accepted:
    text = log.text(CHECKPOINT)
    try:
        return policy.check(parse_note(text))
    except Unreadable as error:
        raise Unreadable(f"{CHECKPOINT}: {error}") from error


class _Walk:
    """One walk over all entries of a copy."""

    def __init__(self, log: LogCopy, checkpoint: Checkpoint, sizes: Sequence[int]) -> None:
        self._log = log
        self._checkpoint = checkpoint
        self._sizes = set(sizes)
        self._tree = Frontier()
        self._tiling = Tiling()
        self._tiles: dict[Tile, bytes] = {}
        self.roots = {0: EMPTY_ROOT}

    def to_the_end(self, progress: Progress) -> None:
        for tile in tiles_of(self._checkpoint.size):
            if tile.level == 0:
                leaves = self._leaves(tile)
                for size in sorted(one for one in self._sizes if self._tree.size < one <= self._tree.size + len(leaves)):
                    self.roots[size] = self._tree.extended(leaves[: size - self._tree.size]).root()
                self._tree = self._tree.extended(leaves)
                self._tiles.update(self._tiling.extend(map(leaf_hash, leaves)))
                progress("entries", len(leaves))
        self._tiles.update(self._tiling.partial())

    def refuse_other_root(self) -> None:
        if self._tree.root() == self._checkpoint.root:
            return
        size = self._checkpoint.size
        # The tiles may still be right: then they tell which entry is not.
        if self._root_of_tiles(size) == self._checkpoint.root:
            position = next(self._differing())
            raise LedgerBroken(f"The log is broken. Entry {position}: its leaf is not what was signed.")
        raise LedgerBroken(f"The log is broken. Entries 0 to {size - 1}: not what the checkpoint over {size} stands for.")

    def refuse_other_tiles(self) -> None:
        for tile, made in sorted(self._tiles.items()):
            if self._log.tile(tile) != made:
                raise LedgerBroken(f"The log is broken. {tile.path}: not what the entries from {_first_under(tile)} on make.")

    def refuse_strange_files(self) -> None:
        """
        See that what else lies in a folder is of this log: narrower tiles and bundles of before, and those of entries after the checkpoint.

        The latter lie there while a folder is brought up to date: the checkpoint comes last.
        """
        made = {(tile.level, tile.index): (tile, data) for tile, data in self._tiles.items()}
        for name in self._log.names():
            if name not in (CHECKPOINT, KEY) and not self._is_ours(name, made):
                raise LedgerBroken(f"The log is broken. {name}: it is no part of the log, or not what its entries make.")

    def _is_ours(self, name: str, made: Mapping[tuple[int, int], tuple[Tile, bytes]]) -> bool:
        try:
            tile, is_bundle = Tile.parse(name)
        except Unreadable:
            return False
        whole, data = made.get((tile.level, tile.index), (None, b""))
        if whole is None:
            return _first_under(tile) >= self._checkpoint.size
        width, content = min(tile.width, whole.width), self._log.read(name)
        if not is_bundle:
            return len(content) == tile.width * HASH_BYTES and content[: width * HASH_BYTES] == data[: width * HASH_BYTES]
        try:
            return bundle_leaves(content, tile.width)[:width] == self._leaves(whole)[:width]
        except Unreadable:
            return False

    def _leaves(self, tile: Tile) -> list[bytes]:
        try:
            return bundle_leaves(self._log.read(tile.bundle_path), tile.width)
        except Unreadable as error:
            raise LedgerBroken(f"The log is broken. {tile.bundle_path}, from entry {tile.index * WIDTH} on: {error}") from error

    def _root_of_tiles(self, size: int) -> bytes | None:
        try:
            return root_of(self._log.hashes(size), size)
        except (KinkeeperError, ValueError):
            return None

    def _differing(self) -> Iterator[int]:
        for tile, made in sorted(self._tiles.items()):
            if tile.level == 0:
                pairs = zip(tile_hashes(self._log.tile(tile), tile.width), tile_hashes(made, tile.width), strict=True)
                yield from (tile.index * WIDTH + at for at, (shown, own) in enumerate(pairs) if shown != own)


def _first_under(tile: Tile) -> int:
    return tile.index * WIDTH << 8 * tile.level


def _told(accepted: Accepted) -> str:
    """A checkpoint in words, and who saw it when."""
    checkpoint = accepted.checkpoint
    words = f"{checkpoint.origin} with {checkpoint.size:,} entries, root {to_base64(checkpoint.root)}"
    seen = [f"{name} at {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC" for name, at in accepted.seen.items()]
    return words + (f", seen by {' and '.join(seen)}" if seen else "")
