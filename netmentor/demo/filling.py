"""Sample people and sample events, so that anybody sees the product alive in a minute."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from netmentor import keeping
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import DEFAULT_ZONE, Joining
from netmentor.accounts.models import User
from netmentor.accounts.rules import Role
from netmentor.db.transactions import transaction
from netmentor.demo import applying, meeting, mentoring, subscribing
from netmentor.errors import Conflict
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.rules import Answer
from netmentor.events.drafts import DeadlineDraft, Draft, PriceDraft
from netmentor.events.importing import sources
from netmentor.events.importing.models import Source
from netmentor.events.models import Event, Series
from netmentor.events.organizing import actions as organizing
from netmentor.events.organizing import inviting
from netmentor.events.rules import listing_day
from netmentor.events.suggesting import actions as suggesting
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.rules import Kind, Status, WindowKind
from netmentor.internships.suggesting import actions as opportunities
from netmentor.organizations.models import Organization
from netmentor.settings import Settings

SLUG = "sample-chapter"
PAGE = "https://chapter.example.org"
PEOPLE = {
    "member@example.org": ("Sample Member", Role.MEMBER, DEFAULT_ZONE),
    "mentor@example.org": ("Sample Mentor", Role.MENTOR, DEFAULT_ZONE),
    "advisor@example.org": ("Sample Advisor", Role.MENTOR, "America/Los_Angeles"),
    "director@example.org": ("Sample Director", Role.MENTOR, "Pacific/Honolulu"),
    "organizer@example.org": ("Sample Organizer", Role.ORGANIZER, DEFAULT_ZONE),
    "curator@example.org": ("Sample Curator", Role.CURATOR, DEFAULT_ZONE),
}
_ABOUT = "Sample data: no such chapter exists. `netmentor demo --remove` takes it away."
_SAID = (Answer.GOING, Answer.INTERESTED, Answer.GOING, Answer.INTERESTED)
_EVENTS = (  # days ahead, hour, hours long, title, kind, city; no city is online
    (3, 12, 1, "Sample: revenue cycle over lunch", "webinar", ""),
    (6, 18, 2, "Sample: chapter social", "networking", "Columbus"),
    (9, 17, 2, "Sample: early careerists meet mentors", "networking", "Cleveland"),
    (14, 12, 1, "Sample: reading a payer contract", "webinar", ""),
    (20, 9, 7, "Sample: winter forum for practice managers", "conference", "Columbus"),
    (20, 12, 1, "Sample: staffing a small clinic", "webinar", ""),
    (27, 18, 2, "Sample: chapter dinner with students", "chapter_event", "Dayton"),
    (34, 8, 4, "Sample: certification exam review", "exam_review", "Cincinnati"),
    (41, 12, 1, "Sample: measuring access and wait times", "webinar", ""),
    (55, 18, 2, "Sample: board meeting, open to all", "chapter_event", "Columbus"),
    (69, 9, 8, "Sample: spring conference", "conference", "Cleveland"),
    (83, 12, 1, "Sample: compliance in an hour", "course", ""),
)


class NotEmpty(Conflict):
    """An installation with accounts of its own."""


async def fill(settings: Settings, *, now: datetime) -> dict[str, str]:
    """Fill an installation that has no account yet; return the passwords, by address."""
    if await User.exists():
        raise NotEmpty("There are accounts already; sample data goes into an empty installation.")
    passwords = {email: secrets.token_urlsafe(12) for email in PEOPLE}
    people = {email: await _person(email, passwords[email], now=now) for email in PEOPLE}
    organization = await _chapter(now=now)
    for n, draft in enumerate(_drafts(organization, now=now)):
        await organizing.publish(organization, draft, name=f"sample-{n}", now=now)
    link = await inviting.invite(organization, now=now)
    await inviting.accept(link, people["organizer@example.org"], now=now)
    member = people["member@example.org"]
    await _live(member, organization, now=now)
    await mentoring.mentor_others(settings, people, member, now=now)
    await applying.apply(member, now=now)
    await _suggest_opportunity(member, now=now)
    return passwords


async def remove(settings: Settings, *, now: datetime) -> int:
    """Take the sample data away again; return how many sample accounts went."""
    people = await User.filter(email__in=list(PEOPLE))
    for person in people:
        await keeping.leave(settings, person, now=now)
    organization = await Organization.get_or_none(slug=SLUG)
    if organization:
        for source in await Source.filter(organization=organization):
            await sources.withdraw(source, now=now)
        async with transaction():
            if not await Event.exists(organizers__organization=organization):
                await organization.delete()
    return len(people)


async def _person(email: str, password: str, *, now: datetime) -> User:
    name, role, zone = PEOPLE[email]
    who = Joining(name=name, email=email, password=password, timezone=zone, role=role)
    return await accounts.join(who, now=now)


async def _chapter(*, now: datetime) -> Organization:
    told: dict[str, Any] = {
        "name": "Sample Chapter",
        "kind": "chapter",
        "url": f"{PAGE}/",
        "about": _ABOUT,
        "source_url": f"{PAGE}/about",
        "verified_on": now.date(),
    }
    organization, _ = await Organization.get_or_create(told, slug=SLUG)
    return organization


def _drafts(organization: Organization, *, now: datetime) -> Iterator[dict[str, Any]]:
    """The fields of each event, from the first Monday after today on."""
    monday = listing_day(now) + timedelta(days=7 - listing_day(now).weekday())
    for days, hour, hours, title, kind, city in _EVENTS:
        yield {
            **_when(monday + timedelta(days=days - 3), hour, hours),
            "title": title,
            "kind": kind,
            "modality": "in_person" if city else "online",
            "venue": "Sample Hall" if city else "",
            "city": city,
            "state": "OH" if city else "",
            "country": "US" if city else "",
            "url": f"{PAGE}/events/{days}",
            "registration_url": f"{PAGE}/events/{days}/register",
            "description": _ABOUT.partition("`")[0].strip(),
            "topics": ("students",) if "students" in title or "careerists" in title else (),
            "prices": _prices(hours),
            "credits": (),
            "deadlines": _closes(monday + timedelta(days=days - 10), now) if hours > 4 else (),
        }


def _when(day: date, hour: int, hours: int) -> dict[str, Any]:
    return {
        "starts_on": day,
        "ends_on": day,
        "starts_time": f"{hour:02}:00",
        "ends_time": f"{hour + hours:02}:00",
        "timezone": DEFAULT_ZONE,
    }


def _prices(hours: int) -> tuple[PriceDraft, ...]:
    if hours == 1:
        return (PriceDraft(audience="everybody", amount=Decimal(0)),)
    dear = Decimal(25 * hours)
    student = PriceDraft(audience="student", amount=Decimal(10))
    return (PriceDraft(audience="member", amount=dear), student)


def _closes(day: date, now: datetime) -> tuple[DeadlineDraft, ...]:
    last = max(day, now.date() + timedelta(days=1))
    return (DeadlineDraft(kind="registration_close", due_on=last),)


async def _live(member: User, organization: Organization, *, now: datetime) -> None:
    """What a member does: goes to some, follows a series, keeps one, suggests one."""
    rows = Event.filter(organizers__organization=organization, owner_id=None)
    events = await rows.order_by("starts_on", "starts_time")
    for event, said in zip(events[2:6], _SAID, strict=True):
        await attending.answer(member, event, said, now=now)
    goals = Notes(goals="Meet two community-clinic administrators.", cost=Decimal(45))
    await attending.note_down(member, events[2], goals, now=now)
    if series := await Series.filter(retired_at=None).order_by("id").first():
        await attending.follow(member, series, now=now)
    day = listing_day(now) + timedelta(days=11)
    class_ = _own("Sample: class on healthcare finance", day, organizers=())
    await own.keep(member, class_, now=now)
    over = _own("Sample: fall forum", listing_day(now) - timedelta(days=1), organizers=())
    await meeting.meet(member, await own.keep(member, over, now=now), now=now)
    await subscribing.subscribe(member, now=now)
    suggestion = await suggesting.suggest_by_hand(member, now=now)
    forum = _own("Sample: forum that a member suggested", day, organizers=(organization.slug,))
    await suggesting.send(suggestion, forum, now=now)


async def _suggest_opportunity(member: User, *, now: datetime) -> None:
    suggestion = await opportunities.suggest_by_hand(member, now=now)
    closes = WindowDraft(
        kind=WindowKind.CLOSES,
        on=listing_day(now) + timedelta(days=60),
        at="17:00",
        timezone=DEFAULT_ZONE,
    )
    told = OpportunityDraft(
        external_id="sample",
        title="Sample: internship that a member suggested",
        kind=Kind.INTERNSHIP,
        status=Status.CURRENT,
        organization_name="Sample Chapter",
        city="Columbus",
        state="OH",
        url=f"{PAGE}/internship",
        description="Sample data: nobody offers this.",
        windows=(closes,),
        verified_on=now.date(),
    )
    await opportunities.send(suggestion, told, now=now)


def _own(title: str, day: date, **more: Any) -> Draft:
    return Draft(
        external_id="sample",
        title=title,
        kind="networking",
        status="confirmed",
        modality="in_person",
        **_when(day, 18, 2),
        city="Columbus",
        state="OH",
        country="US",
        source_url=f"{PAGE}/",
        verified_on=day,
        **more,
    )
