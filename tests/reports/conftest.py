"""What a report says in words asks for settings, whichever test comes first."""

import pytest

from kinkeeper.site.database import Database


@pytest.fixture(autouse=True)
def _configured(database: Database) -> None:
    """The settings stand: they come with the database."""
