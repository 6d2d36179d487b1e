"""Work that waits for a worker: procrastinate on the same PostgreSQL. A job whose worker was killed is taken up again."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import procrastinate
from django.db import connection
from procrastinate import jobs
from procrastinate.types import JSONValue
from psycopg.conninfo import make_conninfo

from kinkeeper.domain.access import Actor

QUEUE = "desk"
TIME = "time"
HEARTBEAT_SECONDS, DEAD_AFTER_SECONDS = 2.0, 10.0
"""A worker tells that it lives so often; silent for so long, its jobs are given to another."""

blueprint = procrastinate.Blueprint()


@blueprint.task(name="desk.work", queue=QUEUE, retry=5)
def work_on_file(file_id: str, what: str, actor: list[str]) -> None:
    """Look at or take a file on the import desk."""
    from kinkeeper.jobs.deliveries.desk import work_on

    work_on(file_id, what, Actor(*actor))


@blueprint.task(name="goes.work", queue=QUEUE, retry=5)
def work_on_go(go_id: str, actor: list[str]) -> None:
    """Go on with what is done to many rows at once."""
    from kinkeeper.jobs.casework.going import work_on

    work_on(go_id, Actor(*actor))


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="time.tick", queue=TIME, queueing_lock=TIME, lock=TIME)
def tick(timestamp: int) -> None:
    """Record what time has brought, every minute; a minute that was missed is made up for by the next."""
    from kinkeeper.jobs.timer import tick_now

    del timestamp  # when it was to be done; what is found hangs on when it is done, and is found as of its own hour
    tick_now()


@blueprint.periodic(cron="10 5 * * *")
@blueprint.task(name="time.day", queue=TIME, queueing_lock="day", lock=TIME)
def day(timestamp: int) -> None:
    """Set the clocks anew, every day: an order comes into force, or ends, on a day that nobody says anything on."""
    from kinkeeper.jobs.timer import day_now

    del timestamp
    day_now()


@blueprint.periodic(cron="40 3 * * *")
@blueprint.task(name="time.night", queue=TIME, queueing_lock="night", lock=TIME)
def night(timestamp: int) -> None:
    """Do every night what is due of what is held so long and no longer (`docs/privacy.md`), and learn what reading is usual."""
    from kinkeeper.gateway.looks import noticing
    from kinkeeper.jobs.retention import hold_no_longer
    from kinkeeper.jobs.timer import RULES
    from kinkeeper.site.setup import scrub

    del timestamp
    noticing.learn()
    hold_no_longer(actor=RULES, scrub=scrub)


@blueprint.periodic(cron="* * * * *")
@blueprint.task(name="hooks.send", queue=TIME, queueing_lock="hooks", lock="hooks")
def send_to_hooks(timestamp: int) -> None:
    """Tell programs every minute of what became known that they may know of (`docs/api.md`)."""
    from kinkeeper.jobs.hooks.sending import send_waiting

    del timestamp
    send_waiting()


def ask_for(file_id: str, what: str, actor: Actor) -> None:
    """Have a worker look at (`look`) or take (`take`) a file on the desk. One file is never in two hands."""
    _defer("desk.work", f"desk:{file_id}", actor, file_id=file_id, what=what)


def ask_for_go(go_id: str, actor: Actor) -> None:
    """Have a worker go on with what is done to many rows at once. One go is never in two hands."""
    _defer("goes.work", f"go:{go_id}", actor, go_id=go_id)


def _defer(task: str, lock: str, actor: Actor, **what: JSONValue) -> None:
    app = _app(procrastinate.SyncPsycopgConnector(conninfo=_conninfo()))
    with app.open():
        told: list[JSONValue] = [actor.name, actor.agency, actor.role, actor.purpose]
        app.configure_task(task, lock=lock).defer(**what, actor=told)


def work(*, wait: bool, is_over: Callable[[], bool]) -> None:
    """Record what time has brought and carry out what waits; with `wait` go on as the minutes pass and more comes, until it is over."""
    from kinkeeper.jobs.timer import tick_now

    tick_now()
    asyncio.run(_work(wait=wait, is_over=is_over))


async def _work(*, wait: bool, is_over: Callable[[], bool]) -> None:
    app = _app(procrastinate.PsycopgConnector(conninfo=_conninfo(), min_size=1, max_size=3))
    async with app.open_async():
        await _take_up_again(app)
        working = asyncio.create_task(
            app.run_worker_async(
                queues=[QUEUE, TIME],
                wait=wait,
                concurrency=1,
                install_signal_handlers=False,
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                delete_jobs="successful",
            )
        )
        seen = monotonic()
        while not working.done():
            await asyncio.wait([working], timeout=0.5)
            if is_over():
                working.cancel()
            elif monotonic() - seen > HEARTBEAT_SECONDS:
                seen = monotonic()
                await _take_up_again(app)
        with suppress(asyncio.CancelledError):
            await working


async def _take_up_again(app: procrastinate.App) -> None:
    """Give the jobs of workers that are silent to whoever comes next."""
    stalled: list[jobs.Job] = list(await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in stalled:
        sys.stderr.write(f"kinkeeper: job {job.id} lost its worker and is taken up again.\n")
        await app.job_manager.retry_job(job)


def _app(connector: Any) -> procrastinate.App:
    app = procrastinate.App(connector=connector)
    app.add_tasks_from(blueprint, namespace="")
    return app


def _conninfo() -> str:
    given = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password", "options", "sslmode", "application_name")
    return make_conninfo(**{name: given[name] for name in names if given.get(name)})
