"""Make Django know the database, and the database have the tables."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import django
from django.core.management import call_command

from kinkeeper.domain.access.proof import EVERYBODY, check_named
from kinkeeper.site.database import ConnectionParameters, Database


def configure(database: Database, *, pages: bool = False) -> None:
    """
    Set Django up on a database: `default` is the application's role, `owner` may change tables. Once a process.

    For the pages a connection shows nobody until it is known who looks (`gateway/wall.py`).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinkeeper.site.settings")
    from django.conf import settings

    settings.DATABASES = {"default": _alias(behind_the_wall(database.app) if pages else database.app), "owner": _alias(database.owner)}
    if database.keys:
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = database.keys
        settings.KINKEEPER_KEYS_LAST = True
    if names := os.environ.get("KINKEEPER_HOSTS", "").split():
        _reached_by(settings, names)
    if named := os.environ.get("KINKEEPER_SECOND_FACTOR", "").split():
        settings.KINKEEPER_SECOND_FACTOR = check_named(named)
    django.setup()


def _reached_by(settings: Any, names: list[str]) -> None:
    """Behind a server that ends TLS for these names: cookies go over it only, and everybody comes in with a second factor."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *names]
    settings.CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in names]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.LANGUAGE_COOKIE_NAME = "__Host-language"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    settings.KINKEEPER_SECOND_FACTOR = (EVERYBODY,)


def behind_the_wall(app: ConnectionParameters) -> ConnectionParameters:
    """The application's connection as pages have it: it reads views that show nobody to nobody."""
    options = " ".join(filter(None, (app.more.get("options"), "-c search_path=seen,public -c kinkeeper.reach=nobody")))
    return replace(app, more={**app.more, "options": options})


def migrate(progress: Callable[[str, int], None] = lambda name, done: None) -> None:
    """
    Bring the tables up to date, what the ledger says into them, and the wall before them. As the owner; the application's role cannot.

    One process at a time: others that come wait and find it done, also where the server still does what a killed one had asked for.
    """
    from django.db import connections

    from kinkeeper.gateway import rebuild, wall

    if not _is_behind() and rebuild.is_current() and wall.stands():
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('kinkeeper migrate'))")
        try:
            if _is_behind():
                wall.take_down()
                call_command("migrate", database="owner", verbosity=0, interactive=False)
            if not rebuild.is_current() and rebuild.bring_up_to_date(progress):
                analyze()
            if not wall.stands():
                wall.build()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('kinkeeper migrate'))")


def _is_behind() -> bool:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def mark_as_practice() -> None:
    """Have the database say that everybody in it is invented: pages, commands and the worker then live at the end of its newest day."""
    from django.db import connections

    from kinkeeper.queries.standpoint import PRACTICE

    with connections["owner"].cursor() as cursor:
        name = connections["owner"].ops.quote_name(connections["owner"].settings_dict["NAME"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{PRACTICE}'")


def analyze() -> None:
    """Let the planner count what a large job brought: until it has, it reads whole tables for each page."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def scrub() -> None:
    """
    Write the tables anew from which something was taken: until then its bytes lie between the rows on the disk.

    So do samples of what stands in each column, which the planner keeps: they are taken anew.

    The server's log of changes holds them until it has gone round, and backups as long as they are kept (`docs/sealing.md`).
    """
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(tableowner, 'USAGE')")
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
        cursor.execute("VACUUM FULL pg_statistic")


def _alias(parameters: ConnectionParameters) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parameters.host,
        "PORT": parameters.port,
        "NAME": parameters.dbname,
        "USER": parameters.user,
        "PASSWORD": parameters.password,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "kinkeeper", **parameters.more},
    }
