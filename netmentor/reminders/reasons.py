"""Why somebody was told of one thing, why they were not, and what is still to come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.agenda.placing import Placed, placed
from netmentor.agenda.words import listed
from netmentor.calendars.entry import Days
from netmentor.errors import NotFound
from netmentor.events.attending.models import Attendance
from netmentor.events.attending.rules import Answer
from netmentor.events.words import clock_words, day_words, days_words
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.rules import (
    HORIZON,
    KEPT_FOR,
    LED,
    Slot,
    State,
    Subject,
    days_of_lead,
    hours_of_lead,
)
from netmentor.reminders.showing import Letter, Row, letters_of, rows_of
from netmentor.reminders.silences import off_words
from netmentor.reminders.wishes import Wishes
from netmentor.reminders.words import SUBJECT_WORDS, inside, lead_words

MOST_ROWS = 200
LONGEST_UID = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """All that is known of one thing: rows by what became of them, and sentences for the rest.

    `letters` are those that it stood in, by their id. `rules` say why there is no more, in whole
    sentences. `beside` are the deadlines of an event: the uid and the title of each.
    """

    title: str
    path: str
    what: str
    when: str
    told: Sequence[Row]
    planned: Sequence[Row]
    held_back: Sequence[Row]
    letters: Mapping[int, Letter]
    rules: Sequence[str]
    beside: Sequence[tuple[str, str]]


async def reasons_for(user: User, uid: str, wishes: Wishes, *, now: datetime) -> Reasons:
    """What is known of the thing `uid`; raise NotFound where `user` has and had none such."""
    known = Reminder.filter(user=user, uid=uid) if _is_a_uid(uid) else Reminder.filter(id=0)
    reminders = await known.order_by("due_at", "id").limit(MOST_ROWS)
    zone = ZoneInfo(user.timezone)
    today = now.astimezone(zone).date()
    several = await gather(user.id, today=today, first=today - KEPT_FOR)
    found = placed([one for one in several if one.uid == uid], zone, today=today)
    thing = found[0] if found else None
    if not reminders and thing is None:
        raise NotFound("There is nothing with a date of this name among yours.")
    rows = rows_of(reminders, user, now=now)
    last = reminders[-1] if reminders else None
    was = [one.kind for one in reminders if one.kind in LED]  # an evening letter is of no kind
    kinds = was or [one.kind for one in reminders] or [Subject.GOING]
    subject = Subject(thing.kind.value if thing else kinds[-1])
    held = {one.letter_id for one in rows if one.letter_id}
    letters = await ReminderLetter.filter(user=user, id__in=held) if held else []
    return Reasons(
        title=thing.title if thing else last.title if last else "",
        path=thing.dated.path if thing else last.path if last else "",
        what=SUBJECT_WORDS[subject],
        when=_when(thing) if thing else _when_told(last, zone) if last else "",
        told=[one for one in rows if one.state is State.TOLD],
        planned=[one for one in rows if one.state is State.PLANNED],
        held_back=[one for one in rows if one.state not in (State.TOLD, State.PLANNED)],
        letters={one.id: one for one in await letters_of(letters)},
        rules=[
            *(await _declined(user, uid) if thing is None else ()),
            *_rules(thing, subject, wishes, {one.lead for one in reminders}, now.astimezone(zone)),
        ],
        beside=[(one.uid, one.entry.title) for one in several if one.uid.endswith(f".{uid}")],
    )


def _is_a_uid(uid: str) -> bool:
    return len(uid) <= LONGEST_UID and uid.isprintable()


def _when(thing: Placed) -> str:
    days = days_words(thing.first_on, thing.last_on)
    return f"{days}, {clock_words(f'{thing.starts:%H:%M}')}" if thing.starts else days


def _when_told(last: Reminder, zone: ZoneInfo) -> str:
    """When a thing is that is among no dates any more, as its last reminder has it."""
    wall, _, there = last.occurrence.partition(" ")
    at = datetime.fromisoformat(wall)
    if not there:
        return day_words(at.date())
    here = at.replace(tzinfo=ZoneInfo(there)).astimezone(zone)
    return f"{day_words(here.date())}, {clock_words(f'{here:%H:%M}')}"


async def _declined(user: User, uid: str) -> list[str]:
    skipped = Attendance.filter(user=user, event__uid=uid, answer=Answer.SKIPPED)
    return ["You said “Not for me”."] if await skipped.exists() else []


def _rules(
    thing: Placed | None, subject: Subject, wishes: Wishes, known: Collection[str], here: datetime
) -> Iterator[str]:
    """Why nothing more is told of a thing than the rows of it say, whose leads are `known`.

    `here` is now, by the clock of its user.
    """
    if wishes.paused_at:
        yield "You paused all reminders, so nothing is sent until you resume."
    if not wishes.wants(subject):
        yield off_words(subject)
    if subject not in LED:
        return  # it is about a day, not about a thing
    if thing is None:
        yield "It is not among your dates any more, so nothing more is told of it."
    elif thing.called_off:
        yield "It is called off, so nothing is told of it any more but that."
    elif thing.dated.is_done:
        yield "It is done, so nothing is told of it any more."
    elif thing.last_on < here.date() and subject is not Subject.FOLLOW_UPS:
        yield f"It was over on {day_words(thing.last_on)}."
    else:
        yield from _ahead(thing, wishes, wishes.leads_of(subject), known, here)


def _ahead(
    thing: Placed, wishes: Wishes, leads: Sequence[str], known: Collection[str], here: datetime
) -> Iterator[str]:
    """What is to be expected of a thing that lies ahead, or is still to be done."""
    if thing.last_on < here.date():
        overdue = "and stays in the morning letter until it is done"
        yield f"It was due on {day_words(thing.last_on)}, {overdue}."
    if leads:
        yield f"You chose to be told {_leads_words(leads, thing)}; nothing is told at other times."
    for lead in leads:
        if lead not in known:
            yield from _not_planned(lead, thing, wishes, here)


def _leads_words(leads: Sequence[str], thing: Placed) -> str:
    slot = Slot.MORNING if _is_whole_day(thing) else Slot.URGENT
    return listed(list(dict.fromkeys(inside(lead_words(lead, slot)) for lead in leads)))


def _is_whole_day(thing: Placed) -> bool:
    return isinstance(thing.entry.when, Days) and not thing.dated.due_time


def _not_planned(lead: str, thing: Placed, wishes: Wishes, here: datetime) -> Iterator[str]:
    """Why a lead that was chosen has no row: it is too far off, or had passed before."""
    hours = hours_of_lead(lead)
    if thing.starts is None and hours is not None:
        return  # what has no hour is told in the morning
    day = thing.first_on - timedelta(days=days_of_lead(lead) or 0)
    at = datetime.combine(day, time.fromisoformat(wishes.morning), here.tzinfo)
    if thing.starts and hours is not None:
        at = (thing.starts.astimezone(UTC) - timedelta(hours=hours)).astimezone(here.tzinfo)
    if day - here.date() > HORIZON:
        far = f"That is more than {HORIZON.days} days ahead; it is planned once it is nearer."
        yield f"{lead_words(lead)} is {day_words(day)}. {far}"
    elif at <= here:
        on = "" if at.date() == here.date() else f"{day_words(at.date())}, "
        passed = "before you added it or chose this time"
        yield f"{lead_words(lead)} was {on}{clock_words(f'{at:%H:%M}')}, {passed}."
