"""Today: what comes next, whom to write to, the week, and what falls due of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.agenda.ahead import NAMED, Ahead, Day, ahead_of
from netmentor.agenda.placing import Placed
from netmentor.agenda.queries import silent_readings
from netmentor.agenda.words import KIND_WORDS
from netmentor.contacts.due import DueList, ToDo, due_list, still_open
from netmentor.contacts.waiting import Waiting, waiting_by_event
from netmentor.contacts.words import TOUCH_WORDS, called, count_words, near_day
from netmentor.events.attending.coming import Plans, plans_of
from netmentor.events.words import clock_words
from netmentor.internships.applying.moves import moved_lately
from netmentor.internships.applying.overdue import Overdue, missed_by, overdue_of
from netmentor.internships.applying.queries import to_ask_about
from netmentor.internships.applying.words import moved_words
from netmentor.mentoring.booking.queries import waiting_for
from netmentor.web import dated_words, personal, sessions

MOST_IN_A_DAY = 12  # events and deadlines of the week
MOST_DEADLINES = 12
MOST_OVERDUE = 12  # of applications


@dataclass(frozen=True, slots=True)
class Shown:
    """A day of the week: what of it is named, and how much more there is.

    What is to be done today stands above the week, and is only counted in it.
    """

    day: date
    dated: Sequence[Placed]
    to_do: Sequence[Placed]
    above: int
    more: int


@dataclass(frozen=True, slots=True)
class Next:
    """The next commitment: an event, or a follow-up at a time; `when` has three short lines."""

    when: tuple[str, str, str]
    placed: Placed
    plans: Plans | None = None
    to_do: ToDo | None = None


async def show(request: Request) -> Response:
    """Everything that comes next, and nothing that can wait."""
    found = await sessions.needed(request)
    user, now = found.user, clock.now()
    here = now.astimezone(ZoneInfo(user.timezone))
    day = here.date()
    due = await due_list(user, day)
    ahead = await ahead_of(user, now=now)
    late, missed = await overdue_of(user, now=now), await missed_by(user, now=now)
    waiting = [one for one in await waiting_by_event(user, now=now) if one.is_time]
    return personal.render(
        request,
        "today/show.html",
        found,
        day=day,
        now=now,
        greeting=_greeting(here, user),
        sentence=_sentence(due, ahead.week, late),
        **_overdue(late, missed),
        due=due,
        next=await _next(user, ahead, day),
        week=[_shown(one, due, day) for one in ahead.week],
        soon=next((one for a_day in ahead.week[1:] for one in a_day.to_do), None),
        has_event=ahead.event is not None,
        tomorrow=day + timedelta(days=1),
        deadlines=ahead.deadlines[:MOST_DEADLINES],
        silent=await silent_readings(user, now=now),
        to_answer=await waiting_for(user, now=now),
        to_ask=await to_ask_about(user),
        moved=await moved_lately(user, now=now),
        moved_words=moved_words,
        to_sort=sum(one.people for one in waiting),
        sort_at=_place(waiting),
        near=lambda one: near_day(one, day),
        kinds=TOUCH_WORDS,
        ONE_OF=KIND_WORDS,
        hours_on=dated_words.hours_on,
        there=dated_words.there,
    )


def _overdue(late: Sequence[Overdue], missed: Sequence[Overdue]) -> dict[str, Any]:
    """The first of what waits and of what was missed, and how much more waits."""
    shown, more = late[:MOST_OVERDUE], len(late[MOST_OVERDUE:])
    return {"late": shown, "later_late": more, "missed": missed[:MOST_OVERDUE]}


def _greeting(here: datetime, user: User) -> str:
    part = "morning" if 4 <= here.hour < 12 else "afternoon" if 12 <= here.hour < 18 else "evening"
    return ", ".join(filter(None, (f"Good {part}", called(user.name))))


def _sentence(due: DueList, week: Sequence[Day], late: Sequence[Overdue]) -> str:
    """How much is due, in words, as the line under the greeting; steps are deadlines, too."""
    owed, later = len(due.owed), sum(_to_do(one, due) for one in week[1:])
    here, ahead = len(week[0].deadlines), sum(len(one.deadlines) for one in week[1:])
    parts = [
        *([_many(owed, "promise", "to keep")] if owed else []),
        *([_many(due.overdue, "follow-up", "overdue")] if due.overdue else []),
        *([_many(len(late), "step", "overdue")] if late else []),
        *([_many(due.due_today, "follow-up", "due today")] if due.due_today else []),
        *([f"{count_words(later).lower()} later this week"] if later else []),
        *([_many(here, "deadline", "today")] if here else []),
        *([_many(ahead, "deadline", "later this week")] if ahead else []),
    ]
    told = ", ".join(parts)
    return f"{told[0].upper()}{told[1:]}." if told else "Nothing is due this week."


def _many(number: int, thing: str, how: str) -> str:
    return f"{count_words(number).lower()} {thing}{'' if number == 1 else 's'} {how}"


async def _next(user: User, ahead: Ahead, today: date) -> Next | None:
    """What begins first, with what its page tells of it beside its date."""
    first = ahead.next
    if first is None:
        return None
    if first is ahead.event:
        return Next(_when(first, today), first, plans=await plans_of(user, first.dated))
    return Next(_when(first, today), first, to_do=await still_open(user, first.dated.uid, today))


def _when(one: Placed, today: date) -> tuple[str, str, str]:
    near = near_day(one.first_on, today)
    if one.starts and near in ("today", "tomorrow"):
        told, half = clock_words(f"{one.starts:%H:%M}").split()
        return near.capitalize(), told, half
    if one.first_on <= today:
        return "On now", f"{today.day}", f"{today:%b}"
    return f"{one.first_on:%a}", f"{one.first_on.day}", f"{one.first_on:%b}"


def _shown(one: Day, due: DueList, today: date) -> Shown:
    dated, many = [*one.events, *one.deadlines], _to_do(one, due)
    is_today = one.day == today
    timed_first = sorted(one.to_do, key=lambda to_do: to_do.starts is None)
    named = () if is_today else timed_first[:NAMED]
    above = many if is_today else 0
    more = many - above - len(named) + len(dated[MOST_IN_A_DAY:])
    return Shown(one.day, dated[:MOST_IN_A_DAY], named, above, more)


def _to_do(one: Day, due: DueList) -> int:
    """How much is to be done on a day, be it named or not."""
    timed = sum(to_do.starts is not None for to_do in one.to_do)
    return timed + due.without_hour.get(one.day, 0)


def _place(waiting: Sequence[Waiting]) -> str:
    """Where to sort: after the one event that people wait after, or the list of such events."""
    if len(waiting) == 1 and (event := waiting[0].event):
        return f"/after/{event.slug}"
    return "/after"


routes = [Route("/today", show, name="today:show")]
