"""Holding letters back: looked at once more before they go, and taken back if they are stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from netmentor.accounts.actions import plan_again
from netmentor.accounts.turns import take_turns_of_id
from netmentor.db.reading import moment_of, rows_among
from netmentor.db.transactions import transaction
from netmentor.mail import outbox
from netmentor.mail.queries import fates
from netmentor.mail.rules import UNDER_WAY, MailState
from netmentor.reminders.ledger import Standing, write_rows
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.notices import NoticeKind
from netmentor.reminders.planner import Made, plan_inside, plan_of
from netmentor.reminders.planning import Key
from netmentor.reminders.rules import MOVED, WITHDRAWN_AFTER, State, Subject
from netmentor.reminders.silences import PAUSED, Silence, off_words, silence_of

OURS = "reminders:"  # how the keys of these letters begin

_GONE = "The account is gone."
_MOVED_AWAY = "You have another address by now; what stood in it is told there."
_OVER = "It was more than a day late; what it told of is over."
_CHANGED = "Something in it changed before it went out; what still holds is told anew."
_TOO_OLD = "No mail server took it for three hours; what stood in it is told with what came after."
_AT_A_TIME = 500  # letters
_TOO_LATE = timedelta(days=1)  # for what somebody sends again by hand
_STANDING = """
    SELECT l.key, l.id, l.user_id, l.withdrawn_why,
        l.revision = coalesce(r.number, -1) AND l.wishes_version = coalesce(w.version, 0),
        l."to" = u.email, l.posted_at
    FROM reminder_letter AS l JOIN user_account AS u ON u.id = l.user_id
        LEFT JOIN agenda_revision AS r ON r.user_id = l.user_id
        LEFT JOIN reminder_wishes AS w ON w.user_id = l.user_id
    WHERE"""


async def unwanted(letters: Mapping[str, bool], *, now: datetime) -> dict[str, str]:
    """Why letters of these keys are not to be sent now; those that are to be, are not in it.

    A letter is as good as when it was written while neither the agenda nor the wishes changed.
    Else all that stands in it is looked at: where something of it holds no longer, the letter
    is taken back, and the rest is told anew; so is all of one to a former address. `letters`
    says by key of which nobody knows whether it came through already: such a one is kept back
    only where nothing of it holds any more, and nothing of it is told again. What somebody sends
    again days later told of a day that is over. Letters of others are none of ours.
    """
    ours = [key for key in letters if key.startswith(OURS)]
    if not ours:
        return {}
    known = {row[0]: tuple(row[1:]) for row in await rows_among(_STANDING, "l.key", ours)}
    found: dict[str, str] = {}
    for key in ours:
        if key not in known:
            found[key] = _GONE
            continue
        letter_id, user_id, why, is_as_written, is_theirs, posted_at = known[key]
        if not why and now - (moment_of(posted_at) or now) > _TOO_LATE:
            why = _OVER
        elif not why and not is_theirs:
            why = await _tell_elsewhere(letter_id, user_id, now, unsure=letters[key])
        elif not why and not is_as_written:
            why = await _look_again(letter_id, user_id, now, unsure=letters[key])
        if why:
            found[key] = why
    return found


async def take_back_unsent(*, now: datetime) -> int:
    """Take back letters that no server took for three hours; return how many.

    What stood in them comes in one late letter: however long the server is away, nobody gets a
    heap when it is back. A letter that may have come through goes on its way.
    """
    waiting = ReminderLetter.filter(is_settled=False, posted_at__lte=now - WITHDRAWN_AFTER)
    count, last = 0, 0
    while letters := await waiting.filter(id__gt=last).order_by("id").limit(_AT_A_TIME):
        last = letters[-1].id
        for one in await _stuck_among(letters):
            async with transaction():
                await take_turns_of_id(one.user_id)
                count += len(await withdraw([one], why=_TOO_OLD, now=now))
    return count


async def stop_letters(user_id: int, subject: Subject | None, *, now: datetime) -> None:
    """Take back what a user was written of a subject, or of all, and what has not gone out.

    Inside the caller's transaction, in which they said that they want no more of it.
    """
    letters = await ReminderLetter.filter(user_id=user_id, is_settled=False)
    if subject and subject is not Subject.MORNING:
        ids = [one.id for one in letters]
        about = Reminder.filter(letter_id__in=ids, kind=subject.value)
        having = {row.letter_id for row in await about}
        letters = [one for one in letters if one.id in having]
    elif subject:
        letters = [one for one in letters if one.kind == NoticeKind.MORNING]
    if letters:
        await withdraw(letters, why=off_words(subject) if subject else PAUSED, now=now)


async def withdraw(letters: Sequence[ReminderLetter], *, why: str, now: datetime) -> set[str]:
    """Withdraw letters from the outbox and plan again what stood in them; return their keys.

    Inside the caller's transaction. What may have gone out already stays as told.
    """
    keys = await outbox.withdraw([one.key for one in letters], why=why, now=now)
    for one in letters:
        if one.key in keys:
            await _give_up(one.id, one.user_id, why, now)
    return keys


async def _stuck_among(letters: Sequence[ReminderLetter]) -> list[ReminderLetter]:
    """Those that are still on their way; of the others it is noted that they are not."""
    found = await fates([one.key for one in letters])
    not_over = {MailState.DUE, *UNDER_WAY}
    stuck = [one for one in letters if one.key in found and found[one.key].state in not_over]
    if over := {one.id for one in letters} - {one.id for one in stuck}:
        await ReminderLetter.filter(id__in=list(over)).update(is_settled=True)
    return stuck


async def _tell_elsewhere(letter_id: int, user_id: int, now: datetime, *, unsure: bool) -> str:
    """Have what stands in a letter to a former address told to the one of now."""
    async with transaction():
        await take_turns_of_id(user_id)
        if not unsure:
            await _give_up(letter_id, user_id, _MOVED_AWAY, now)
    return _MOVED_AWAY


async def _look_again(letter_id: int, user_id: int, now: datetime, *, unsure: bool) -> str:
    """Look at all that stands in a letter; return why it is not to go out, or ""."""
    async with transaction():
        await take_turns_of_id(user_id)
        standing = await plan_inside(user_id, now=now)
        letter = await ReminderLetter.get_or_none(id=letter_id)
        if standing is None or letter is None:
            return _GONE
        if letter.withdrawn_why:
            return letter.withdrawn_why
        made = await plan_of(user_id, standing, now=now)
        told = await Reminder.filter(letter_id=letter_id, state=State.TOLD.value)
        fallen = [(row, one) for row in told if (one := _fallen(row, made, standing, now))]
        silent = [row for row, one in fallen if one.state is State.SILENT]
        if not fallen or (unsure and len(silent) < len(told)):
            letter.revision, letter.wishes_version = standing.number, standing.wishes.version
            await letter.save(update_fields=["revision", "wishes_version"])
            return ""
        why = PAUSED if standing.wishes.paused_at else _CHANGED
        if unsure or len(silent) == len(told):
            why = fallen[0][1].why
        await _fall(letter_id, user_id, fallen, made, why, now)
        return why


async def _fall(
    letter_id: int,
    user_id: int,
    fallen: Sequence[tuple[Reminder, Silence]],
    made: Made,
    why: str,
    now: datetime,
) -> None:
    """Give up a letter of which this holds no longer, and have the rest told."""
    for row, silence in fallen:
        await Reminder.filter(id=row.id).update(
            state=silence.state.value, silence=silence.why, settled_at=now
        )
    await _give_up(letter_id, user_id, why, now)
    await _tell_as_it_is(user_id, [row for row, _ in fallen], made, now)


def _fallen(row: Reminder, made: Made, standing: Standing, now: datetime) -> Silence | None:
    """What keeps a reminder that stands in a letter from being told; None where nothing does."""
    key = Key(row.uid, row.occurrence, row.lead, row.schedule_version)
    subject, wishes = Subject(row.kind), standing.wishes
    if wishes.paused_at:
        return Silence(State.SILENT, PAUSED)
    if subject in (Subject.WEEK, Subject.OPEN):
        return None if wishes.wants(subject) else Silence(State.SILENT, off_words(subject))
    thing = next((one for one in made.things if one.uid == row.uid), None)
    today = now.astimezone(standing.zone).date()
    found = silence_of(key, subject, thing, wishes, today=today)
    is_news_still = row.lead == MOVED and thing and thing.occurrence == row.occurrence
    return None if found and found.state is State.SUPERSEDED and is_news_still else found


async def _tell_as_it_is(user_id: int, rows: Sequence[Reminder], made: Made, now: datetime) -> None:
    """Have what moved under way told as it is now, though the time to tell it has come before."""
    moved = {(row.uid, row.lead) for row in rows}
    again = [
        (key, planned)
        for key, planned in made.plan.reminders.items()
        if (key.uid, key.lead) in moved and key not in made.ledger and planned.due_at <= now
    ]
    await write_rows(user_id, again, now=now)


async def _give_up(letter_id: int, user_id: int, why: str, now: datetime) -> None:
    """Note that a letter does not go out, and plan what stood in it once more."""
    letter: dict[str, Any] = {"withdrawn_at": now, "withdrawn_why": why, "is_settled": True}
    await ReminderLetter.filter(id=letter_id).update(**letter)
    told = Reminder.filter(letter_id=letter_id, state=State.TOLD.value)
    again: dict[str, Any] = {"settled_at": None, "held_until": None, "letter_id": None}
    await told.update(state=State.PLANNED.value, **again)
    await plan_again([user_id])
