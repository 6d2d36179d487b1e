"""The rates of the season, as data: `rates.csv` says of each what it is, where it is from, and whether it is an assumption."""

from dataclasses import dataclass
from functools import cache

from kinkeeper.season.data_files import rows_of


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: a share from 0 to 1, or a number where its meaning says so. `status` is derived or assumption."""

    name: str
    value: float
    status: str
    source: str
    meaning: str


@cache
def rates() -> dict[str, Rate]:
    """Every rate by its name."""
    return {
        row["rate"]: Rate(row["rate"], float(row["value"]), row["status"], row["source"], row["meaning"]) for row in rows_of("rates.csv")
    }


def rate(name: str) -> float:
    """The value of one rate. Raises KeyError where there is none of that name."""
    return rates()[name].value
