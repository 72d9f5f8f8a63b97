"""Sample applications of the sample member, each at another stage and from somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.demo import keeping_track
from netmentor.events.rules import listing_day
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.interviewing.rules import Medium
from netmentor.internships.applying.interviewing.rules import Told as Interview
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.recommending import add_recommender, note_recommender
from netmentor.internships.applying.rules import Asked, Owner, Stage
from netmentor.internships.applying.steps import plan
from netmentor.internships.applying.taking import Thing, add_requirement
from netmentor.internships.models import Opportunity
from netmentor.internships.rules import Status

_SAYS_SO = "Sample data: nobody offers this."


async def apply(member: User, *, now: datetime) -> None:
    """Have the member apply: one offer held, one with letters to come, one under way, and more."""
    await _offered(member, now=now)
    await _prepared(member, now=now)
    await _asked(member, now=now)
    await _invited(member, now=now)
    await _listed(member, now=now)
    await _accepted(member, now=now)
    over = Start(title="Sample: trainee program", organization="Sample Health System")
    await _at(member, over, Stage.REJECTED, now=now)


async def _offered(member: User, *, now: datetime) -> None:
    """An offer that is held for three days more, of somebody met at an event."""
    gwen = await _known(member, "Sample Gwen")
    told = Start(
        title="Sample: administrative fellowship",
        organization="Sample Regional Hospital",
        contact=gwen,
    )
    row = await _at(member, told, Stage.HELD, now=now)
    await keeping_track.keep_documents(member, row, now=now)
    await actions.edit(
        member,
        row.key,
        Edit(
            title=row.title,
            organization=row.organization_name,
            offer_until=now + timedelta(days=3),
            notes=_SAYS_SO,
            version=row.version,
        ),
        now=now,
    )


async def _prepared(member: User, *, now: datetime) -> None:
    """One with its steps planned back, and two who write letters."""
    told = Start(
        title="Sample: summer internship",
        organization="Sample Medical Group",
        deadline_on=listing_day(now) + timedelta(days=120),
    )
    row = await _at(member, told, Stage.PREPARING, now=now)
    await plan(member, row.key, now=now)
    for thing in (Thing(name="Resume"), Thing(name="Transcript", owner=Owner.SCHOOL)):
        await add_requirement(member, row.key, thing, now=now)
    letters = (("Sample Denise", (Asked.ASKED, Asked.AGREED)), ("Sample Ahmed", (Asked.ASKED,)))
    for name, said in letters:
        writer = await _known(member, name)
        made = await add_recommender(member, row.key, name, writer, now=now)
        for what in said:
            await note_recommender(member, row.key, made.id, what, now=now)


async def _asked(member: User, *, now: datetime) -> None:
    """One without a deadline, of somebody who may have an opening."""
    priya = await _known(member, "Sample Priya")
    told = Start(
        title="Sample: summer help with referrals",
        organization="Sample Women’s Health",
        contact=priya,
    )
    await _at(member, told, Stage.ASKED, now=now)


async def _invited(member: User, *, now: datetime) -> None:
    """One that a mentor told of, with an interview next week."""
    weeks_ago = now - timedelta(weeks=3)
    name, where = "Sample Mentor", "Sample Orthopedics"
    met = Capture(name=name, organization=where, met_where="A class", met_at=weeks_ago)
    mentor = await _known(member, name) or (await capture(member, met, now=now))[0]
    spoke = Told(kind=TouchKind.SESSION, at=weeks_ago, note="Sample: who has an opening")
    await log_touch(member, mentor, spoke, now=now)
    told = Start(title="Sample: practicum in operations", organization=where, contact=mentor)
    row = await _at(member, told, Stage.INTERVIEW, now=now)
    interview = Interview(
        name="Sample: first interview",
        starts_on=listing_day(now) + timedelta(days=7),
        starts_time="14:00",
        timezone="America/New_York",
        minutes=45,
        medium=Medium.VIDEO,
        place="https://meet.example.org/sample-interview",
        questions="What would the first month look like?",
    )
    await plan_interview(member, row.key, interview, mentor, now=now)


async def _accepted(member: User, *, now: datetime) -> None:
    """One that was accepted, and is under way since last week."""
    told = Start(title="Sample: practicum at the front desk", organization="Sample Pediatrics")
    row = await _at(member, told, Stage.ACCEPTED, now=now)
    supervisor = await _known(member, "Sample Denise")
    await keeping_track.get_under_way(member, row, supervisor, now=now)


async def _listed(member: User, *, now: datetime) -> None:
    """One that follows the latest deadline of the list, where there is one ahead."""
    ahead = Opportunity.filter(status=Status.CURRENT, gone_at=None, closes_at__gt=now)
    if listed := await ahead.order_by("-closes_at", "id").first():
        row = await actions.start(member, Start(opportunity=listed), now=now)
        await plan(member, row.key, now=now)


async def _at(member: User, told: Start, stage: Stage, *, now: datetime) -> Application:
    row = await actions.start(member, told, now=now)
    return await actions.set_stage(member, row.key, stage, now=now)


async def _known(member: User, name: str) -> Contact | None:
    return await Contact.filter(user=member, name=name, gone_at=None).order_by("id").first()
