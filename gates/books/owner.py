"""Fills a service's database with one user and the people of `people`; prints what signs them in.

That is a line of JSON: the `secret` of a session, and the `photo` of Zoë as its SHA-256.
"""

from __future__ import annotations

import asyncio
import hashlib
import json

from gates.books.people import PEOPLE, ZOE, Seen, portrait
from netmentor import clock, settings
from netmentor.accounts import actions
from netmentor.accounts.models import User
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.models import Contact, Picture, Way
from netmentor.contacts.rules import WayKind
from netmentor.db.connections import connected
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact

CARRIED = f"item1.ADR:;;1 Main;Ohio\nitem1.X-ABLabel:_$!<Work>!$_\nBDAY:{ZOE.birthday}"


async def main() -> None:
    async with connected(settings.load()):
        user = await make_user()
        for one in PEOPLE:
            await _meet(user, one)
        zoe, photo = await Contact.get(key=ZOE.uid), portrait(120)
        await Picture.create(contact=zoe, key=zoe.key, jpeg=photo, created_at=clock.now())
        await CarriedLines.create(contact=zoe, lines=CARRIED)
        secret = await actions.admit(user, device="gate", now=clock.now())
        print(json.dumps({"secret": secret, "photo": hashlib.sha256(photo).hexdigest()}))


async def _meet(user: User, one: Seen) -> None:
    contact = await make_contact(
        user, one.name, key=one.uid, tags=one.tags,
        role=one.title, organization=one.organization, note=one.note,
    )  # fmt: skip
    await Contact.filter(id=contact.id).update(credentials=one.credentials)
    for kind, values in (
        (WayKind.EMAIL, one.emails),
        (WayKind.PHONE, one.phones),
        (WayKind.WEBSITE, one.pages[:1]),
        (WayKind.LINKEDIN, one.pages[1:]),
    ):
        for value in values:
            await Way.create(contact=contact, kind=kind.value, value=value)


if __name__ == "__main__":
    asyncio.run(main())
