"""What somebody says to events and series: I go, I was there, keep me posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.events.attending.models import Attendance, Following, Watch
from netmentor.events.attending.rules import NOT_WATCHED, Answer
from netmentor.events.attending.watching import Reason, had, watch, whose
from netmentor.events.models import Event, Series
from netmentor.events.writing import answering


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What somebody notes of an event, for nobody else; `cost` is in dollars."""

    note: str = ""
    goals: str = ""
    people: str = ""
    cost: Decimal | None = None


async def answer(user: User, event: Event, said: Answer, *, why: str = "", now: datetime) -> None:
    """Say whether `user` goes to `event`; what they noted of it stays."""
    told = {"answer": said.value, "why": why if said is Answer.SKIPPED else "", "changed_at": now}
    async with answering():
        before = await had([event.id], user.id)
        await Attendance.update_or_create(told, user=user, event=event)
        if said in NOT_WATCHED:
            await Watch.filter(user=user, event=event, reason=Reason.ATTENDING).delete()
        else:
            await watch(user.id, [event.id], Reason.ATTENDING)
        await _forget_what_says_nothing(user, event)
        await bump(whose(before ^ await had([event.id], user.id)))


async def note_down(user: User, event: Event, notes: Notes, *, now: datetime) -> None:
    """Keep what `user` notes of `event`, in place of what they noted before."""
    async with transaction():
        told = asdict(notes) | {"changed_at": now}
        await Attendance.update_or_create(told, user=user, event=event)
        # What they noted of its doubles was shown with it: it is in `notes`, or meant to go.
        doubles = Attendance.filter(user=user, event__merged_into_id=event.id)
        await doubles.update(note="", goals="", people="", cost=None)
        await _forget_what_says_nothing(user, event)


async def go_again(user: User, event: Event, said: str, *, now: datetime) -> None:
    """Say whether `user` would go again: "yes", "maybe", "no", or "" for nothing."""
    async with transaction():
        told = {"again": said, "changed_at": now}
        await Attendance.update_or_create(told, user=user, event=event)
        await _forget_what_says_nothing(user, event)


async def follow(user: User, series: Series, *, now: datetime) -> None:
    """Tell `user` of every edition of `series` from now on; that they follow it is as well."""
    async with answering():
        await Following.get_or_create({"since": now}, user=user, series=series)
        editions = Event.filter(series=series, merged_into_id=None, owner_id=None)
        ids = await values_of(editions, "id")
        before = await had(ids, user.id)
        await watch(user.id, ids, Reason.SERIES)
        await bump(whose(before ^ await had(ids, user.id)))


async def unfollow(user: User, series: Series) -> None:
    """Tell `user` no longer of `series`; that they never followed it is as well."""
    async with answering():
        await Following.filter(user=user, series=series).delete()
        mine = Watch.filter(user=user, event__series=series, reason=Reason.SERIES)
        ids = await values_of(mine, "event_id")
        before = await had(ids, user.id)
        await mine.delete()
        await bump(whose(before ^ await had(ids, user.id)))


async def _forget_what_says_nothing(user: User, event: Event) -> None:
    if event.owner_id:
        return  # it is theirs whether they go or not
    texts = ("answer", "note", "goals", "people", "again")
    nothing: dict[str, str | None] = {**dict.fromkeys(texts, ""), "cost": None}
    await Attendance.filter(user=user, event=event, **nothing).delete()
