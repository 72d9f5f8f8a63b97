"""Everything dated of one user, out of every room: what pages, feeds and letters read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from netmentor.calendars.dated import Dated, Kind
from netmentor.contacts import entries as of_people
from netmentor.events.attending import entries as of_events
from netmentor.internships.applying import entries as of_applying
from netmentor.mentoring import entries as of_mentoring

FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)  # nothing here is dated outside of these


async def gather(
    user_id: int,
    *,
    today: date,
    first: date,
    last: date = LAST,
    kinds: Collection[Kind] = frozenset(Kind),
    in_a_day: int | None = None,
) -> list[Dated]:
    """What is dated of a user from `first` to `last`: each day as it is where the thing is;
    of what an application has by an hour, where the user is.

    Whoever shows days of the user's own zone asks for two more on each side. What was called
    off is among it for as long as calendars have to be told, counted from `today`; so is for a
    while what was done. Nothing is in any order but that the same comes out the same. Whoever
    counts the rest asks, `in_a_day`, for no more follow-ups of a day than so many: open ones,
    beside those that have an hour.
    """
    found = await of_events.dated(user_id, today=today, first=first, last=last, kinds=kinds)
    if Kind.FOLLOW_UPS in kinds:
        found += await of_people.dated(
            user_id, today=today, first=first, last=last, in_a_day=in_a_day
        )
    if Kind.SESSIONS in kinds:
        found += await of_mentoring.dated(user_id, today=today, first=first, last=last)
    if Kind.APPLICATIONS in kinds:
        found += await of_applying.dated(user_id, today=today, first=first, last=last)
    return found
