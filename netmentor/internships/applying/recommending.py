"""Who writes letters: asked, agreed, sent, thanked, and what is to be done about each next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from netmentor.accounts.models import User
from netmentor.contacts.deeds import deed
from netmentor.contacts.follow_ups import do, let_go, promise_follow_up, today_of
from netmentor.contacts.models import Contact, FollowUp, Touch
from netmentor.contacts.rules import LONGEST_WHAT, State, TouchKind, days_after
from netmentor.contacts.touching import Told, log_touch
from netmentor.db.columns import values_of
from netmentor.errors import Invalid, NotFound
from netmentor.events.rules import moment
from netmentor.internships.applying.following import Deadline
from netmentor.internships.applying.lines import put_on
from netmentor.internships.applying.models import Application, Recommender
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.rules import LONGEST_NAME, Asked
from netmentor.internships.applying.turns import check_room, check_there, turn_of
from netmentor.internships.drafts import WindowDraft
from netmentor.internships.models import Window
from netmentor.internships.rules import WindowKind
from netmentor.text import one_line

SILENT_FOR = 14  # days after which somebody who was asked is asked again
BEFORE_IT_IS_DUE = timedelta(days=7)  # a letter is asked about at the latest

# What the timeline of a recommender says of each, and whether it came from them.
_SAID = {
    Asked.ASKED: ("Asked for a letter", False),
    Asked.AGREED: ("Will write a letter", True),
    Asked.SENT: ("Sent the letter", True),
    Asked.THANKED: ("Thanked for the letter", False),
    Asked.DECLINED: ("Cannot write a letter", True),
}


async def add_recommender(
    user: User,
    key: str,
    name: str,
    contact: Contact | None,
    *,
    due_on: date | None = None,
    now: datetime,
) -> Recommender:
    """Add somebody who is to write a letter, perhaps by a day: a contact, or a name."""
    named = contact.name if contact else name
    async with turn_of(user, key) as application:
        check_room(await Recommender.filter(application=application).count(), named)
        await check_there(contact)
        row = Recommender(application=application, contact=contact)
        row.name = one_line(named)[:LONGEST_NAME]
        put_on(row, due_on, now=now)
        await row.save()
        await begin_silence(user, application, dated=bool(due_on), now=now)
    return row


async def change_recommender(
    user: User, key: str, id_: int, name: str, due_on: date | None, *, now: datetime
) -> None:
    """Have the letter be due on another day, or call its writer otherwise; raises Invalid."""
    async with turn_of(user, key) as application:
        row = await recommender_of(application, id_)
        check_room(0, name)
        was = row.name, row.due_on
        row.name = one_line(name)
        put_on(row, due_on, now=now)
        if was == (row.name, row.due_on):
            return
        dated = bool(row.due_on or was[1])
        row.changed_at = now if dated else row.changed_at
        await row.save()
        await begin_silence(user, application, dated=dated, now=now)


async def note_recommender(user: User, key: str, id_: int, what: Asked, *, now: datetime) -> None:
    """Note that somebody was asked, agreed, sent, was thanked, or declined, on this day.

    Of a contact it is on their timeline, and what is to be done next among the follow-ups.
    """
    async with turn_of(user, key) as application:
        row = await recommender_of(application, id_)
        if getattr(row, f"{what}_on"):
            return
        setattr(row, f"{what}_on", today_of(user, now))
        if row.contact and row.contact.gone_at is None:
            await _go_on(user, application, row, row.contact, what, now=now)
        await row.save()
        await begin_silence(user, application, dated=bool(row.due_on), now=now)


async def take_back(user: User, key: str, id_: int, what: Asked, *, now: datetime) -> None:
    """Take back that something was noted; their timeline is theirs to be changed."""
    async with turn_of(user, key) as application:
        row = await recommender_of(application, id_)
        if getattr(row, f"{what}_on") is None:
            return
        setattr(row, f"{what}_on", None)
        await row.save()
        await begin_silence(user, application, dated=bool(row.due_on), now=now)


async def remove_recommender(user: User, key: str, id_: int, *, now: datetime) -> None:
    """Take somebody off the list, and what was still to be done about their letter."""
    async with turn_of(user, key) as application:
        row = await recommender_of(application, id_)
        await _ask_no_more(user, row, now=now)
        await row.delete()
        await begin_silence(user, application, dated=bool(row.due_on), now=now)


async def ask_nobody(user: User, application: Application, *, now: datetime) -> None:
    """Ask about no letter any more, inside the caller's deed; who sent one may still be thanked."""
    for row in await Recommender.filter(application=application, sent_on=None):
        await _ask_no_more(user, row, now=now)


async def ask_again(
    user: User, application: Application, ends: Collection[datetime], *, now: datetime
) -> None:
    """Have what `ask_nobody` let go of in the moments `ends` be still to be done."""
    letters = Recommender.filter(application=application, sent_on=None).exclude(follow_up_uid="")
    gone = FollowUp.filter(user=user, uid__in=await values_of(letters, "follow_up_uid"))
    let_go_of = gone.filter(state=State.DROPPED.value, settled_at__in=list(ends))
    for open_ in await let_go_of.filter(contact__gone_at=None).order_by("id"):
        async with deed(user, f"{open_.what}: still to do.", now=now) as journal:
            await journal.hold(open_)
            open_.state, open_.settled_at = State.OPEN.value, None
            await open_.save()


async def recommender_of(application: Application, id_: int) -> Recommender:
    """One of an application's, with the contact they are; raises NotFound."""
    found = Recommender.filter(application=application, id=id_).select_related("contact")
    row = await found.first()
    if row is None:
        raise NotFound("There is no such recommender.")
    return row


def asked_about_on(row: Recommender, due_on: date | None) -> date | None:
    """The day on which a letter that is due then was to be asked about, as it was noted."""
    if row.agreed_on:
        return _next_on(Asked.AGREED, row.agreed_on, due_on)
    return _next_on(Asked.ASKED, row.asked_on, due_on) if row.asked_on else None


def letters_due_on(
    windows: Iterable[Window | WindowDraft], deadline: Deadline | None
) -> date | None:
    """By when letters are due as it is listed: their own day, else that of transcripts, or all."""
    told = ((one.kind, one.on if isinstance(one, WindowDraft) else one.due_on) for one in windows)
    days = {kind: on for kind, on in told if on}
    own = days.get(WindowKind.RECOMMENDATIONS) or days.get(WindowKind.TRANSCRIPTS)
    return own or (deadline.on if deadline else None)


async def _go_on(
    user: User,
    application: Application,
    row: Recommender,
    contact: Contact,
    what: Asked,
    *,
    now: datetime,
) -> None:
    """Write it into the timeline, and plan what follows in place of what was planned before."""
    open_ = await _open(user, row)
    if open_ and what is Asked.THANKED and not await _is_said(user, contact, open_.what, now=now):
        await do(user, open_, TouchKind.MESSAGE, now=now)
        return
    about = "Thank {} for the letter" if what is Asked.SENT else "Ask {} about the letter"
    told = about.format(contact.name)[:LONGEST_WHAT]
    day = _next_on(what, today_of(user, now), row.due_on)
    if not open_ or (open_.what, open_.due_on) != (told, day):
        await _ask_no_more(user, row, now=now)
        row.follow_up_uid = await _plan(user, contact, told, day, now=now) if day else ""
    said, by_them = _SAID[what]
    note = f"{said}: {application.title}"
    if not await _is_said(user, contact, note, now=now):
        touch = Told(kind=TouchKind.MESSAGE, at=now, note=note, by_them=by_them)
        await log_touch(user, contact, touch, now=now)


async def _is_said(user: User, contact: Contact, note: str, *, now: datetime) -> bool:
    """True where a timeline says so of this day: what is pressed again is said once a day."""
    since = moment(today_of(user, now), "00:00", user.timezone)
    return await Touch.filter(contact=contact, note=note, at__gte=since).exists()


def _next_on(what: Asked, today: date, due_on: date | None) -> date | None:
    """When somebody is to hear of it again; before the letter is due, and not today."""
    tomorrow = today + timedelta(days=1)
    latest = max(due_on - BEFORE_IT_IS_DUE, tomorrow) if due_on else None
    if what is Asked.ASKED:
        silent = days_after(today, SILENT_FOR)
        return min(silent, latest) if latest else silent
    if what is Asked.AGREED:
        return latest
    return tomorrow if what is Asked.SENT else None


async def _plan(user: User, contact: Contact, what: str, day: date, *, now: datetime) -> str:
    try:
        planned = await promise_follow_up(user, contact=contact, what=what, due_on=day, now=now)
    except Invalid:  # so much is open already: it is noted all the same
        return ""
    return planned.uid


async def _ask_no_more(user: User, row: Recommender, *, now: datetime) -> None:
    if open_ := await _open(user, row):
        await let_go(user, open_, now=now)


async def _open(user: User, row: Recommender) -> FollowUp | None:
    """What is still to be done about a letter; nothing where its writer lies in the bin."""
    if not row.follow_up_uid:
        return None
    mine = FollowUp.filter(user=user, uid=row.follow_up_uid, state=State.OPEN.value)
    return await mine.filter(contact__gone_at=None).first()
