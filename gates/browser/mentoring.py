"""Puts a mentor and a mentee into the service NETMENTOR_DATA names, or prints a mentor's letter.

`fill` makes the two; the mentor's profile is listed, and has no hours. `welcome` has everybody see
it, guests welcome, and sessions booked at once on every day. `links EMAIL` prints the buttons of
the newest letter to somebody as JSON, by their words, and `letter EMAIL` its plain text.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from email import message_from_bytes, policy
from html import unescape
from typing import Any

from netmentor import clock, settings
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import Joining
from netmentor.db.connections import connected
from netmentor.mail.models import OutgoingMail
from netmentor.mail.unwritten import written
from netmentor.mentoring.actions import Profile, put_profile
from netmentor.mentoring.availability.models import SessionType, Terms, WeeklyHours
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Listing, Visibility
from tests.accounts.casting import PASSWORD

MENTOR, MENTEE = "denise@example.org", "amara@example.org"
NAME = "Denise Okafor"
_BUTTON = re.compile(r'<a\b[^>]*href="([^"]+/m/[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


async def fill() -> None:
    now = clock.now()
    async with connected(settings.load()):
        zones = {MENTOR: (NAME, "America/New_York"), MENTEE: ("Amara Reyes", "America/Los_Angeles")}
        for email, (name, zone) in zones.items():
            who = Joining(email=email, name=name, password=PASSWORD, timezone=zone)
            user = await accounts.join(who, now=now)
            if email == MENTOR:
                profile = Profile(name=name, topics="operations,first-job", timezone=zone)
                mentor = await put_profile(user, profile, now=now)
                await Mentor.filter(id=mentor.id).update(listing=Listing.LISTED)


async def welcome() -> None:
    await fill()
    async with connected(settings.load()):
        await Mentor.all().update(visibility=Visibility.PUBLIC, takes_guests=True)
        mentor = await Mentor.get()
        for day in range(7):
            await WeeklyHours.create(mentor=mentor, weekday=day, starts="09:00", ends="17:00")
        await Terms.create(mentor=mentor)
        told: dict[str, Any] = {
            "slug": "talk",
            "name": "Career talk",
            "minutes": 30,
            "medium": "video",
        }
        await SessionType.create(mentor=mentor, is_instant=True, **told)


async def links(email: str) -> None:
    found = _BUTTON.findall(await _newest(email, "html"))
    told = {re.sub(r"<[^>]*>", "", words).strip(): unescape(link) for link, words in found}
    print(json.dumps(told))


async def letter(email: str) -> None:
    print(await _newest(email, "plain"))


async def _newest(email: str, kind: str) -> str:
    async with connected(settings.load()):
        newest = await OutgoingMail.filter(to=email).order_by("-id").first()
    if newest is None:
        raise SystemExit(f"no letter went to {email}")
    message = message_from_bytes(written(newest.message), policy=policy.default)
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill"]:
            asyncio.run(fill())
        case ["welcome"]:
            asyncio.run(welcome())
        case ["letter", whom]:
            asyncio.run(letter(whom))
        case ["links", whom]:
            asyncio.run(links(whom))
