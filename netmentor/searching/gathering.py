"""What every room finds, gathered: a handful of each part, and where all of it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts import seeking as people
from netmentor.events import seeking as events
from netmentor.events.attending import seeking as attending
from netmentor.events.rules import EARLIEST, listing_day
from netmentor.guides.seeking import guides_found
from netmentor.internships.applying.seeking import applications_found
from netmentor.internships.seeking import opportunities_found
from netmentor.mentoring.relating import seeking as relating
from netmentor.mentoring.seeking import mentors_found
from netmentor.organizations.seeking import organizations_found
from netmentor.searching.filters import Part, SearchFilter
from netmentor.sought import NOTHING, Found, Hit, Sought

HANDFUL = 5
ALL = 100  # of a part that has no list of its own

_LISTS: Mapping[Part, tuple[str, Mapping[str, object]]] = {  # with words in their addresses
    Part.PEOPLE: ("/contacts", {}),
    Part.EVENTS: ("/events", {}),
    Part.PAST: ("/events", {"from": EARLIEST}),
    Part.MENTORS: ("/mentors", {}),
    Part.INTERNSHIPS: ("/internships", {}),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who seeks what, and when; `most` is how much of each part is shown."""

    sought: Sought
    viewer: User | None
    now: datetime
    most: int


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the answer; `path` is where all of it stands, "" where it is all shown."""

    part: Part
    hits: Sequence[Hit]
    total: int
    or_more: bool
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Every part in which something was found; `read_as` is tried where that is none."""

    sought: Sought
    groups: Sequence[Group]
    read_as: str = ""


async def answer_to(wanted: SearchFilter, viewer: User | None, *, now: datetime) -> Answer:
    """What `viewer` may see of what `wanted` asks for, or of its one part."""
    sought = Sought.of(wanted.q)
    if not sought.words:
        return Answer(sought, ())
    asking = Asking(sought, viewer, now, ALL if wanted.part else HANDFUL)
    groups: list[Group] = []
    for part in [Part(wanted.part)] if wanted.part else Part:
        is_ahead = any(one.part is Part.EVENTS for one in groups)
        if part is Part.PAST and is_ahead:
            continue
        found = await _found(part, asking)
        if found.total:
            groups.append(_group(part, found, wanted, sought))
    read_as = "" if groups or wanted.part else await events.read_as(sought)
    return Answer(sought, groups, read_as)


async def _found(part: Part, asking: Asking) -> Found:
    if part not in _OWN:
        return await _PUBLIC[part](asking)
    return await _OWN[part](asking.viewer, asking) if asking.viewer else NOTHING


def _group(part: Part, found: Found, wanted: SearchFilter, sought: Sought) -> Group:
    path = ""
    if found.total > len(found.hits) or found.or_more:
        path = _list_of(part, sought) or ("" if wanted.part else wanted.address(part=part.value))
    return Group(part, found.hits, found.total, found.or_more, path)


def _list_of(part: Part, sought: Sought) -> str:
    """The list of its room with the same words, "" where the room has none that is searched."""
    if part not in _LISTS:
        return ""
    path, also = _LISTS[part]
    return f"{path}?{urlencode({'q': str(sought), **also})}"


async def _people(user: User, asking: Asking) -> Found:
    return await people.people_found(user, asking.sought, most=asking.most)


async def _notes(user: User, asking: Asking) -> Found:
    """What is noted of people, of events and of sessions; what touches say stands with people."""
    sought, most = asking.sought, asking.most
    every = (
        await people.private_notes_found(user, sought, most=most),
        await attending.event_notes_found(user, sought, most=most),
        await relating.session_notes_found(user, sought, most=most),
    )
    hits = [hit for found in every for hit in found.hits]
    total = sum(found.total for found in every)
    return Found(hits[:most], total, any(found.or_more for found in every))


async def _follow_ups(user: User, asking: Asking) -> Found:
    return await people.follow_ups_found(user, asking.sought, most=asking.most)


async def _own_events(user: User, asking: Asking) -> Found:
    today = asking.now.astimezone(ZoneInfo(user.timezone)).date()
    return await attending.own_events_found(user, asking.sought, most=asking.most, today=today)


async def _applications(user: User, asking: Asking) -> Found:
    return await applications_found(user, asking.sought, most=asking.most)


async def _sessions(user: User, asking: Asking) -> Found:
    return await relating.sessions_found(user, asking.sought, most=asking.most)


async def _events(asking: Asking) -> Found:
    today = listing_day(asking.now)
    return await events.events_found(asking.sought, most=asking.most, today=today)


async def _past_events(asking: Asking) -> Found:
    today = listing_day(asking.now)
    return await events.past_events_found(asking.sought, most=asking.most, today=today)


async def _mentors(asking: Asking) -> Found:
    return await mentors_found(asking.viewer, asking.sought, most=asking.most)


async def _internships(asking: Asking) -> Found:
    return await opportunities_found(asking.sought, most=asking.most, now=asking.now)


async def _guides(asking: Asking) -> Found:
    return guides_found(asking.sought, most=asking.most)


async def _organizations(asking: Asking) -> Found:
    return await organizations_found(asking.sought, most=asking.most)


_OWN: Mapping[Part, Callable[[User, Asking], Awaitable[Found]]] = {
    Part.PEOPLE: _people,
    Part.NOTES: _notes,
    Part.FOLLOW_UPS: _follow_ups,
    Part.MINE: _own_events,
    Part.APPLICATIONS: _applications,
    Part.SESSIONS: _sessions,
}
_PUBLIC: Mapping[Part, Callable[[Asking], Awaitable[Found]]] = {
    Part.EVENTS: _events,
    Part.PAST: _past_events,
    Part.MENTORS: _mentors,
    Part.INTERNSHIPS: _internships,
    Part.GUIDES: _guides,
    Part.ORGANIZATIONS: _organizations,
}
