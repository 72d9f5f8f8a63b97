"""The ledger as its page shows it: what is planned by day, the letters, and what was held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.db.reading import among, rows
from netmentor.mail.queries import Fate, fates
from netmentor.mail.rules import MailState, our_words
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.rules import SKIPPED, State
from netmentor.reminders.words import FATE_WORDS, SLOT_WORDS, lead_words

PLANNED_PAGE = 100  # reminders
LETTERS_PAGE = 20
HELD_BACK_PAGE = 30
MOST_TOLD = 30  # of one letter

_HELD_BACK = (State.SILENT.value, State.SUPERSEDED.value, State.PARKED.value)
_ON_THE_WAY = {
    MailState.DUE: "Waits for its turn.",
    MailState.CLAIMED: "On its way to the mail server.",
    MailState.SENDING: "On its way to the mail server.",
    MailState.KEPT: "Kept here: no mail server is set, so nothing is sent.",
}
_TOLD_IN = """
    SELECT id, number FROM (
        SELECT id, count(*) OVER (PARTITION BY letter_id) AS number,
            row_number() OVER (PARTITION BY letter_id ORDER BY due_at, id) AS place
        FROM reminder WHERE letter_id {among}
    ) AS told WHERE place <= ?"""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One reminder: `at` by the user's clock, `lead` and `way` in words.

    `why` says why it is told, `silence` why it is not.
    """

    id: int
    uid: str
    title: str
    path: str
    lead: str
    way: str
    at: datetime
    state: State
    why: str
    silence: str
    letter_id: int | None
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is going to be told at one moment, in one letter; `way` says in which."""

    at: datetime
    way: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter: `fate` is a MailState, "" where nobody knows any more.

    `rows` are the first that stood in it, where that is asked for, and `more` how many others.
    `became` is a sentence that goes on with the moment `became_at`, where it has one.
    """

    id: int
    subject: str
    to: str
    posted_at: datetime
    is_late: bool
    fate: str
    fate_words: str
    became: str
    became_at: datetime | None
    rows: Sequence[Row] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some of a list; `number` counts from 1."""

    items: Sequence[Item]
    number: int
    has_next: bool


async def planned_days(user: User, number: int, *, now: datetime) -> Page[tuple[date, list[Ahead]]]:
    """A page of what is planned, by the day it is told where the user is, and by letter."""
    planned = Reminder.filter(user=user, state=State.PLANNED.value).order_by("due_at", "id")
    start = (number - 1) * PLANNED_PAGE
    found = await planned.offset(start).limit(PLANNED_PAGE + 1)
    ahead = _ahead(rows_of(found[:PLANNED_PAGE], user, now=now))
    days = [(day, list(some)) for day, some in groupby(ahead, key=lambda one: one.at.date())]
    return Page(items=days, number=number, has_next=len(found) > PLANNED_PAGE)


async def count_planned(user: User) -> int:
    """How many reminders are planned."""
    return await Reminder.filter(user=user, state=State.PLANNED.value).count()


async def letters_sent(user: User, number: int, *, now: datetime) -> Page[Letter]:
    """A page of the letters that were written, the latest first, with what became of each."""
    written = ReminderLetter.filter(user=user).order_by("-posted_at", "-id")
    found = await written.offset((number - 1) * LETTERS_PAGE).limit(LETTERS_PAGE + 1)
    letters = found[:LETTERS_PAGE]
    told = await _told_in(letters, user, now=now)
    shown = [replace(one, **told.get(one.id, {})) for one in await letters_of(letters)]
    return Page(items=shown, number=number, has_next=len(found) > LETTERS_PAGE)


async def held_back(user: User, number: int, *, now: datetime) -> Page[Row]:
    """A page of what was not told, with the reasons, the latest first."""
    silent = Reminder.filter(user=user, state__in=_HELD_BACK).order_by("-settled_at", "-id")
    found = await silent.offset((number - 1) * HELD_BACK_PAGE).limit(HELD_BACK_PAGE + 1)
    rows = rows_of(found[:HELD_BACK_PAGE], user, now=now)
    return Page(items=rows, number=number, has_next=len(found) > HELD_BACK_PAGE)


async def letters_of(letters: Sequence[ReminderLetter]) -> list[Letter]:
    """These letters as they are shown, without what stood in them."""
    known = await fates([one.key for one in letters]) if letters else {}
    return [_letter(one, known.get(one.key)) for one in letters]


def rows_of(reminders: Iterable[Reminder], user: User, *, now: datetime) -> list[Row]:
    """These reminders as they are shown."""
    zone = ZoneInfo(user.timezone)
    return [_row(one, zone, now) for one in reminders]


async def _told_in(
    letters: Sequence[ReminderLetter], user: User, *, now: datetime
) -> dict[int | None, dict[str, Any]]:
    """By the letter, the first rows that stood in it, and how many more did."""
    condition, one_parameter = among([one.id for one in letters])
    number_of = dict(await rows(_TOLD_IN.format(among=condition), one_parameter, MOST_TOLD))
    told = Reminder.filter(id__in=list(number_of)).order_by("letter_id", "due_at", "id")
    found = rows_of(await told if number_of else (), user, now=now)
    by_letter = {id_: list(some) for id_, some in groupby(found, key=attrgetter("letter_id"))}
    return {
        id_: {"rows": some, "more": number_of[some[0].id] - len(some)}
        for id_, some in by_letter.items()
    }


def _ahead(rows: Sequence[Row]) -> Iterator[Ahead]:
    ordered = sorted(rows, key=lambda one: (one.at, one.way))
    for (at, way), some in groupby(ordered, key=lambda one: (one.at, one.way)):
        yield Ahead(at=at, way=way, rows=list(some))


def _row(one: Reminder, zone: ZoneInfo, now: datetime) -> Row:
    return Row(
        id=one.id,
        uid=one.uid,
        title=one.title,
        path=one.path,
        lead=lead_words(one.lead, one.slot),
        way=SLOT_WORDS.get(one.slot, ""),
        at=one.due_at.astimezone(zone),
        state=State(one.state),
        why=one.why,
        silence=one.silence,
        letter_id=one.letter_id,
        can_be_taken_back=one.silence == SKIPPED and one.due_at > now,
    )


def _letter(letter: ReminderLetter, fate: Fate | None) -> Letter:
    became, at = _became(letter, fate)
    state = MailState.SUPPRESSED if letter.withdrawn_at else fate.state if fate else ""
    return Letter(
        id=letter.id,
        subject=letter.subject,
        to=letter.to,
        posted_at=letter.posted_at,
        is_late=letter.is_late,
        fate=state,
        fate_words=FATE_WORDS.get(state, "Written"),
        became=became,
        became_at=at,
    )


def _became(letter: ReminderLetter, fate: Fate | None) -> tuple[str, datetime | None]:
    """What became of a letter, and the moment that the sentence ends with."""
    if letter.withdrawn_at:
        return f"Taken back before it went out: {letter.withdrawn_why}", None
    if fate is None:
        return "It was written more than a month ago; what became of it is no longer kept.", None
    if fate.state == MailState.SENT:
        return "Handed to the mail server", fate.sent_at
    if fate.state == MailState.FAILED:
        return f"Given up: {our_words(fate.last_error)}", None
    if fate.state == MailState.SUPPRESSED:
        return f"Held back: {fate.last_error}", None
    if fate.attempts and fate.state == MailState.DUE:
        return f"Not taken yet: {our_words(fate.last_error)} Next try:", fate.due_at
    return _ON_THE_WAY[fate.state], None
