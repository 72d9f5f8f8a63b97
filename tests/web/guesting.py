"""Guests of a mentor who takes them: what they post, and what they get."""

from __future__ import annotations

import httpx2

from tests.mail.posting import code_to
from tests.web.booking import THURSDAY, Offer

GUEST = "guest@example.org"
NAME = "Amara Guest"


async def ask(
    mailing: httpx2.AsyncClient, offer: Offer, starts_at: str = THURSDAY, **told: str
) -> httpx2.Response:
    """Post the form of the picker as a visitor."""
    boring = {"type": "review", "starts_at": starts_at, "topic": "A first job or a fellowship"}
    who = {"guest_name": NAME, "guest_email": GUEST, "zone": "America/Chicago"}
    return await mailing.post(f"/mentors/{offer.mentor.slug}/guests", data=boring | who | told)


async def enter(mailing: httpx2.AsyncClient, address: str = GUEST) -> httpx2.Response:
    """Enter the code that was mailed."""
    return await mailing.post("/confirm", data={"code": await code_to(address)})


async def booked(mailing: httpx2.AsyncClient, offer: Offer, starts_at: str = THURSDAY) -> str:
    """The address of the page of a session that is booked at once."""
    await ask(mailing, offer, starts_at, type="chat")
    return (await enter(mailing)).headers["location"]
