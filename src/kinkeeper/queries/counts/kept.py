"""Whether what counts read is there: a table that a newer version brought is empty until it is made from the ledger."""

from django.db import connection

from kinkeeper.domain.errors import Unavailable
from kinkeeper.queries.access.reading import shows_nobody


class NotKnownYet(Unavailable):
    """What a count reads has not been made from the ledger yet."""

    code = "not_known_yet"


# The tables themselves are asked, not what the viewer may see of them.
_MISSING = """
SELECT EXISTS (SELECT FROM public.membership) AND NOT EXISTS (SELECT FROM public.custody_day)
    OR NOT EXISTS (SELECT FROM public.custody_move) AND EXISTS (SELECT FROM public.custody_day WHERE until IS NULL)
    OR NOT EXISTS (SELECT FROM public.apart_day) AND EXISTS (
        SELECT FROM public.separation s WHERE EXISTS (SELECT FROM public.custody_day d WHERE d.person_id IN (s.child, s.adult)))
    OR NOT EXISTS (SELECT FROM public.apart_person) AND EXISTS (
        SELECT FROM public.separation s WHERE EXISTS (SELECT FROM public.person p WHERE p.person_id IN (s.child, s.adult)))
    OR NOT EXISTS (SELECT FROM public.apart_member) AND EXISTS (
        SELECT FROM public.separation s WHERE EXISTS (SELECT FROM public.family_member f WHERE f.person_id IN (s.child, s.adult)))
"""


@shows_nobody("whether tables are there")
def see_kept() -> None:
    """
    See that what counts read was made from the ledger.

    :raises NotKnownYet: where it was not: nothing is counted then, and above all not 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        [missing] = cursor.fetchone()
    if missing:
        raise NotKnownYet("What counts read is not made from the ledger yet, so nothing is counted. Run `kinkeeper rebuild`.")
