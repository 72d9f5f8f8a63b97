"""Puts somebody who has just met 25 people at an event into the service NETMENTOR_DATA names."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

from netmentor import clock, settings
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import promise_follow_up, set_tag_cadence
from netmentor.contacts.models import Tag
from netmentor.contacts.rules import Answer
from netmentor.contacts.sorting import sort_out
from netmentor.db.connections import connected
from netmentor.events import own
from netmentor.events.drafts import Draft
from tests.accounts.casting import PASSWORD

EMAIL = "sorter@example.org"
PEOPLE = 25
ZONE = "America/Chicago"


def summit(today_ago: int, title: str) -> Draft:
    """A conference of one day, so many days before today."""
    day = clock.now().astimezone(ZoneInfo(ZONE)).date() - timedelta(days=today_ago)
    return Draft(
        external_id=f"form-{today_ago}",
        title=title,
        kind="conference",
        status="confirmed",
        modality="in_person",
        city="Cincinnati",
        state="OH",
        country="US",
        organizers=(),
        starts_on=day,
        ends_on=day,
        starts_time="09:00" if today_ago < 0 else "",
        ends_time="17:00" if today_ago < 0 else "",
        timezone=ZONE,
        url="",
        source_url="https://events.example.org/",
        verified_on=day,
    )


async def fill() -> None:
    now = clock.now()
    async with connected(settings.load()):
        joining = Joining(email=EMAIL, name="Sample Sorter", password=PASSWORD, timezone=ZONE)
        user = await actions.join(joining, now=now)
        event = await own.keep(user, summit(2, "Sample summit of practice leaders"), now=now)
        await own.keep(user, summit(-3, "Sample chapter breakfast"), now=now)
        for number in range(1, PEOPLE + 1):
            told = Capture(
                name=f"Sample Person {number:02}",
                role="Practice administrator",
                organization="Sample Clinic",
                email=f"sample{number}@example.org",
                note="Runs 11 providers.\nAsk about shadowing on a Thursday.",
                event=event,
                met_at=now - timedelta(days=2, minutes=PEOPLE - number),
                promise="the staffing model" if number == 1 else "",
                tags=("Mentor",) if number < 4 else (),
            )
            await capture(user, told, now=now)
        elsewhere = Capture(name="Sample Classmate", met_where="a class", met_at=now)
        contact, _ = await capture(user, elsewhere, now=now - timedelta(days=3))
        await sort_out(user, contact, Answer.NONE, now=now)  # or waits, too, from six on
        await set_tag_cadence(user, await Tag.get(user=user), 4, now=now)
        today = now.astimezone(ZoneInfo(ZONE)).date()
        for days, what in ((-4, "Send the slides"), (0, "Ask for the address"), (2, "Call back")):
            await promise_follow_up(
                user, contact=contact, what=what, due_on=today + timedelta(days=days), now=now
            )


if __name__ == "__main__":
    asyncio.run(fill())
