"""Puts a mentor and a mentee into the service NETMENTOR_DATA names, or prints a mentor's letter.

`fill` makes the two; the mentor's profile is listed, and has no hours. `links EMAIL` prints the
buttons of the newest letter to somebody as JSON, by their words.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from email import message_from_bytes, policy
from html import unescape

from netmentor import clock, settings
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import Joining
from netmentor.db.connections import connected
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring.actions import Profile, put_profile
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Listing
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


async def links(email: str) -> None:
    async with connected(settings.load()):
        newest = await OutgoingMail.filter(to=email).order_by("-id").first()
    if newest is None:
        raise SystemExit(f"no letter went to {email}")
    message = message_from_bytes(newest.message, policy=policy.default)
    body = message.get_body(("html",))
    found = _BUTTON.findall(body.get_content() if body else "")
    told = {re.sub(r"<[^>]*>", "", words).strip(): unescape(link) for link, words in found}
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(fill() if sys.argv[1] == "fill" else links(sys.argv[2]))
