"""Telling what is due: few letters, each posted together with what the ledger says of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tortoise.exceptions import BaseORMException

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of_id
from netmentor.contacts.due import owed_by, whys
from netmentor.contacts.waiting import waiting_by_event
from netmentor.db.reading import rows_by_key
from netmentor.db.transactions import transaction
from netmentor.internships.applying.interviewing.briefs import briefs_of as of_interviews
from netmentor.mail.assembling import Listed
from netmentor.mail.outbox import post_letter
from netmentor.mentoring.relating.briefs import briefs_of as of_sessions
from netmentor.reminders.choosing import Due, chosen
from netmentor.reminders.composing import letter_of
from netmentor.reminders.hours import Hours
from netmentor.reminders.ledger import Standing, silence_rows
from netmentor.reminders.lines import Matter
from netmentor.reminders.links import Signer
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.notices import Notice, NoticeKind
from netmentor.reminders.noticing import notice_of
from netmentor.reminders.planner import plan_inside
from netmentor.reminders.planning import last_day_of
from netmentor.reminders.rules import AFTER, MOST_LINES, Slot, State, Subject
from netmentor.reminders.silences import NOBODY_WAITS, NOTHING_THERE, OVER, Silence
from netmentor.reminders.things import Thing, things_of
from netmentor.reminders.unwritten import Unwritten, note_unwritten, that_may_break
from netmentor.settings import Settings

log = logging.getLogger(__name__)

LIST = "reminders"

_AT_A_TIME = 200  # users
_STAYS_TRUE = timedelta(days=2)  # of a list of a day: the week, or what is open
_DUE = """
    SELECT DISTINCT user_id FROM reminder
    WHERE state = 'planned' AND due_at <= ? AND user_id > ?
        AND (held_until IS NULL OR held_until <= ?)
    ORDER BY user_id LIMIT ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """One user at the moment at which they are told something."""

    settings: Settings
    user: User
    standing: Standing
    hours: Hours
    things: dict[str, Thing]
    now: datetime

    @property
    def today(self) -> date:
        return self.hours.local(self.now).date()


async def tell_due(settings: Settings, *, now: datetime) -> int:
    """Write every letter that is due; return how many. What breaks off for one user is logged."""
    count, after = 0, 0
    while users := await _users_due(now, after):
        for user_id in users:
            after = user_id
            try:
                count += await tell_user(settings, user_id, now=now)
            except Exception:
                log.exception("Telling user %d broke off.", user_id)
            await asyncio.sleep(0)  # others wait for the same thread
    return count


async def tell_user(settings: Settings, user_id: int, *, now: datetime) -> int:
    """Write what is due to one user, in one transaction with what the ledger says of it.

    Their agenda is planned first if it changed. A letter that cannot be rendered is tried again
    later, by those that break it alone, if it is only some.
    """
    try:
        async with transaction():
            await take_turns_of_id(user_id)
            return await _tell(settings, user_id, now)
    except Unwritten as exc:
        log.exception("A letter to user %d could not be rendered.", user_id)
        await note_unwritten(user_id, exc.ids, now)
        return 0


async def _tell(settings: Settings, user_id: int, now: datetime) -> int:
    standing = await plan_inside(user_id, now=now)
    user = await User.get_or_none(id=user_id)
    if standing is None or user is None:
        return 0
    scene = await _scene_of(settings, user, standing, now)
    rows = await _standing_rows(scene, await _due_rows(user_id, now))
    by_id = {row.id: row for row in rows}
    letters = await ReminderLetter.filter(user_id=user_id, day=scene.today)
    written = {NoticeKind(one.kind) for one in letters if one.withdrawn_at is None}
    found = chosen([_due(row, scene) for row in rows], now=now, hours=scene.hours, written=written)
    for until, held in found.held:
        await Reminder.filter(id__in=[one.id for one in held]).update(held_until=until)
    count = 0
    for kind, some in found.letters:
        turn = sum(one.kind == kind for one in letters)
        key = f"reminders:{user.id}:{kind}:{scene.today}:{turn}"
        matter = await _matter_of(scene, [by_id[one.id] for one in some])
        is_late = kind is NoticeKind.LATE or any(one.is_late(now) for one in some)
        notice = notice_of(user, kind, key, matter, is_late=is_late)
        if notice.sections:
            letters.append(await _post(scene, notice, turn, matter))
            count += 1
        else:
            nothing = Silence(State.SILENT, NOTHING_THERE)
            await silence_rows([one.id for one in some], nothing, now=now)
    return count


async def _scene_of(settings: Settings, user: User, standing: Standing, now: datetime) -> _Scene:
    today, last = now.astimezone(standing.zone).date(), last_day_of(now)
    things = await things_of(user.id, standing.zone, today=today, last=last)
    return _Scene(
        settings=settings,
        user=user,
        standing=standing,
        hours=Hours(standing.wishes, standing.zone, things),
        things={one.uid: one for one in things},
        now=now,
    )


async def _due_rows(user_id: int, now: datetime) -> list[Reminder]:
    due = Reminder.filter(user_id=user_id, state=State.PLANNED.value, due_at__lte=now)
    rows = await due.order_by("due_at", "id")
    return [row for row in rows if row.held_until is None or row.held_until <= now]


async def _standing_rows(scene: _Scene, rows: Sequence[Reminder]) -> list[Reminder]:
    """Those that are still worth telling; of the others the ledger says why they are not."""
    people = await _people_waiting(scene) if any(row.lead == AFTER for row in rows) else {}
    silent: dict[str, list[int]] = {}
    found = []
    for row in rows:
        if why := _why_not(row, scene, people):
            silent.setdefault(why, []).append(row.id)
        else:
            found.append(row)
    for why, ids in silent.items():
        await silence_rows(ids, Silence(State.SILENT, why), now=scene.now)
    return found


def _why_not(row: Reminder, scene: _Scene, people: dict[str, int]) -> str:
    """Why nothing is told of it any more, or ""."""
    if row.lead == AFTER:
        return "" if people.get(row.uid) else NOBODY_WAITS
    if row.kind in (Subject.WEEK, Subject.OPEN):
        return OVER if date.fromisoformat(row.occurrence) + _STAYS_TRUE < scene.today else ""
    thing = scene.things.get(row.uid)
    over = thing is None or (thing.ends is not None and thing.ends <= scene.now)
    return OVER if over else ""


def _due(row: Reminder, scene: _Scene) -> Due:
    thing = scene.things.get(row.uid)
    return Due(
        id=row.id,
        slot=Slot(row.slot),
        due_at=row.due_at,
        is_today=thing is not None and thing.first <= scene.today,
        starts=thing.starts if thing else None,
    )


async def _matter_of(scene: _Scene, rows: Sequence[Reminder]) -> Matter:
    kinds = {row.kind for row in rows}
    owes = Subject.OPEN in kinds
    to_do = [
        one.uid
        for one in scene.things.values()
        if one.subject is Subject.FOLLOW_UPS and not one.done
    ][: 3 * MOST_LINES]
    asked = Subject.OPEN in kinds or Subject.FOLLOW_UPS in kinds
    shunned = await that_may_break(scene.user) - {row.uid for row in rows}
    return Matter(
        rows=rows,
        things={uid: one for uid, one in scene.things.items() if uid not in shunned},
        whys=await whys(scene.user, to_do, scene.today) if asked else {},
        people=await _people_waiting(scene) if Subject.AFTER in kinds else {},
        owed=await owed_by(scene.user) if owes else (),
        today=scene.today,
        zone=scene.hours.zone_on(scene.today),
        briefs=await _briefs(scene, rows),
    )


async def _briefs(scene: _Scene, rows: Sequence[Reminder]) -> dict[str, str]:
    """By uid, what to know before sessions and interviews, in words."""
    sessions = [row.uid for row in rows if row.kind == Subject.SESSIONS]
    interviews = [row.uid for row in rows if row.kind == Subject.APPLICATIONS]
    found = await of_sessions(scene.user.id, sessions) if sessions else {}
    if interviews:
        found |= await of_interviews(scene.user, interviews, today=scene.today)
    return found


async def _people_waiting(scene: _Scene) -> dict[str, int]:
    """By the uid of an event, how many people who were met there wait to be sorted."""
    found = await waiting_by_event(scene.user, now=scene.now)
    return {one.event.uid: one.people for one in found if one.event}


async def _post(scene: _Scene, notice: Notice, turn: int, matter: Matter) -> ReminderLetter:
    """Write one letter, and note in the ledger what stands in it."""
    signer = Signer(scene.settings, scene.user, scene.now)
    try:
        letter = letter_of(scene.settings, notice, signer)
        await post_letter(
            scene.settings,
            "reminder",
            letter,
            key=notice.key,
            to=notice.to,
            now=scene.now,
            listed=Listed(LIST, signer.unsubscribe()),
        )
    except BaseORMException:
        raise
    except Exception as exc:  # whatever a template raises, the queue goes on
        raise Unwritten(_culprits(scene, notice.kind, matter)) from exc
    row = await ReminderLetter.create(
        user_id=notice.user_id,
        key=notice.key,
        kind=notice.kind.value,
        day=notice.day,
        turn=turn,
        subject=letter.subject,
        to=notice.to,
        posted_at=scene.now,
        is_late=notice.is_late,
        revision=scene.standing.number,
        wishes_version=scene.standing.wishes.version,
    )
    mine = Reminder.filter(id__in=[one.id for one in matter.rows], state=State.PLANNED.value)
    await mine.update(state=State.TOLD.value, settled_at=scene.now, letter_id=row.id)
    return row


def _culprits(scene: _Scene, kind: NoticeKind, matter: Matter) -> list[int]:
    """The reminders that break their letter by themselves; all of them, where none does."""
    signer = Signer(scene.settings, scene.user, scene.now)
    broken = []
    for row in matter.rows:
        alone = notice_of(scene.user, kind, "alone", replace(matter, rows=[row]), is_late=False)
        try:
            letter_of(scene.settings, alone, signer)
        except Exception:
            log.debug("Reminder %d breaks its letter.", row.id)
            broken.append(row.id)
    return broken or [row.id for row in matter.rows]


async def _users_due(now: datetime, after: int) -> list[int]:
    return [row[0] for row in await rows_by_key(_DUE, now, after, now, _AT_A_TIME)]
