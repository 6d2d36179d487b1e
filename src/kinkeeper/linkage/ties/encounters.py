"""Time and place: who was taken into custody with whom, and among how many."""

import numpy as np

from kinkeeper.linkage.sentences import Sentence, say
from kinkeeper.linkage.ties.clues import Clue, Floats, table
from kinkeeper.linkage.ties.nearness import Near, Pairs
from kinkeeper.linkage.ties.people import Someone

_CROWD_SHAPE = 0.5
"""How far one crowd tells of the next: the share of a usual crowd that is believed beside the one counted."""


def time_and_place(pairs: Pairs) -> Clue:
    """They were taken into custody together, and few others were. The more adults were there, the less it says."""
    reach = np.arange(int(Near.EVENT), int(Near.NEXT_DAY) + 1)
    held = np.array([at for at in pairs.children if pairs.people[at].meetings], dtype=np.int64)
    met = np.isin(pairs.near, reach)

    def chance(sure: Floats) -> Floats:
        family = np.zeros_like(pairs.crowd)
        np.add.at(family, (pairs.child, pairs.near), sure)
        usual = np.maximum((pairs.crowd - family)[held].mean(axis=0) if len(held) else np.zeros(len(Near)), 0.02)
        others = (pairs.crowd - family)[pairs.child, pairs.near] - (1 - sure)
        expected = (_CROWD_SHAPE + np.maximum(others, 0)) / (_CROWD_SHAPE / usual[pairs.near] + 1)
        return np.where(met, np.log2(expected / max(len(pairs.adults), 1)), 0.0)

    return Clue(
        kind="time_and_place",
        level=pairs.near.copy(),
        among_ties=table([0.40, 0.20, 0.22, 0.06, 0.12], weight=20.0),
        among_strangers=table([0.01, 0.01, 0.01, 0.01, 0.96], weight=20.0),
        recount=chance,
        recorded_only=True,
        words=lambda at: _where_and_when(pairs, at),
    )


def _where_and_when(pairs: Pairs, at: int) -> str:
    child, adult = pairs.people[pairs.child[at]], pairs.people[pairs.adult[at]]
    near = Near(int(pairs.near[at]))
    others = int(pairs.crowd[pairs.child[at], near]) - 1
    place = next((one.place.title() for one in child.meetings if one.place), "")
    if near == Near.EVENT:
        event = next(one.event for one in child.meetings if one.event in {met.event for met in adult.meetings} - {""})
        return _with_crowd(_IN_ONE_EVENT, others, event=event)
    if near == Near.MINUTES:
        minutes = _minutes_apart(child, adult)
        forms = _IN_ONE_MINUTE if not minutes else _A_MINUTE_APART if minutes == 1 else _MINUTES_APART
        return _with_crowd(forms, others, place=place, minutes=minutes)
    if near == Near.DAY:
        return _with_crowd(_ON_ONE_DAY, others, place=place)
    if near == Near.NEXT_DAY:
        return say("Taken into custody one day apart at %(place)s", place=place)
    return say("Not taken into custody at one place and time")


_IN_ONE_EVENT = (
    "Taken into custody in one event, %(event)s, with no other adult",
    "Taken into custody in one event, %(event)s, with 1 other adult",
    "Taken into custody in one event, %(event)s, with %(others)s other adults",
)
_IN_ONE_MINUTE = (
    "Taken into custody in the same minute at %(place)s, with no other adult",
    "Taken into custody in the same minute at %(place)s, with 1 other adult",
    "Taken into custody in the same minute at %(place)s, with %(others)s other adults",
)
_A_MINUTE_APART = (
    "Taken into custody 1 minute apart at %(place)s, with no other adult",
    "Taken into custody 1 minute apart at %(place)s, with 1 other adult",
    "Taken into custody 1 minute apart at %(place)s, with %(others)s other adults",
)
_MINUTES_APART = (
    "Taken into custody %(minutes)s minutes apart at %(place)s, with no other adult",
    "Taken into custody %(minutes)s minutes apart at %(place)s, with 1 other adult",
    "Taken into custody %(minutes)s minutes apart at %(place)s, with %(others)s other adults",
)
_ON_ONE_DAY = (
    "Taken into custody on one day at %(place)s, with no other adult",
    "Taken into custody on one day at %(place)s, with 1 other adult",
    "Taken into custody on one day at %(place)s, with %(others)s other adults",
)


def _with_crowd(forms: tuple[str, str, str], others: int, **told: object) -> Sentence:
    return say(forms[min(max(others, 0), 2)], **told, others=others)


def _minutes_apart(child: Someone, adult: Someone) -> int:
    return min(
        (abs(one.minute - other.minute) for one in child.meetings for other in adult.meetings if one.minute >= 0 <= other.minute),
        default=0,
    )
