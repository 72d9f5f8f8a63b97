"""The first message to somebody: as it was reworded, or else as it is begun from what was noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.deeds import InTheBin
from netmentor.contacts.drafting import Message, first_message
from netmentor.contacts.messages.models import Wording
from netmentor.contacts.models import Contact, Promise
from netmentor.contacts.rules import LONGEST_NOTE, State
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid
from netmentor.text import clean


async def message_to(user: User, contact: Contact) -> Message:
    """The first message to `contact` as it stands."""
    begun = await _begun(user, contact)
    kept = await Wording.get_or_none(contact=contact)
    return replace(begun, text=kept.text, is_reworded=True) if kept else begun


async def reword(user: User, contact: Contact, text: str, *, now: datetime) -> None:
    """Keep what somebody made of it; none, or what it was begun with, begins it anew.

    No deed: undoing an answer leaves the words that were found for it.
    """
    text = clean(text)
    if len(text) > LONGEST_NOTE:
        raise Invalid(f"Use at most {LONGEST_NOTE:,} characters for the message.")
    if text == clean((await message_to(user, contact)).text):
        return
    async with transaction():
        await take_turns_of(user)
        await contact.refresh_from_db()
        if contact.gone_at:
            raise InTheBin(f"{contact.name} is in the bin. Take them out of it first.")
        if text in ("", clean((await _begun(user, contact)).text)):
            await Wording.filter(contact=contact).delete()
            return
        if not await Wording.filter(contact=contact).update(text=text, changed_at=now):
            await Wording.create(contact=contact, text=text, changed_at=now)


async def _begun(user: User, contact: Contact) -> Message:
    await contact.fetch_related("event__merged_into")
    event = contact.event
    mine = Promise.filter(contact=contact, state=State.OPEN.value, by_them=False)
    return first_message(
        to=contact.name,
        sender=user.name,
        where=(event.merged_into or event).title if event else contact.met_where,
        met_on=contact.met_at.astimezone(ZoneInfo(user.timezone)).date(),
        note=contact.note,
        promises=[one.what for one in await mine.order_by("made_at", "id")],
    )
