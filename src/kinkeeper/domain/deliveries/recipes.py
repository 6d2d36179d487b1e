"""A recipe: how one sender's files are read, kept so that the next one is read alike and what changed in it is seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class ColumnSeen(Fact, frozen=True):
    """A column as it was when the recipe was made: its header, its place, what it was read as, and what its cells held."""

    header: str
    place: int
    field: str = ""
    """The field of the layout; empty where the column is not read."""
    kind: str = ""
    """What its cells can be read as: date, name, a_number, …; empty where they are plain text or blank."""
    filled: int = 0
    """Of a hundred cells so many say something."""
    values: tuple[str, ...] = ()
    """Its values, where they are few."""
    lag: int | None = None
    """Days by which it usually follows the first column of days."""


class Recipe(Fact, frozen=True):
    """What a sender's table is: the layout, which column is what, and how cells are to be read."""

    sender: str
    layout: str
    columns: tuple[ColumnSeen, ...]
    orders: dict[str, str] = {}
    """Field -> `mdy` or `dmy`."""
    values: dict[str, dict[str, str]] = {}
    """Field -> what a cell says -> what is meant."""
    widths: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """A sender has one recipe a layout; a new one takes the place of the one before, which stays in history."""
        return self.sender, self.layout


# Commands


@dataclass(frozen=True, slots=True)
class SaveRecipe:
    """Read the next files of this sender so."""

    recipe: Recipe


# Entries


class RecipeSaved(Fact, frozen=True):
    """Files of this sender and layout are read so from here on."""

    recipe: Recipe


# State


@dataclass(slots=True)
class RecipeState:
    """The recipes in force, by sender and layout."""

    recipes: dict[tuple[str, str], Recipe] = field(default_factory=dict)


def decide(state: RecipeState, command: SaveRecipe) -> Iterable[RecipeSaved]:
    """The recipe, unless it is in force.

    :raises Refused: where it names no sender or no layout.
    """
    recipe = command.recipe
    if not recipe.sender.strip() or not recipe.layout:
        raise Refused("Say who sends these files: the recipe is kept under the sender's name.")
    return [] if state.recipes.get(recipe.key) == recipe else [RecipeSaved(recipe)]


def evolve(state: RecipeState, entry: RecipeSaved) -> RecipeState:
    """The state after an entry."""
    state.recipes[entry.recipe.key] = entry.recipe
    return state
