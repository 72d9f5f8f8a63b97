"""Why somebody was told of one thing, why they were not, and what is still to come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.agenda.placing import Placed, placed
from netmentor.agenda.words import listed
from netmentor.errors import NotFound
from netmentor.events.words import clock_words, day_words, days_words
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.rules import (
    HORIZON,
    KEPT_FOR,
    LED,
    State,
    Subject,
    days_of_lead,
    hours_of_lead,
)
from netmentor.reminders.showing import Letter, Row, letters_of, rows_of
from netmentor.reminders.silences import off_words
from netmentor.reminders.wishes import Wishes
from netmentor.reminders.words import SUBJECT_WORDS, lead_words

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
    subject = Subject(thing.kind.value if thing else last.kind if last else Subject.GOING)
    held = {one.letter_id for one in rows if one.letter_id}
    letters = await ReminderLetter.filter(user=user, id__in=held) if held else []
    return Reasons(
        title=thing.title if thing else last.title if last else "",
        path=thing.dated.path if thing else last.path if last else "",
        what=SUBJECT_WORDS[subject],
        when=_when(thing) if thing else "",
        told=[one for one in rows if one.state is State.TOLD],
        planned=[one for one in rows if one.state is State.PLANNED],
        held_back=[one for one in rows if one.state not in (State.TOLD, State.PLANNED)],
        letters={one.id: one for one in await letters_of(letters, user, now=now)},
        rules=list(_rules(thing, subject, wishes, {one.lead for one in reminders}, today)),
        beside=[(one.uid, one.entry.title) for one in several if one.uid.endswith(f".{uid}")],
    )


def _is_a_uid(uid: str) -> bool:
    return len(uid) <= LONGEST_UID and uid.isprintable()


def _when(thing: Placed) -> str:
    days = days_words(thing.first_on, thing.last_on)
    return f"{days}, {clock_words(f'{thing.starts:%H:%M}')}" if thing.starts else days


def _rules(
    thing: Placed | None, subject: Subject, wishes: Wishes, known: Collection[str], today: date
) -> Iterator[str]:
    """Why nothing more is told of a thing than the rows of it say, whose leads are `known`."""
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
    elif thing.last_on < today and subject is not Subject.FOLLOW_UPS:
        yield f"It was over on {day_words(thing.last_on)}."
    else:
        yield from _ahead(thing, wishes.leads_of(subject), known, today)


def _ahead(
    thing: Placed, leads: Sequence[str], known: Collection[str], today: date
) -> Iterator[str]:
    """What is to be expected of a thing that lies ahead, or is still to be done."""
    if thing.last_on < today:
        overdue = "and stays in the morning letter until it is done"
        yield f"It was due on {day_words(thing.last_on)}, {overdue}."
    if leads:
        yield f"You chose to be told {_leads_words(leads)}; nothing is told at other times."
    yield from _not_planned([lead for lead in leads if lead not in known], thing, today)


def _leads_words(leads: Sequence[str]) -> str:
    return listed([f"{lead_words(lead)[0].lower()}{lead_words(lead)[1:]}" for lead in leads])


def _not_planned(leads: Sequence[str], thing: Placed, today: date) -> Iterator[str]:
    """Why a lead that was chosen has no row: its day is too far off, or was over before."""
    for lead in leads:
        if thing.starts is None and hours_of_lead(lead) is not None:
            continue  # what has no hour is told in the morning
        day = thing.first_on - timedelta(days=days_of_lead(lead) or 0)
        if day - today > HORIZON:
            far = f"That is more than {HORIZON.days} days ahead; it is planned once it is nearer."
            yield f"{lead_words(lead)} is {day_words(day)}. {far}"
        elif day < today:
            yield f"{lead_words(lead)} was {day_words(day)}, before it could be planned."
