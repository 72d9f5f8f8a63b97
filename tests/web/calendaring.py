"""What somebody has in their calendar, and the words that its pages show."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import httpx2

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Contact
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Event
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event

WEEK = "/my/calendar?view=week"
MONTH = "/my/calendar?view=month"
DECEMBER_9 = "&day=2026-12-09"


async def going(user: User, answer: Answer = Answer.GOING, **fields: Any) -> Event:
    event = await make_event(**fields)
    await attending.answer(user, event, answer, now=NOON)
    return event


async def planned(user: User, what: str = "Send the slides", **told: Any) -> Contact:
    contact = await make_contact(user)
    boring: dict[str, Any] = {"due_on": date(2026, 12, 9), "now": NOON}
    await promise_follow_up(user, contact=contact, what=what, **boring | told)
    return contact


async def words(client: httpx2.AsyncClient, path: str) -> str:
    """The words of the content of a page, as they are read aloud."""
    page = await client.get(path)
    assert page.status_code == 200, page.text
    content = page.text.partition("<main")[2].partition("</main>")[0]
    read = re.sub(r'<b [^>]*aria-hidden="true">[^<]*</b>', "", content)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", read)).split())
