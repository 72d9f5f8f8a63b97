"""Sample people whom the sample member met, some sorted, some waiting, some owed something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import Answer, TouchKind
from netmentor.contacts.sorting import sort_out
from netmentor.contacts.touching import Told, log_touch
from netmentor.events.models import Event


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody who does not exist: what was caught of them, and what was decided."""

    name: str
    role: str
    organization: str
    note: str
    promise: str = ""
    tags: tuple[str, ...] = ()
    answer: Answer = Answer.WAITING


AT_THE_FORUM = (
    Sample(
        "Sample Priya",
        "Practice administrator",
        "Sample Women’s Health",
        "Eleven providers, a new record system since March. Needs summer help with referrals.",
        promise="Send the staffing model",
        tags=("Ally",),
        answer=Answer.TODAY,
    ),
    Sample(
        "Sample Marcus",
        "Revenue cycle lead",
        "Sample Orthopedics",
        "Says denials fell by a third once the front desk asked two more questions.",
        answer=Answer.WEEK,
    ),
    Sample(
        "Sample Gwen",
        "Fellow",
        "Sample Regional Hospital",
        "In her second rotation. Happy to tell how she applied.",
        tags=("Fellowships",),
        answer=Answer.KEEP,
    ),
    Sample("Sample Tom", "Sales", "Sample Software", "Wanted to sell.", answer=Answer.NONE),
    Sample(
        "Sample Samuel",
        "Director of operations",
        "Sample Family Clinics",
        "Opens a fourth site in spring. Knows everybody at the chapter.",
        promise="Introduce him to Sample Priya",
    ),
    Sample("Sample Lena", "Student", "Sample University", "Same class next term."),
    Sample("Sample Rosa", "Office manager", "Sample Pediatrics", "Shadowing on Thursdays is fine."),
)
BEFORE = (
    Sample(
        "Sample Denise",
        "Chief operating officer",
        "Sample Medical Group",
        "Taught the class on payer contracts. Likes questions that come in writing.",
        tags=("Mentor",),
        answer=Answer.KEEP,
    ),
    Sample(
        "Sample Ahmed",
        "Practice manager",
        "Sample Cardiology",
        "Gave twenty minutes on the telephone. Ask again in spring.",
        tags=("Ally", "Mentor"),
        answer=Answer.KEEP,
    ),
)
AGAIN = Sample(  # whom nobody recognized
    "Dr. Sample Ahmed",
    "Practice manager",
    "Sample Heart Center",
    "From his card. Writes a column on scheduling.",
    answer=Answer.NONE,
)


async def meet(member: User, forum: Event, *, now: datetime) -> None:
    """Have the member meet people at a forum that is over, and some before that."""
    yesterday = now - timedelta(days=1)
    for sample in AT_THE_FORUM:
        await _met(member, sample, forum, yesterday, now=now)
    for weeks, sample in enumerate(BEFORE, start=9):
        long_ago = now - timedelta(weeks=weeks)
        contact = await _met(member, sample, None, long_ago, now=now)
        told = Told(kind=TouchKind.CALL, at=long_ago + timedelta(days=6), note="Twenty minutes.")
        await log_touch(member, contact, told, now=now)
    await _met(member, AGAIN, None, now - timedelta(weeks=3), now=now)


async def _met(
    member: User, sample: Sample, event: Event | None, met_at: datetime, *, now: datetime
) -> Contact:
    told = Capture(
        name=sample.name,
        role=sample.role,
        organization=sample.organization,
        email=f"{sample.name.split()[-1].lower()}@example.org",
        note=sample.note,
        event=event,
        met_where="" if event else "Class",
        met_at=met_at,
        promise=sample.promise,
        follow_up_on=_friday(now) if sample.promise and not sample.answer else None,
        tags=sample.tags,
    )
    contact, _ = await capture(member, told, now=now)
    if sample.answer is not Answer.WAITING:
        await sort_out(member, contact, sample.answer, now=now)
    return contact


def _friday(now: datetime) -> date:
    return now.date() + timedelta(days=(4 - now.weekday()) % 7)
