"""What the sample member keeps for applications: documents that were sent, and days under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.events.rules import listing_day
from netmentor.internships.applying.documents.actions import keep, keep_version, note_sent
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.actions import Terms, begin, log_hours, set_terms
from netmentor.internships.applying.under_way.rules import Part

_LETTER = b"Sample data: a letter of nobody, to nobody.\n"
_RESUME = b"Sample data: the resume of nobody.\n"
_REQUIRED = 240  # hours
_LOGGED = (  # days ago, minutes, what was done
    (1, 450, "Sample: shadowed the front desk"),
    (2, 480, "Sample: counted no-shows by hour"),
    (5, 420, "Sample: sat in on a payer call"),
    (6, 480, "Sample: first week of the schedule"),
)


async def keep_documents(member: User, application: Application, *, now: datetime) -> None:
    """A letter, and a résumé in two versions, of which the later went out."""
    await keep(member, "letter.txt", _LETTER, "Sample: cover letter", now=now)
    resume = await keep(member, "resume.txt", _RESUME, "Sample: resume", now=now)
    again, _ = await keep_version(member, resume.key, _RESUME + b"Shorter.\n", now=now)
    sent_on = listing_day(now) - timedelta(days=2)
    await note_sent(member, application.key, resume.key, again.number, sent_on, now=now)


async def get_under_way(
    member: User, application: Application, supervisor: Contact | None, *, now: datetime
) -> None:
    """Begun last week, with hours of some days and evaluations to come."""
    today = listing_day(now)
    await begin(member, application.key, now=now)
    days = {
        Part.STARTS: today - timedelta(days=8),
        Part.MIDPOINT: today + timedelta(days=13),
        Part.FINAL: today + timedelta(days=31),
        Part.ENDS: today + timedelta(days=34),
    }
    told = Terms(days=days, hours_required=_REQUIRED, supervisor=supervisor, version=1)
    await set_terms(member, application.key, told, now=now)
    for ago, minutes, note in _LOGGED:
        await log_hours(
            member, application.key, today - timedelta(days=ago), minutes, note, now=now
        )
