"""The directory of mentors: who is listed, narrowed by an address, in an order it explains.

All that are listed are looked at for each page, in one question for few columns; what a page
shows of twenty is read by their numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from netmentor.accounts.models import User
from netmentor.db.reading import day_of, rows
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.matching import Traits, Wish, acronyms, fit
from netmentor.mentoring.models import Blocking, Mentor
from netmentor.mentoring.rules import SOON, Checked, is_paused
from netmentor.text import folded

PAGE = 20  # mentors

_LISTED = (
    "SELECT id, slug, topics, stages, mediums, credentials, state, reply_band, hides_reply_time,"
    " credentials_checked, is_open, paused_from, paused_until, next_openings FROM mentor"
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
    """One page of the directory, and how many mentors all its pages hold."""

    matches: Sequence[Match]
    total: int
    pages: int


class _Seen(NamedTuple):
    points: int
    slug: str
    id: int
    reasons: tuple[str, ...]
    next_at: datetime | None
    is_closed: bool


async def directory(wanted: MentorFilter, viewer: User | None, *, now: datetime) -> Directory:
    """The page of mentors that `wanted` asks for, as `viewer` may see them, the best fit first.

    Whom the viewer blocked is not there; whoever blocked the viewer has no openings for them.
    Equal fits stand in the order of their drawn addresses: it favors no name.
    """
    found = sorted(await _seen(wanted, viewer, now), key=lambda one: (-one.points, one.slug))
    pages = max(1, -(-len(found) // PAGE))
    first = (min(wanted.page, pages) - 1) * PAGE
    some = found[first : first + PAGE]
    mentors = {one.id: one for one in await Mentor.filter(id__in=[one.id for one in some])}
    matches = [
        Match(mentors[one.id], one.reasons, one.next_at, one.is_closed)
        for one in some
        if one.id in mentors
    ]
    return Directory(matches, len(found), pages)


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
    today: date
    second: str
    later: str

    def at(self, row: tuple[Any, ...]) -> _Seen | None:
        """What is seen of one row of `_LISTED`; None of whom the filters leave out."""
        id_, slug, topics, stages, mediums, credentials, state, band, hides, checked, *more = row
        wanted, held, offered = self.wanted, _acronyms(credentials), frozenset(topics.split(","))
        if id_ in self.gone or not _fits(wanted, offered, stages, mediums, state):
            return None
        is_open, since, until, openings = more
        is_closed = not is_open or is_paused(day_of(since), day_of(until), self.today)
        next_at = "" if is_closed or id_ in self.closed else _next(openings, self.second)
        is_soon = "" < next_at <= self.later
        if (wanted.open and not is_soon) or (wanted.credential and wanted.credential not in held):
            return None
        traits = Traits(
            credentials=held,
            state=state,
            topics=offered,
            reply_band="" if hides else band,
            is_checked=checked == Checked.CURATOR,
            is_closed=is_closed,
            is_soon=is_soon,
            has_opening=bool(next_at),
        )
        points, reasons = fit(traits, self.wish)
        return _Seen(points, slug, id_, reasons, _moment(next_at), is_closed)


async def _seen(wanted: MentorFilter, viewer: User | None, now: datetime) -> list[_Seen]:
    gone, closed = await _kept_apart(viewer)
    looking = _Looking(
        wanted, wish_of(wanted, viewer), gone, closed, now.date(), _second(now), _second(now + SOON)
    )
    return [one for row in await _rows(wanted, viewer) if (one := looking.at(row))]


async def _rows(wanted: MentorFilter, viewer: User | None) -> Iterator[tuple[Any, ...]]:
    question = _LISTED.format("'public', 'members'" if viewer else "'public'")
    words = [_like(word) for word in folded(wanted.q).split()]
    question += r" AND searched LIKE ? ESCAPE '\'" * len(words)
    return map(tuple, await rows(question, *words))


def _fits(
    wanted: MentorFilter, offered: Collection[str], stages: str, mediums: str, state: str
) -> bool:
    """Who welcomes no stage above others welcomes all."""
    return (
        (not wanted.topic or wanted.topic in offered)
        and (not wanted.state or wanted.state == state)
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
    return next((one[:19] for one in json.loads(openings) if one[:19] > second), "")


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()[:19]


def _moment(second: str) -> datetime | None:
    return datetime.fromisoformat(second).replace(tzinfo=UTC) if second else None


def _like(word: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{escaped}%"


@lru_cache(maxsize=4096)  # lines of credentials come again with every page
def _acronyms(credentials: str) -> dict[str, str]:
    return acronyms(credentials)


@lru_cache(maxsize=256)
def _aims(kept: str) -> EventFilter:
    try:
        return EventFilter.read(parse_qsl(kept))
    except UnknownFilter:
        return EventFilter()
