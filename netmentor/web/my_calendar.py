"""A week or a month of the person signed in, with everything of theirs that has a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.agenda.placing import ELSEWHERE, Placed, clashing, placed, within
from netmentor.agenda.sheets import sheet_of
from netmentor.agenda.weeks import week_of
from netmentor.agenda.words import KIND_WORDS
from netmentor.calendars.dated import Kind
from netmentor.calendars.sheets import WEEK, month_before, next_month, sunday_of, sundays
from netmentor.contacts.queries import follow_up_ids
from netmentor.events.rules import YEARS
from netmentor.web import calendar_marks, dated_words, personal, sessions
from netmentor.web.calendar_filters import View, Wanted

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a week or of a month: all that are shown, what they are called, what is beside.

    `previous` and `next` are None where the calendar ends.
    """

    name: str
    first: date
    last: date
    previous: date | None
    next: date | None
    is_now: bool


async def show(request: Request) -> Response:
    found = await sessions.needed(request)
    wanted = Wanted.read(request.query_params.multi_items())
    user, zone = found.user, ZoneInfo(found.user.timezone)
    here = clock.now().astimezone(zone).date()
    day = wanted.day or here
    is_month = wanted.view == View.MONTH
    period = (_month if is_month else _week)(day, here)
    everything = await _of(user, zone, here, period.first, period.last)
    kinds = wanted.kinds or tuple(Kind)
    mine = [one for one in everything if one.kind in kinds]
    laid_out = sheet_of(mine, day) if is_month else week_of(mine, day, zone)
    return personal.render(
        request,
        f"my_calendar/{wanted.view}.html",
        found,
        wanted=wanted,
        day=day,
        here=here,
        period=period,
        laid_out=laid_out,
        counts=Counter(
            one.kind for one in (_in_the_month(everything, day) if is_month else everything)
        ),
        to_do=await _to_do(user, () if is_month else mine),
        clashing=clashing(mine),
        onward=None if mine else await _onward(user, zone, here, period.last, kinds),
        **_WORDS,
    )


def _in_the_month(several: Sequence[Placed], day: date) -> Sequence[Placed]:
    """Of what a sheet shows, what is in its month; the rest is at its edges."""
    first = day.replace(day=1)
    return within(several, first, next_month(first) - _A_DAY)


async def _of(user: User, zone: ZoneInfo, here: date, first: date, last: date) -> list[Placed]:
    """What is theirs on these days, by their own clock."""
    found = await gather(user.id, today=here, first=first - ELSEWHERE, last=last + ELSEWHERE)
    return within(placed(found, zone, today=here), first, last)


async def _to_do(user: User, mine: Iterable[Placed]) -> dict[str, int]:
    """By uid, the follow-ups that are still to be done."""
    ahead = [one.dated for one in mine if one.kind == Kind.FOLLOW_UPS and not one.entry.done]
    return await follow_up_ids(user, [one.uid for one in ahead])


async def _onward(
    user: User, zone: ZoneInfo, here: date, last: date, kinds: Collection[Kind]
) -> date | None:
    """The first day after `last` that something of these kinds is on."""
    found = await gather(user.id, today=here, first=last, kinds=kinds)
    days = (one.first_on for one in placed(found, zone, today=here) if one.last_on > last)
    return min(days, default=None)


def _week(day: date, here: date) -> Period:
    first = sunday_of(day)
    last = first + timedelta(days=WEEK - 1)
    return Period(
        name=dated_words.week_words(first, last),
        first=first,
        last=last,
        previous=_in_years(first - _A_DAY),
        next=_in_years(last + _A_DAY),
        is_now=first <= here <= last,
    )


def _month(day: date, here: date) -> Period:
    month = day.replace(day=1)
    weeks = sundays(month)
    return Period(
        name=f"{month:%B %Y}",
        first=weeks[0],
        last=weeks[-1] + timedelta(days=WEEK - 1),
        previous=_in_years(month_before(month)),
        next=_in_years(next_month(month)),
        is_now=month == here.replace(day=1),
    )


def _in_years(day: date) -> date | None:
    return day if day.year in YEARS else None


_WORDS: dict[str, Any] = {
    "marks": calendar_marks,
    "KINDS": KIND_WORDS,
    "ONE_OF": dated_words.ONE_OF_WORDS,
    "hours_on": dated_words.hours_on,
    "brief_on": dated_words.brief_on,
    "clash_words": dated_words.clash_words,
    "told": dated_words.told,
    "there": dated_words.there,
    "clock_change": dated_words.clock_change,
}

routes = [Route("/my/calendar", show, name="my_calendar:show")]
