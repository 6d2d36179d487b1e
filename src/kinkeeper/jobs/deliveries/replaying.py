"""Recipes replayed: files of a sender are read as those before, what is otherwise is said, and how they were read is kept for the next."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.deliveries.desk import Telling
from kinkeeper.domain.deliveries.recipes import Recipe, SaveRecipe
from kinkeeper.domain.requests import Request
from kinkeeper.extracts import Delivery, read_file
from kinkeeper.extracts.recipes import best_recipe, changes, columns_seen, setting_of
from kinkeeper.extracts.recognise import Recognised
from kinkeeper.gateway import submit
from kinkeeper.queries.deliveries.recipes import list_recipes


@contextmanager
def settings_file(settings: Sequence[Mapping[str, Any]]) -> Iterator[Path | None]:
    """The settings as a file for the readers, for as long as the context lasts; none where nothing is said."""
    if not settings:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
        path = Path(folder) / "settings.json"
        path.write_text(json.dumps({"file": list(settings)}), encoding="utf-8")
        yield path


def settings_of(path: Path, sender: str, tellings: Sequence[Telling], recipes: Sequence[Recipe]) -> list[dict[str, Any]]:
    """How the tables of a file are to be read: as a person says; else by the sender's recipe, where one fits its headers."""
    told = [_as_setting(path.name, one) for one in tellings if one.layout]
    sheets = {one.sheet for one in tellings if one.layout}
    theirs = [recipe for recipe in recipes if recipe.sender == sender]
    for delivery in read_file(path, path.name) if theirs else ():
        next(delivery.records, None)
        found = delivery.found
        recipe = best_recipe(theirs, found.headers, delivery.layout) if found else None
        if recipe and found and delivery.sheet not in sheets:
            told.append(setting_of(recipe, delivery.name, found.headers))
    return told


def _as_setting(name: str, one: Telling) -> dict[str, Any]:
    match = escape(f"{name}/{one.sheet}" if one.sheet else name)
    return {"match": match, "layout": one.layout, "columns": one.columns, "order": one.orders, "values": one.values}


@contextmanager
def replayed(files: Sequence[Path], sender: str, told: Path | None, actor: Actor) -> Iterator[Path | None]:
    """The settings to read the files by: those told, else the sender's recipes."""
    if told or not sender:
        yield told
        return
    recipes = list_recipes(actor)
    with settings_file([one for file in files for one in settings_of(file, sender, (), recipes)]) as settings:
        yield settings


def changed_since(files: Sequence[Path], config: Path | None, sender: str, actor: Actor) -> dict[str, list[str]]:
    """Table -> what is otherwise than in the sender's file by which its recipe was made. Tables without a recipe are left out."""
    recipes = {one.layout: one for one in list_recipes(actor) if one.sender == sender} if sender else {}
    found = {}
    for delivery in _tables(files, config) if recipes else ():
        # A table that fits no layout any more is held against the recipe by which it was to be read.
        if delivery.found and (recipe := recipes.get(delivery.layout or delivery.asked)):
            found[delivery.name] = list(changes(recipe, columns_seen(delivery.found, delivery.sample)))
    return found


def save_recipes(files: Sequence[Path], config: Path | None, sender: str, actor: Actor) -> list[Recipe]:
    """Keep how the files were read under their sender's name, for the next ones."""
    kept = []
    for delivery in _tables(files, config) if sender else ():
        if recipe := recipe_of(delivery, sender):
            submit([Request.by_content(f"recipe:{delivery.extract_id}", SaveRecipe(recipe))], actor=actor)
            kept.append(recipe)
    return kept


def recipe_of(delivery: Delivery, sender: str) -> Recipe | None:
    """The recipe by which a table was read."""
    if not isinstance(delivery.found, Recognised):
        return None
    return Recipe(sender, delivery.layout, columns_seen(delivery.found, delivery.sample), *map(dict, delivery.told))  # type: ignore[arg-type]


def _tables(files: Sequence[Path], config: Path | None) -> Iterator[Delivery]:
    for file in files:
        for delivery in read_file(file, file.name, config=config):
            next(delivery.records, None)
            yield delivery
