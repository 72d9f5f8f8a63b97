"""The directory of mentors: who is listed, narrowed by an address, in an order it explains.

All that are listed are looked at for each page, in one question for few columns; what a page
shows of twenty is read by their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.likeness import escaped
from netmentor.db.reading import day_of, rows
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.matching import Traits, Wish, acronyms, points, reasons
from netmentor.mentoring.models import Blocking, Mentor
from netmentor.mentoring.rules import SOON, is_paused
from netmentor.text import folded

PAGE = 20  # mentors

_LISTED = (
    "SELECT id, slug, topics, stages, mediums, credentials, state, reply_band, hides_reply_time,"
    " credentials_checked, is_open, timezone, paused_from, paused_until, next_openings FROM mentor"
    " WHERE listing = 'listed' AND visibility IN ({})"
)


@dataclass(frozen=True, slots=True)
class Match:
    """One mentor of the directory, why they stand where they do, and their next opening."""

    mentor: Mentor
    reasons: tuple[str, ...]
    next_at: datetime | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of the directory, which of how many it is, and how many mentors all of them hold."""

    matches: Sequence[Match]
    total: int
    page: int
    pages: int


class _Seen(NamedTuple):
    """One mentor who is shown, sorted by the first two of these."""

    rank: int  # the points, less than nothing: the best comes first
    slug: str
    id: int
    traits: Traits
    next_at: str


async def directory(wanted: MentorFilter, viewer: User | None, *, now: datetime) -> Directory:
    """The page of mentors that `wanted` asks for, as `viewer` may see them, the best fit first.

    Whom the viewer blocked is not there; whoever blocked the viewer has no openings for them.
    Equal fits stand in the order of their drawn addresses: it favors no name.
    """
    wish = wish_of(wanted, viewer)
    found = sorted(await _seen(wanted, wish, viewer, now))
    pages = max(1, -(-len(found) // PAGE))
    page = min(wanted.page, pages)
    first = (page - 1) * PAGE
    some = found[first : first + PAGE]
    mentors = {one.id: one for one in await Mentor.filter(id__in=[one.id for one in some])}
    matches = [_match(mentors[one.id], one, wish) for one in some if one.id in mentors]
    return Directory(matches, len(found), page, pages)


def wish_of(wanted: MentorFilter, viewer: User | None) -> Wish:
    """What somebody looks for: what the address says, and what they told that they aim for."""
    aims = _aims(viewer.aims) if viewer else EventFilter()
    return Wish(
        frozenset({*aims.credentials, wanted.credential} - {""}),
        frozenset({*aims.states, wanted.state} - {""}),
        frozenset({*aims.topics, wanted.topic} - {""}),
    )


@dataclass(frozen=True, slots=True)
class _Looking:
    """Everything that decides whether a mentor is shown, and where."""

    wanted: MentorFilter
    wish: Wish
    gone: Collection[int]
    closed: Collection[int]
    now: datetime
    second: str
    later: str

    def at(self, row: Iterable[Any]) -> _Seen | None:
        """What is seen of one row of `_LISTED`; None of whom the filters leave out."""
        id_, slug, topics, stages, mediums, credentials, state, band, hides, checked, *more = row
        is_open, zone, since, until, openings = more
        is_closed = not is_open or (since is not None and self._is_paused(zone, since, until))
        next_at = "" if is_closed or id_ in self.closed else _next(openings, self.second)
        next_is = ("soon" if next_at <= self.later else "later") if next_at else ""
        wanted = self.wanted
        if id_ in self.gone or (wanted.open and next_is != "soon"):
            return None
        offered, held = _parts(topics), _held(credentials)
        if not _fits(wanted, offered, stages, mediums):
            return None
        if wanted.credential and wanted.credential not in held:
            return None
        band = "" if hides else band
        traits = Traits(held, state, offered, band, checked == "curator", is_closed, next_is)
        return _Seen(-points(traits, self.wish), slug, id_, traits, next_at)

    def _is_paused(self, zone: str, since: date | str, until: date | str | None) -> bool:
        """As the profile itself says it: a pause is of days on the mentor's own calendar."""
        today = self.now.astimezone(ZoneInfo(zone)).date()
        return is_paused(day_of(since), day_of(until), today)


async def _seen(
    wanted: MentorFilter, wish: Wish, viewer: User | None, now: datetime
) -> list[_Seen]:
    gone, closed = await _kept_apart(viewer)
    second, later = _second(now), _second(now + SOON)
    looking = _Looking(wanted, wish, gone, closed, now, second, later)
    return [one for row in await _rows(wanted, viewer) if (one := looking.at(row))]


def _match(mentor: Mentor, seen: _Seen, wish: Wish) -> Match:
    next_at = datetime.fromisoformat(seen.next_at).replace(tzinfo=UTC) if seen.next_at else None
    return Match(mentor, tuple(reasons(seen.traits, wish)), next_at, seen.traits.is_closed)


async def _rows(wanted: MentorFilter, viewer: User | None) -> list[Any]:
    question = _LISTED.format("'public', 'members'" if viewer else "'public'")
    told = [f"%{escaped(word)}%" for word in folded(wanted.q).split()]
    question += r" AND searched LIKE ? ESCAPE '\'" * len(told)
    if wanted.state:
        question, told = f"{question} AND state = ?", [*told, wanted.state]
    return await rows(question, *told)


def _fits(wanted: MentorFilter, offered: Collection[str], stages: str, mediums: str) -> bool:
    """Who welcomes no stage above others welcomes all."""
    return (
        (not wanted.topic or wanted.topic in offered)
        and (not wanted.medium or wanted.medium in mediums.split(","))
        and (not wanted.stage or not stages or wanted.stage in stages.split(","))
    )


async def _kept_apart(viewer: User | None) -> tuple[set[int], set[int]]:
    """The numbers of the mentors that `viewer` blocked, and of those who blocked them."""
    if viewer is None:
        return set(), set()
    both: tuple[set[int], set[int]] = (set(), set())
    for one in await Blocking.filter(user=viewer):
        both[one.by_mentor].add(one.mentor_id)
    return both


def _next(openings: str, second: str) -> str:
    """The next of the starts that are kept, to the second, after one; "" for none."""
    if openings == "[]":
        return ""
    if openings[2:21] > second:  # the first of them, as nearly always: a list begins with ["
        return openings[2:21]
    return next((one[:19] for one in json.loads(openings) if one[:19] > second), "")


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()[:19]


@lru_cache(maxsize=4096)  # the same lines come again with every page
def _held(credentials: str) -> frozenset[str]:
    return frozenset(one.lower() for one in acronyms(credentials))


@lru_cache(maxsize=4096)
def _parts(told: str) -> frozenset[str]:
    return frozenset(told.split(","))


@lru_cache(maxsize=256)
def _aims(kept: str) -> EventFilter:
    try:
        return EventFilter.read(parse_qsl(kept))
    except UnknownFilter:
        return EventFilter()
