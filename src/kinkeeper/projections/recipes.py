"""Recipes: the one in force for each sender and layout, and those before it."""

from collections.abc import Sequence

import msgspec

from kinkeeper.domain.deliveries.recipes import Recipe, RecipeSaved, RecipeState, SaveRecipe
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, read_current, to_json, write_versions

RECIPE = VersionedTable("recipe", ("sender", "layout"), ("said",))


def load(cursor: Cursor, commands: Sequence[SaveRecipe]) -> RecipeState:
    """The recipes that the commands replace."""
    return _state(read_current(cursor, RECIPE, [command.recipe.key for command in commands]))


def apply(cursor: Cursor, entries: Sequence[tuple[int, RecipeSaved]]) -> None:
    """Put recipes in force."""
    write_versions(cursor, RECIPE, [Version(at, entry.recipe.key, (to_json(entry.recipe),)) for at, entry in entries])


def dump(cursor: Cursor) -> RecipeState:
    """Every recipe in force."""
    return _state(read_current(cursor, RECIPE))


def _state(rows: Sequence[tuple[str, str, str]]) -> RecipeState:
    return RecipeState({(sender, layout): msgspec.json.decode(said, type=Recipe) for sender, layout, said in rows})
