"""Prints letters as JSON: each sample notice, about what somebody who is made for it is to do."""

from __future__ import annotations

import asyncio
import json

from netmentor import clock, settings
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import Joining
from netmentor.contacts.follow_ups import promise_follow_up, today_of
from netmentor.db.connections import connected
from netmentor.reminders.composing import letter_of
from netmentor.reminders.links import Signer
from tests.accounts.casting import PASSWORD
from tests.contacts.people import make_contact
from tests.reminders.samples import SAMPLES, about, links_in

EMAIL = "reader@example.org"
WHAT = "Thank Marcus for the introduction"


async def fill() -> None:
    now, found = clock.now(), settings.load()
    who = Joining(email=EMAIL, name="Sample Reader", password=PASSWORD, timezone="America/New_York")
    async with connected(found):
        user = await accounts.join(who, now=now)
        contact = await make_contact(user, "Marcus Bell", now=now)
        day = today_of(user, now)
        row = await promise_follow_up(user, contact=contact, what=WHAT, due_on=day, now=now)
    signer = Signer(found, user, now)
    letters = {
        name: letter_of(found, about(notice, row.uid, day), signer)
        for name, notice in SAMPLES.items()
    }
    links = {link for one in letters.values() for link in links_in(one)}
    told = {
        "letters": {name: one.html for name, one in letters.items()},
        "links": sorted(link for link in links if link.startswith(found.base_url)),
        "done": signer.done(row.uid),
        "unsubscribe": signer.unsubscribe(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(fill())
