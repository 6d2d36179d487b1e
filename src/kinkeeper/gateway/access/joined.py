"""Views over several read tables at once, of which every list asks: the wall decides once on a row of them, and not for each table.

Behind the wall a record is shown where a membership that is shown says whose it is, and a number or a stay where the record is. Asked one
by one, a page of sixty persons had each of their records decided on three times, which took longer than all else that it asked.
"""

from collections.abc import Callable, Mapping

from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.gateway.access.shown import TRUE, Known, every
from kinkeeper.gateway.parted import NUMBERS_SHOWN, PARTED, STAYS_LEFT

RECORD = "r.record_id, r.given, r.surnames, r.whole_name, r.born, r.sex, r.nationality"
_PORTRAIT = (
    f"SELECT m.person_id, {RECORD}, ARRAY(SELECT i.value FROM {{schema}}.identifier i WHERE i.record_id = r.record_id "
    f"AND i.kind = '{IdentifierKind.A_NUMBER}' ORDER BY i.n) AS a_numbers, m.since, m.until "
    "FROM {schema}.membership m JOIN {schema}.record r ON r.record_id = m.record_id"
)
assert IdentifierKind.A_NUMBER in NUMBERS_SHOWN  # so that whoever is shown a record is shown these numbers of it

STAY = ("custodian", "place", "start", "end", "end_reason", "end_as_recorded", "released_to")
_STAY = (
    "SELECT m.person_id, t.source_id, {told}, m.since, m.until, t.since AS said_since, t.until AS said_until FROM {{schema}}.membership m "
    "JOIN {{schema}}.placement t ON t.source_id = m.record_id AND t.person_id = ''"
)


def _portrait(known: Known) -> str:
    return f"{_PORTRAIT.format(schema='public')} WHERE {_rows(known, offered=True)}"


def _stay(known: Known) -> str:
    told = dict(PARTED["placement"].columns) if known.in_custody else {}
    stay = _STAY.format(told=_stay_told(told)).format(schema="public")
    return f"{stay} JOIN public.record r ON r.record_id = m.record_id WHERE {every(_rows(known), STAYS_LEFT if known.in_custody else TRUE)}"


def _stay_told(other: Mapping[str, str]) -> str:
    return ", ".join(f't."{name}"' if name not in other else f'{other[name]} AS "{name}"' for name in STAY)


def _rows(known: Known, *, offered: bool = False) -> str:
    return every(known.membership("m", "r.holder", offered=offered), "r.custody" if known.in_custody else TRUE)


JOINED: Mapping[str, tuple[str, Callable[[Known], str]]] = {
    "portrait": (_PORTRAIT, _portrait),
    "stay": (_STAY.format(told=_stay_told({})), _stay),
}
"""Name -> of what it is joined: SQL over the views of `{schema}` of what it takes its rows from, and SQL over the tables, for those of whom
it is known who they are. A test holds the two together."""
