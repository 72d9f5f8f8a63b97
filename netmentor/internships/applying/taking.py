"""What an application takes: things to be done, and people who write letters."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.models import Contact
from netmentor.errors import NotFound
from netmentor.internships.applying.models import Recommender, Requirement
from netmentor.internships.applying.rules import LONGEST_NAME, Asked, Owner
from netmentor.internships.applying.turns import check_room, turn_of
from netmentor.text import one_line


async def add_requirement(
    user: User, key: str, name: str, owner: Owner, *, now: datetime
) -> Requirement:
    """Add one thing to what an application takes."""
    async with turn_of(user, key, now=now) as row:
        check_room(await Requirement.filter(application=row).count(), name)
        return await Requirement.create(application=row, name=one_line(name), owner=owner.value)


async def settle_requirement(user: User, key: str, id_: int, *, done: bool, now: datetime) -> None:
    """Tick off one thing, or take that back."""
    async with turn_of(user, key, now=now) as row:
        if not await Requirement.filter(application=row, id=id_).update(
            done_at=now if done else None
        ):
            raise NotFound("There is no such requirement.")


async def add_recommender(
    user: User, key: str, name: str, contact: Contact | None, *, now: datetime
) -> Recommender:
    """Add somebody who is to write a letter: a contact, or a name."""
    named = contact.name if contact else name
    async with turn_of(user, key, now=now) as row:
        check_room(await Recommender.filter(application=row).count(), named)
        return await Recommender.create(
            application=row, contact=contact, name=one_line(named)[:LONGEST_NAME]
        )


async def note_recommender(user: User, key: str, id_: int, what: Asked, *, now: datetime) -> None:
    """Note that somebody was asked, agreed, sent, was thanked, or declined, on this day."""
    async with turn_of(user, key, now=now) as row:
        today = today_of(user, now)
        noted = {f"{what}_on": today}
        if not await Recommender.filter(application=row, id=id_).update(**noted):
            raise NotFound("There is no such recommender.")
