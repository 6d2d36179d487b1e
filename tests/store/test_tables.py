"""What holds for every table, whoever adds one."""

from kinkeeper.site.database import Database


def test_every_text_sorts_as_the_database_does(database: Database) -> None:
    """An index serves a join only where both sides sort alike: one column that differs makes a page read whole tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "JOIN pg_collation o ON o.oid = a.attcollation "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND o.collname <> 'default'"
        )
        assert [name for (name,) in cursor.fetchall()] == []
