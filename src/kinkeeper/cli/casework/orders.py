"""`kinkeeper orders`: what courts and statutes ask, entered as data by one person, tried, and approved by another."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder, WithdrawOrder
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.requests import Request

group = typer.Typer(name="orders", help="Orders, statutes and settlements as data.", no_args_is_help=True, rich_markup_mode=None)
OrderId = Annotated[str, typer.Argument(help="The order's id.")]
Version = Annotated[int, typer.Option("--version", help="Which version. Else: the newest.", min=0)]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group)


@group.command("list")
def list_them(database: Where = None, *, json: Json = False) -> None:
    """Every order and version, who entered and who approved it."""
    from kinkeeper.queries.court.orders import list_orders

    with session(database) as viewer:
        found = list_orders(viewer)
    if json:
        print_json({"orders": [msgspec.to_builtins(one) for one in found]})
        return
    rows = [(one.order.order_id, one.order.version, one.order.title, one.entered_by, one.approved_by or "-", one.counts) for one in found]
    print_table("Orders", ("order", "version", "title", "entered by", "approved by", "counts"), rows)


@group.command("enter")
def enter(
    files: Annotated[list[Path] | None, typer.Argument(help="Orders as TOML files.")] = None,
    database: Where = None,
    *,
    shipped: Annotated[bool, typer.Option("--shipped", help="Those that came with Kinkeeper.")] = False,
    json: Json = False,
) -> None:
    """Enter orders from files. They do not count before they are tried and approved by another person."""
    from kinkeeper.extracts.court import read_order, shipped_orders
    from kinkeeper.gateway import submit

    orders = [*(shipped_orders() if shipped else ()), *(read_order(path) for path in files or ())]
    if not orders:
        raise Refused("Name a file, or --shipped for the orders that came with Kinkeeper.")
    with session(database) as actor:
        new = _not_known(actor, orders)
        submit([Request.by_content(f"orders:{actor.name}", EnterOrder(one, actor.name)) for one in new], actor=actor)
    if json:
        print_json({"entered": [one.order_id for one in new], "known": len(orders) - len(new)})
    else:
        OUT.print(f"{len(new)} entered, {len(orders) - len(new)} known already. Next: kinkeeper orders try")


@group.command("try")
def try_it(
    order_id: Annotated[str, typer.Argument(help="The order's id; all that are not tried yet where none is named.")] = "",
    database: Where = None,
    version: Version = 0,
    as_of: Annotated[str, typer.Option("--as-of", help="As of this day. Else: the day of the extracts.")] = "",
    *,
    json: Json = False,
) -> None:
    """Try orders on everything known: whom they cover, and how the clocks would stand. Nothing counts by that."""
    from kinkeeper.gateway import clock
    from kinkeeper.jobs.court.clocks import try_order
    from kinkeeper.queries.court.children import gather
    from kinkeeper.queries.court.orders import list_orders
    from kinkeeper.queries.extracts import get_as_of

    check_day(as_of)
    with session(database) as actor, steps() as progress:
        chosen = [_version(actor, order_id, version)] if order_id else [one.order for one in list_orders(actor) if not one.trial]
        day = as_of or get_as_of(actor) or clock.today().isoformat()
        children = gather(actor, day)
        trials = {}
        for one in chosen:
            trials[one.order_id] = try_order(one, as_of=day, now=clock.instant(), actor=actor, children=children)
            progress("orders tried", 1)
    if json:
        print_json({"trials": {name: msgspec.to_builtins(one) for name, one in trials.items()}})
        return
    rows = [(name, one.covered, one.not_known, one.not_covered, one.clocks, one.late) for name, one in trials.items()]
    print_table("Children, on what is known", ("order", "covered", "not known", "not covered", "clocks", "late"), rows)


@group.command("approve")
def approve(order_id: OrderId, database: Where = None, version: Version = 0, *, json: Json = False) -> None:
    """Let a version count, as a second person."""
    from kinkeeper.gateway import submit

    with session(database) as actor:
        one = _version(actor, order_id, version)
        command = ApproveOrder(one.order_id, one.version, actor.name)
        receipt = submit([Request.by_content("orders", command)], actor=actor)[0]
    if json:
        print_json({"order": one.order_id, "version": one.version, "entries": receipt.count})
    else:
        OUT.print(f"Version {one.version} of {one.order_id} counts. Next: kinkeeper clocks")


@group.command("withdraw")
def withdraw(
    order_id: OrderId,
    because: Annotated[str, typer.Option("--because", help="Why it counts no longer.")],
    database: Where = None,
    version: Version = 0,
) -> None:
    """Let a version count no longer. It stays in history."""
    from kinkeeper.gateway import submit

    with session(database) as actor:
        one = _version(actor, order_id, version)
        submit([Request.by_content("orders", WithdrawOrder(one.order_id, one.version, because, actor.name))], actor=actor)
    OUT.print(f"Version {one.version} of {one.order_id} counts no longer.")


def _not_known(actor: Actor, orders: list[Order]) -> list[Order]:
    from kinkeeper.queries.court.orders import list_orders

    known = {one.order.key: one.order for one in list_orders(actor)}
    return [one for one in orders if known.get(one.key) != one]


def _version(actor: Actor, order_id: str, version: int) -> Order:
    from kinkeeper.queries.court.orders import get_versions

    versions = get_versions(actor, order_id)
    found = next((one.order for one in versions if one.order.version == version), None) if version else versions[0].order
    if found is None:
        raise Refused(f"There is no version {version} of {order_id}.")
    return found
