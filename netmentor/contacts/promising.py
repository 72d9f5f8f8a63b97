"""What two people promised each other: written down, kept, or let go."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts.models import User
from netmentor.contacts.deeds import deed
from netmentor.contacts.models import Contact, Promise
from netmentor.contacts.rules import State
from netmentor.contacts.searching import reindex
from netmentor.errors import Invalid, NotFound

MOST_PROMISES = 200  # of one contact

_WORDS = {State.DONE: "Kept", State.DROPPED: "Let go"}


async def promise(
    user: User, contact: Contact, what: str, *, by_them: bool, now: datetime
) -> Promise:
    """Write down what was promised to `contact`, or by them."""
    who = f"{contact.name} promised" if by_them else f"Promised to {contact.name}"
    async with deed(user, f"{who}: {what}", now=now) as journal:
        await journal.hold_kept(contact)
        if await Promise.filter(contact=contact).count() >= MOST_PROMISES:
            raise Invalid(f"Nobody keeps more than {MOST_PROMISES} promises with one person.")
        row = await Promise.create(contact=contact, by_them=by_them, what=what, made_at=now)
        journal.made(row)
        await reindex(contact)
    return row


async def settle_promise(user: User, row: Promise, state: State, *, now: datetime) -> None:
    """Say that a promise was kept, or let it go; settled once, it stays as it is."""
    contact = await Contact.get(id=row.contact_id)
    async with deed(user, f"{_WORDS[state]}: {row.what}", now=now) as journal:
        await journal.hold_kept(contact)
        await journal.hold(row)
        if row.state != State.OPEN:
            journal.forget()
            return
        row.state, row.settled_at = state.value, now
        await row.save()
        await reindex(contact)


async def promise_of(user: User, id_: int) -> Promise:
    """One promise with its contact; raise NotFound where `user` has none of this number."""
    found = await Promise.get_or_none(id=id_, contact__user=user).select_related("contact")
    if found is None:
        raise NotFound("There is no such promise.")
    return found
