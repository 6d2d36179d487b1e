"""The worker's clock: a minute's work is done without anybody at a page, and once however many ask for it."""

from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import enact, run
from tests.jobs.test_desk import worker
from tests.web.scene import history, play


def test_a_worker_warns_of_what_time_brought_and_nobody_opened_a_page(database: Database) -> None:
    from django.db import connection

    play(history())
    enact("ms-l-2018")
    run()
    with worker(database, "--once") as process:
        assert process.wait(60) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT told->>'rule', count(*) FROM warning WHERE until IS NULL GROUP BY 1")
        # All four clocks ran out years ago. They were recorded just now, so nobody has been silent yet.
        assert cursor.fetchall() == [("clock-late", 4)]
        cursor.execute("SELECT count(*) FROM warning WHERE told ? 'climbed_at'")
        assert cursor.fetchone() == (0,)


def test_every_minute_it_is_done_again_and_in_one_hand(database: Database) -> None:
    from kinkeeper.jobs.deliveries import queue

    [told] = [one for one in queue.blueprint.tasks.values() if one.name == "time.tick"]
    assert (told.queue, told.lock, told.queueing_lock) == ("time", "time", "time")
    queue.tick(0)


def test_every_day_the_orders_in_force_set_their_clocks(database: Database) -> None:
    from kinkeeper.jobs.deliveries import queue

    play(history())
    enact("ms-l-2018")
    queue.day(0)
    with_clocks = "SELECT count(*) FROM clock WHERE until IS NULL AND order_id = 'ms-l-2018'"
    from tests.gateway.test_consequences import rows

    assert rows(with_clocks) == [(4,)]
