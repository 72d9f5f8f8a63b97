"""What one private feed holds: its kinds, told as much as it may tell, as calendar bytes."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from netmentor.agenda.choices import Wanted, wanted_of
from netmentor.agenda.gathering import FIRST, gather
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.rules import PAST, Detail, Tasks, trigger
from netmentor.calendars.alarms import with_alarm
from netmentor.calendars.dated import TO_DO, Dated, Kind
from netmentor.calendars.discretion import busy, taken, tentative, titles
from netmentor.calendars.entry import Entry
from netmentor.calendars.publish import Head, calendar, vevent
from netmentor.calendars.todos import vtodo

RENDERER = 2  # grows when the same dates would make other bytes

_CANCELED = "\r\nSTATUS:CANCELLED\r\n"
_AS_ANSWERED = {Kind.GOING: taken, Kind.INTERESTED: tentative}
_AT_A_TIME = 100
_SAID = "Yours alone: whoever has its address can read it."


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a feed is made: what is wanted of it, its salt and age, and where pages are."""

    wanted: Wanted
    salt: str
    since: datetime
    base_url: str


async def feed_body(feed: PrivateFeed, *, today: date, base_url: str) -> bytes:
    """Build a feed anew, as of a day. The same dates make the same bytes."""
    wanted = wanted_of(feed)
    how = Recipe(wanted, feed.salt, feed.created_at, base_url)
    over, owed = wanted.held - TO_DO, wanted.held & TO_DO
    found = await gather(feed.user_id, today=today, first=today - PAST, kinds=over)
    found += await gather(feed.user_id, today=today, first=FIRST, kinds=owed)  # however long ago
    shown = [one for one in found if wanted.tasks is Tasks.TODO or not one.is_done]
    if wanted.detail is Detail.BUSY:
        shown = [one for one in shown if not one.falls_due]
    texts = []
    for start in range(0, len(shown), _AT_A_TIME):
        texts += [_text(one, how) for one in shown[start : start + _AT_A_TIME]]
        await asyncio.sleep(0)  # others wait for the same thread
    zones = {one.zone for one in shown if one.zone}
    return calendar(Head(name=wanted.name, description=_SAID), texts, zones)


def _text(one: Dated, how: Recipe) -> str:
    if how.wanted.detail is Detail.BUSY:
        drawn = hashlib.sha256(f"{how.salt} {one.uid}".encode())
        return busy(
            one.text or vevent(one.entry),
            drawn.hexdigest(),
            since=how.since,
            ahead=drawn.digest()[0],
        )
    as_todo = one.kind in TO_DO and how.wanted.tasks is Tasks.TODO
    text = vtodo(_told(one, how)) if as_todo else one.text or vevent(_told(one, how))
    if one.kind in _AS_ANSWERED:
        text = _AS_ANSWERED[one.kind](text)
    if how.wanted.detail is Detail.TITLES:
        text = titles(text)
    lead = how.wanted.alarms.get(one.kind)
    if lead is None or one.is_done or _CANCELED in text:
        return text
    by = one.due_time if one.kind is Kind.APPLICATIONS else ""  # of others it is not the user's
    return with_alarm(text, trigger(lead, whole_days=not one.zone, by=by), from_end=as_todo)


def _told(one: Dated, how: Recipe) -> Entry:
    """What no public feed tells, with the way to its page."""
    return replace(one.entry, url=f"{how.base_url}{one.path}")
