"""Orders, statutes and settlements as files: TOML that reads as the order does, with those that came with Kinkeeper beside it.

`status` says how far a file was checked against the text: verified or recalled. A reader with the text corrects the file, not
the program.
"""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from kinkeeper.domain.casework.plans import Plan
from kinkeeper.domain.court.calendars import Calendar, Holiday
from kinkeeper.domain.court.clock_rules import ByAge, ClockRule
from kinkeeper.domain.court.population import Criterion
from kinkeeper.domain.court.regimes import Limits
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.codes import code_list

CALENDARS = "calendars.toml"
PLANS = "plans.toml"


def read_order(path: Path) -> Order:
    """
    The order in a file.

    :raises BadExtract: naming what of the file cannot be read.
    """
    try:
        return _order(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadExtract(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not text in UTF-8'}.") from error


def shipped_orders() -> list[Order]:
    """The orders that came with Kinkeeper, by id."""
    files = (one for one in resources.files(__package__).iterdir() if one.name.endswith(".toml") and one.name not in (CALENDARS, PLANS))
    return sorted((_order(one.read_text("utf-8"), one.name) for one in files), key=lambda one: one.order_id)


def shipped_calendars() -> dict[str, Calendar]:
    """The courts' calendars that an order can name."""
    told = tomllib.loads((resources.files(__package__) / CALENDARS).read_text("utf-8"))
    return {one.calendar_id: one for one in msgspec.convert(told["calendar"], list[Calendar])}


def shipped_plans() -> dict[str, Plan]:
    """The plans that a case can follow, by id."""
    told = tomllib.loads((resources.files(__package__) / PLANS).read_text("utf-8"))
    return {one.plan_id: one for one in msgspec.convert(told["plan"], list[Plan])}


def zone_of_place(place: str) -> str:
    """The time zone of a place as recorded; empty where the list of places does not say."""
    return code_list("place_zones").find(place) or "" if place else ""


def _order(text: str, name: str) -> Order:
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadExtract(f"{name} is not TOML: {error}.") from error
    if isinstance(told.get("calendar"), str):
        calendars = shipped_calendars()
        if told["calendar"] not in calendars:
            raise BadExtract(f"{name}: there is no calendar '{told['calendar']}'. Known: {', '.join(calendars)}.")
        told["calendar"] = msgspec.to_builtins(calendars[told["calendar"]])
    try:
        order = msgspec.convert(told, Order)
    except msgspec.ValidationError as error:
        raise BadExtract(f"{name}: {error}.") from error
    extra = _extra(told, msgspec.to_builtins(order), "")
    if extra:
        raise BadExtract(f"{name}: '{extra}' is not a part of an order. Nothing was read.")
    return order


def _extra(told: Any, read: Any, at: str) -> str:
    """The first member of a file that no field of an order holds; a field at its default is told as nothing."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name not in read:
                known = isinstance(value, str | int) and value in ("", 0, False)
                if not known and not _is_default(name, value):
                    return f"{at}{name}"
            elif found := _extra(value, read[name], f"{at}{name}."):
                return found
    if isinstance(told, list) and isinstance(read, list | tuple):
        return next((found for one, other in zip(told, read, strict=True) if (found := _extra(one, other, at))), "")
    return ""


def _is_default(name: str, value: Any) -> bool:
    return any(field.name == name and field.default == (tuple(value) if isinstance(value, list) else value) for field in _FIELDS)


_FIELDS = tuple(field for kind in (Order, Calendar, Holiday, Criterion, ClockRule, ByAge, Limits) for field in msgspec.structs.fields(kind))
