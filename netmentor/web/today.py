"""Today: what comes next, whom to write to, the week, and what falls due of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.agenda.queries import silent_readings
from netmentor.contacts.due import A_WEEK, DueList, ToDo, due_list
from netmentor.contacts.waiting import Waiting, waiting_by_event
from netmentor.contacts.words import TOUCH_WORDS, called, count_words, near_day
from netmentor.events.attending.coming import Coming, coming, falling_due
from netmentor.events.words import clock_words
from netmentor.web import personal, sessions

MOST_EVENTS = 30
MOST_DEADLINES = 12
_DEADLINES_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week: its events, each with its hour or "", and what is planned for it."""

    day: date
    events: Sequence[tuple[str, Coming]]
    to_do: Sequence[ToDo]
    more: int


@dataclass(frozen=True, slots=True)
class Next:
    """The next commitment: an event, or a follow-up at a time; `when` has three short lines."""

    when: tuple[str, str, str]
    event: Coming | None = None
    to_do: ToDo | None = None


async def show(request: Request) -> Response:
    """Everything that comes next, and nothing that can wait."""
    found = await sessions.needed(request)
    user, now = found.user, clock.now()
    here = now.astimezone(ZoneInfo(user.timezone))
    day = here.date()
    due = await due_list(user, day)
    ahead = await coming(user, today=day, now=now, most=MOST_EVENTS)
    waiting = [one for one in await waiting_by_event(user, now=now) if one.is_time]
    last = day + _DEADLINES_AHEAD
    return personal.render(
        request,
        "today/show.html",
        found,
        day=day,
        greeting=_greeting(here, user),
        sentence=_sentence(due),
        due=due,
        next=_next(due, ahead, here),
        week=_week(due, ahead, day),
        has_event=bool(ahead),
        tomorrow=here.date() + timedelta(days=1),
        deadlines=await falling_due(user, first=day, last=last, most=MOST_DEADLINES),
        silent=await silent_readings(user, now=now),
        to_sort=sum(one.people for one in waiting),
        sort_at=_place(waiting),
        near=lambda one: near_day(one, day),
        kinds=TOUCH_WORDS,
    )


def _greeting(here: datetime, user: User) -> str:
    part = "morning" if 4 <= here.hour < 12 else "afternoon" if 12 <= here.hour < 18 else "evening"
    return ", ".join(filter(None, (f"Good {part}", called(user.name))))


def _sentence(due: DueList) -> str:
    """How much is due, in words, as the line under the greeting."""
    owed, later = len(due.owed), due.later_this_week
    parts = [
        *([_many(owed, "promise", "to keep")] if owed else []),
        *([_many(due.overdue, "follow-up", "overdue")] if due.overdue else []),
        *([_many(due.due_today, "follow-up", "due today")] if due.due_today else []),
        *([f"{count_words(later).lower()} later this week"] if later else []),
    ]
    told = ", ".join(parts)
    return f"{told[0].upper()}{told[1:]}." if told else "Nothing is due this week."


def _many(number: int, thing: str, how: str) -> str:
    return f"{count_words(number).lower()} {thing}{'' if number == 1 else 's'} {how}"


def _next(due: DueList, ahead: Sequence[Coming], here: datetime) -> Next | None:
    """What begins first: an event that is not over, or what is to be done at a time today."""
    timed = [one for one in due.to_do if one.due_at and one.due_on == here.date()]
    calls = [one for one in timed if one.due_at and one.due_at >= here]
    event = ahead[0] if ahead else None
    if calls and (event is None or not _begins_before(event, calls[0], here)):
        return Next(("Today", *_clock(calls[0].due_time)), to_do=calls[0])
    return Next(_when(event, here.date()), event=event) if event else None


def _begins_before(event: Coming, call: ToDo, here: datetime) -> bool:
    if event.starts_at and call.due_at:
        return event.starts_at <= call.due_at
    return event.starts_on <= here.date()


def _when(event: Coming, today: date) -> tuple[str, str, str]:
    near = near_day(event.starts_on, today)
    one_day = event.starts_on == event.ends_on and event.starts_time
    if one_day and near in ("today", "tomorrow"):
        return (near.capitalize(), *_clock(event.starts_time))
    if event.starts_on <= today:
        return "On now", f"{today.day}", f"{today:%b}"
    return f"{event.starts_on:%a}", f"{event.starts_on.day}", f"{event.starts_on:%b}"


def _clock(wall_time: str) -> tuple[str, str]:
    told, half = clock_words(wall_time).split()
    return told, half


def _week(due: DueList, ahead: Sequence[Coming], today: date) -> list[Day]:
    days = [today + timedelta(days=number) for number in range(A_WEEK)]
    return [
        Day(
            day,
            [(_hour(one, day), one) for one in ahead if one.starts_on <= day <= one.ends_on],
            due.week.get(day, ()),
            due.by_day.get(day, 0) - len(due.week.get(day, ())),
        )
        for day in days
    ]


def _hour(event: Coming, day: date) -> str:
    return event.starts_time if event.starts_on == day else ""


def _place(waiting: Sequence[Waiting]) -> str:
    """Where to sort: after the one event that people wait after, or the list of such events."""
    if len(waiting) == 1 and (event := waiting[0].event):
        return f"/after/{event.slug}"
    return "/after"


routes = [Route("/today", show, name="today:show")]
