"""What can hang on an application, each part with a word in it."""

from __future__ import annotations

from datetime import date

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.internships.applying import recommending, steps, taking
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.interviewing.rules import Medium, Told
from netmentor.internships.applying.taking import Thing
from tests.factories import NOON


async def make_applied(owner: User, contact: Contact, word: str) -> str:
    """Hang all of it on the application whose key is that of a contact; return an interview's."""
    key = contact.key
    told = Told(
        name=word,
        starts_on=date(2026, 12, 8),
        starts_time="10:00",
        timezone="America/Chicago",
        minutes=45,
        medium=Medium.PHONE,
        place=word,
        questions=word,
        notes=word,
    )
    await steps.add_step(owner, key, word, date(2026, 12, 1), now=NOON)
    await taking.add_requirement(owner, key, Thing(name=word), now=NOON)
    await recommending.add_recommender(owner, key, word, contact, now=NOON)
    return (await plan_interview(owner, key, told, contact, now=NOON)).key
