"""The import desk's work: look at a file, take it, take files in their order. A worker does it (`jobs/queue.py`), whoever asks."""

import io
import tempfile
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from kinkeeper.domain.access import Actor
from kinkeeper.domain.deliveries.desk import DeskFile
from kinkeeper.domain.errors import KinkeeperError, NotFound
from kinkeeper.extracts import read_file
from kinkeeper.gateway.waiting import desk
from kinkeeper.jobs.deliveries.looking import look
from kinkeeper.jobs.deliveries.refused import refused_rows
from kinkeeper.jobs.deliveries.replaying import save_recipes, settings_file, settings_of
from kinkeeper.jobs.deliveries.taking import Manner, take_files
from kinkeeper.queries.deliveries.desk import get_desk_file
from kinkeeper.queries.deliveries.files import read_file as read_kept
from kinkeeper.queries.deliveries.recipes import list_recipes

TELL_EVERY = 2_000


def work_on(file_id: str, what: str, actor: Actor) -> None:
    """Look at a file on the desk (`look`), or take it (`take`). What goes wrong is said at the file; done again it adds nothing."""
    file = get_desk_file(actor, file_id)
    if what == "take" and file.state == "taken":
        return
    try:
        desk.set_state(file_id, "looking" if what == "look" else "taking")
        _work(file, dry_run=what == "look", actor=actor)
    except KinkeeperError as fault:
        desk.set_state(file_id, "failed", failure=str(fault))


def _work(file: DeskFile, *, dry_run: bool, actor: Actor) -> None:
    recipes = list_recipes(actor)
    done = 0

    def progress(name: str, rows: int) -> None:
        nonlocal done
        done += rows
        desk.set_state(file.file_id, "looking" if dry_run else "taking", rows_done=done)

    with _as_it_came(file, actor) as path, settings_file(settings_of(path, file.sender, file.tellings, recipes)) as config:
        manner = Manner(file.sender, file.corrects, dry_run)
        taken = take_files([path], config=config, manner=manner, actor=actor, progress=progress)
        tables = look(path, config, taken, sender=file.sender, recipes=recipes)
        if not dry_run:
            save_recipes([path], config, file.sender, actor)
    desk.set_looked(file.file_id, "looked" if dry_run else "taken", tables, done)


def refused_of(file: DeskFile, actor: Actor) -> tuple[str, bytes]:
    """Name and content of the refused rows of a file in their own layout; of several tables packed into one archive.

    :raises NotFound: where nothing of it was refused.
    """
    recipes = list_recipes(actor)
    with _as_it_came(file, actor) as path, settings_file(settings_of(path, file.sender, file.tellings, recipes)) as config:
        refusals = []
        for delivery in read_file(path, path.name, config=config):
            deque(delivery.records, maxlen=0)
            refusals += delivery.refusals
        found = list(refused_rows(path, refusals))
    if not found:
        raise NotFound("No row of this file was refused.")
    if len(found) == 1:
        return found[0]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in found:
            archive.writestr(name, table)
    return f"{file.name} - refused.zip", content.getvalue()


@contextmanager
def _as_it_came(file: DeskFile, actor: Actor) -> Iterator[Path]:
    """The kept file under its own name, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
        path = Path(folder) / PurePath(file.name).name
        with path.open("wb") as stream:
            for piece in read_kept(actor, file.sha256):
                stream.write(piece)
        yield path
