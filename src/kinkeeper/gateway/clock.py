"""The only caller of the system clock."""

from datetime import UTC, date, datetime


def now() -> str:
    """The server's time: UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")  # noqa: TID251


def today() -> date:
    """The server's day in UTC."""
    return datetime.now(UTC).date()  # noqa: TID251


def instant() -> datetime:
    """The server's time, UTC."""
    return datetime.now(UTC)  # noqa: TID251
