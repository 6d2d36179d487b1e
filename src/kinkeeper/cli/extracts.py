"""`kinkeeper extracts`: what came in, taking a file back and letting it count again, the file as it came."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kinkeeper.cli.console import OUT, about_to_show, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking, session
from kinkeeper.domain.terms import counted

Named = Annotated[str, typer.Argument(help="The extract's number, or the name of its file.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a few words. It stays on the record.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What came in: list it, take a file back, let it count again, get the file as it came.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("withdraw")(withdraw)
    group.command("reinstate")(reinstate)
    group.command("file")(file)
    app.add_typer(group, name="extracts")


def list_(database: Where = None, *, json: Json = False) -> None:
    """List the extracts that came in, the newest first."""
    from kinkeeper.queries.extracts import list_extracts

    with session(database) as viewer:
        found = list_extracts(viewer)
    if json:
        told = [{"since": one.since, "withdrawn": one.withdrawn, "file_gone_by": one.gone_by} for one in found]
        print_json({"extracts": [msgspec.structs.asdict(one.extract) | more for one, more in zip(found, told, strict=True)]})
        return
    rows = [
        (
            one.extract.extract_id,
            one.name,
            one.extract.layout or "not known",
            one.extract.rows_read,
            one.extract.rows_refused,
            one.recorded_at[:10],
            (one.withdrawn and f"withdrawn: {one.withdrawn}") or (one.gone_by and f"file destroyed by order {one.gone_by}"),
        )
        for one in found
    ]
    print_table("Extracts", ("number", "file", "read as", "rows", "refused", "came", ""), rows)


def withdraw(named: Named, why: Why, database: Where = None, *, json: Json = False) -> None:
    """Take a whole file back: its records count no more, and what it corrected counts again. Nothing is deleted."""
    from kinkeeper.jobs.deliveries.withdrawing import take_back
    from kinkeeper.queries.extracts import get_extract

    with session(database) as actor:
        found = get_extract(actor, named)
        count = take_back(found.extract.extract_id, why, actor=actor)
    _say(
        json,
        {"extract": found.extract.extract_id, "withdrawn": count},
        f"{found.name}: {counted(count, 'record counts', 'records count')} no more.",
    )


def reinstate(named: Named, why: Why, database: Where = None, *, json: Json = False) -> None:
    """Let a file that was taken back count again."""
    from kinkeeper.jobs.deliveries.withdrawing import bring_back
    from kinkeeper.queries.extracts import get_extract

    with session(database) as actor:
        found = get_extract(actor, named)
        count = bring_back(found.extract.extract_id, why, actor=actor)
    _say(
        json,
        {"extract": found.extract.extract_id, "restored": count},
        f"{found.name}: {counted(count, 'record counts', 'records count')} again.",
    )


def file(
    named: Named,
    out: Annotated[Path, typer.Option("--out", help="Where to write it.")],
    database: Where = None,
    *,
    rest: Annotated[bool, typer.Option("--rest", help="What is left of a file of which a court's order reached some rows.")] = False,
    json: Json = False,
) -> None:
    """Write the file as it came, byte for byte."""
    from kinkeeper.queries.deliveries.files import read_file, standing_hash
    from kinkeeper.queries.extracts import get_extract

    with looking(database, "extract file") as viewer:
        found = get_extract(viewer, named)
        kept = found.extract.container or found.extract.sha256
        pieces = read_file(viewer, standing_hash(viewer, kept) if rest else kept)
        about_to_show()
        with out.open("wb") as stream:
            size = sum(map(stream.write, pieces))
    _say(json, {"file": found.extract.file, "bytes": size}, f"{found.extract.file}: {counted(size, 'byte')} written to {out}.")


def _say(json: bool, told: dict[str, object], words: str) -> None:  # noqa: FBT001  the option as it was given
    if json:
        print_json(told)
    else:
        OUT.print(f"{words} Find persons and ties anew: kinkeeper link, kinkeeper ties." if "count" in words else words)
