"""A user with something of every kind among their dates, and private feeds of it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed
from netmentor.calendars.dated import Kind
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Contact, FollowUp
from netmentor.events.attending.actions import answer, follow
from netmentor.events.attending.rules import Answer
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.models import Event, Series
from tests.factories import NOON, TODAY, make_event, make_series

ALL = ",".join(Kind)
HALL: dict[str, Any] = {
    "modality": "in_person",
    "venue": "Sample Hall",
    "city": "Cleveland",
    "state": "OH",
}
SECRETS = (
    "Sample Priya",
    "likes fjords",
    "never to be told",
    "priya@example.org",
    "Send the survey",
    "Call them",
)


async def open_feed(user: User, **fields: Any) -> tuple[PrivateFeed, str]:
    """A feed of everything in full, and the secret of its address."""
    token = tokens.make("nmf")
    boring: dict[str, Any] = {
        "name": "Sample feed",
        "kinds": ALL,
        "detail": "full",
        "tasks": "event",
        "salt": secrets.token_hex(16),
        "token_hash": tokens.hashed(token),
        "created_at": NOON,
        "addressed_at": NOON,
    }
    return await PrivateFeed.create(user=user, **boring | fields), token


async def fill_agenda(user: User, *, now: datetime = NOON) -> tuple[Event, FollowUp]:
    """One event they go to, one of interest, one of a series, a deadline, and two follow-ups."""
    await make_series()
    due = DeadlineDraft(kind="registration_close", due_on=TODAY)
    going = await make_event(external_id="going", title="Sample to go to", deadlines=(due,), **HALL)
    maybe = await make_event(external_id="maybe", title="Sample of interest")
    await make_event(external_id="next", title="Sample edition", series="sample-series")
    await answer(user, going, Answer.GOING, now=now)
    await answer(user, maybe, Answer.INTERESTED, now=now)
    await follow(user, await Series.get(slug="sample-series"), now=now)
    contact, _ = await capture(
        user, Capture(name="Sample Priya", note="likes fjords", email="priya@example.org"), now=now
    )
    await Contact.filter(id=contact.id).update(private_note="never to be told")
    row = await promise_follow_up(
        user, contact=contact, what="Send the survey", due_on=TODAY, now=now
    )
    await promise_follow_up(
        user, contact=contact, what="Call them", due_on=TODAY, due_time="15:30", now=now
    )
    return going, row
