"""Sample mentors in three zones with hours of their own, and sessions of the sample member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.mentoring.actions import Profile, put_profile
from netmentor.mentoring.availability import actions as availability
from netmentor.mentoring.availability.actions import Hours, Kind
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.booking import actions as booking
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Listing, Visibility
from netmentor.settings import Settings

_WEEKDAYS = range(5)
_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sample:
    """A mentor who does not exist: the profile, the hours of each weekday, and what they offer."""

    profile: Mapping[str, Any]
    hours: tuple[str, str]
    kinds: Sequence[Kind]


SAMPLES = {
    "mentor@example.org": Sample(
        {
            "headline": "From the front desk of a two-physician clinic to four sites.",
            "about": "Bring me a real situation: a job posting, a spreadsheet that will not add"
            " up, a supervisor conversation you are putting off.",
            "role_title": "Director of operations",
            "organization_name": "Sample Orthopedics",
            "organization_kind": "group",
            "organization_size": "large",
            "credentials": "FACMPE",
            "since_year": 2008,
            "topics": "operations,people,first-job,applications",
            "stages": "graduate,fellow,early",
            "city": "Cleveland",
            "state": "OH",
            "timezone": "America/New_York",
            "visibility": Visibility.PUBLIC.value,
        },
        ("12:00", "18:00"),
        (
            Kind(
                name="Introduction",
                minutes=20,
                place="https://meet.example.org/sample-mentor",
                is_instant=True,
            ),
            Kind(name="Résumé and path review", minutes=45, is_instant=True),
        ),
    ),
    "advisor@example.org": Sample(
        {
            "headline": "Revenue cycle, contracts, and the exam that goes with them.",
            "about": "I read contracts for a living. Write before we talk, and we get further.",
            "role_title": "Chief financial officer",
            "organization_name": "Sample Medical Group",
            "organization_kind": "system",
            "organization_size": "very_large",
            "credentials": "FACHE, CMPE",
            "since_year": 2001,
            "topics": "finance,credentials,next-step",
            "stages": "early,manager",
            "mediums": "phone",
            "city": "Portland",
            "state": "OR",
            "timezone": "America/Los_Angeles",
        },
        ("08:00", "11:00"),
        (Kind(name="Telephone call", minutes=30, medium="phone", place="+1 503 555 0100"),),
    ),
    "director@example.org": Sample(
        {
            "headline": "Community clinics, fellowships, and moving far away for a job.",
            "about": "Ask me what a fellowship year is like in a clinic of nine providers.",
            "role_title": "Executive director",
            "organization_name": "Sample Community Clinic",
            "organization_kind": "community",
            "organization_size": "medium",
            "since_year": 2012,
            "topics": "fellowships,communication,compliance",
            "stages": "undergraduate,graduate,changing",
            "mediums": "video,in_person",
            "city": "Honolulu",
            "state": "HI",
            "timezone": "Pacific/Honolulu",
        },
        ("14:00", "17:00"),
        (Kind(name="Video call", minutes=30, place="https://meet.example.org/sample-director"),),
    ),
}


async def mentor_others(
    settings: Settings, people: Mapping[str, User], member: User, *, now: datetime
) -> None:
    """Have the sample mentors publish their hours, and the member book one and ask another."""
    mentors = [await _publish(people[email], one, now=now) for email, one in SAMPLES.items()]
    first, second, _ = mentors
    await _ask(settings, first, member, "A first job or a fellowship", now=now)
    await _ask(settings, second, member, "Whether to sit for the exam this year", now=now)


async def _publish(user: User, sample: Sample, *, now: datetime) -> Mentor:
    mentor = await put_profile(user, Profile(name=user.name, **sample.profile), now=now)
    await Mentor.filter(id=mentor.id).update(listing=Listing.LISTED)
    for kind in sample.kinds:
        await availability.add_type(mentor, kind)
    starts, ends = sample.hours
    hours = Hours(weekdays=_WEEKDAYS, starts=starts, ends=ends)
    await availability.add_hours(mentor, hours, now=now)
    return await Mentor.get(id=mentor.id)


async def _ask(
    settings: Settings, mentor: Mentor, member: User, topic: str, *, now: datetime
) -> None:
    """Have the member ask for an opening of the third day that has any."""
    type_ = await SessionType.filter(mentor=mentor).order_by("id").first()
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    if type_ is None:
        return
    found = await openings_of(mentor, type_, today, today + _AHEAD, now=now)
    days = sorted({one.starts_at.date() for one in found})
    starts_at = next(one.starts_at for one in found if one.starts_at.date() == days[2])
    wish = Wish(
        starts_at=starts_at, topic=topic, questions="Which of the two would you begin with?"
    )
    await booking.ask(settings, mentor, member, type_, wish, now=now)
