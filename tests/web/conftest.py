"""Words, forms and pages need Django to be set up, also where a test asks for no table."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def _django(_laid: object) -> None:
    """Sets Django up once, by laying the database."""
