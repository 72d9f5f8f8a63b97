"""Keeping a mentor and a user apart, and telling the curators why."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mentoring.models import Blocking, Mentor, Report

MOST_REPORTS = 20  # of one person that no curator has settled


async def block(
    mentor: Mentor, user: User, *, by_mentor: bool, text: str = "", now: datetime
) -> None:
    """Show no opening of `mentor` to `user` any more; a `text` goes to the curators.

    Whom it is about is told nothing. Blocking twice is as blocking once.
    """
    if mentor.user_id == user.id:
        raise Conflict("This is your own profile.")
    async with transaction():
        await Blocking.get_or_create({"at": now}, mentor=mentor, user=user, by_mentor=by_mentor)
        if text:
            await _report(mentor, user, by_mentor=by_mentor, text=text, now=now)


async def unblock(user: User, number: int) -> None:
    """Take a block back that `user` made, on either side of it."""
    async with transaction():
        found = await Blocking.get_or_none(id=number).select_related("mentor")
        if found is None or blocker_of(found) != user.id:
            raise NotFound("There is no such block of yours.")
        await found.delete()


async def blocked_by(user: User) -> list[Blocking]:
    """Whom `user` keeps away, as a mentor and from mentors, the latest first."""
    as_mentor = Blocking.filter(mentor__user=user, by_mentor=True)
    as_mentee = Blocking.filter(user=user, by_mentor=False)
    found = [
        *await as_mentor.select_related("mentor", "user"),
        *await as_mentee.select_related("mentor", "user"),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def blocker_of(blocking: Blocking) -> int:
    """The id of the user who wanted the two kept apart; the mentor is at hand."""
    mentor: Mentor = blocking.mentor
    return mentor.user_id if blocking.by_mentor else blocking.user_id


async def _report(mentor: Mentor, user: User, *, by_mentor: bool, text: str, now: datetime) -> None:
    told = {"by_mentor": by_mentor, "settled_at": None}
    who = {"mentor": mentor} if by_mentor else {"user": user}
    if await Report.filter(**told, **who).count() >= MOST_REPORTS:
        raise Conflict("The curators have many reports of yours to look at first.")
    await Report.create(mentor=mentor, user=user, by_mentor=by_mentor, text=text, at=now)
