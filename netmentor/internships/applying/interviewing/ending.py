"""What becomes of interviews that lie ahead once their application is over, or is not after all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.moments import begins
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application


async def call_off_ahead(application: Application, *, now: datetime) -> None:
    """Call off what an application that is over still had ahead, inside the caller's deed."""
    for row in await Interview.filter(application=application, state=State.PLANNED.value):
        if begins(row.starts_on, row.starts_time, row.timezone) > now:
            row.state, row.changed_at = State.CANCELED.value, now
            row.sequence += 1
            await row.save()


async def plan_again(
    application: Application, ends: Collection[datetime], *, now: datetime
) -> None:
    """Plan what was called off in the moments `ends` again, as far as it lies ahead still."""
    off = Interview.filter(application=application, state=State.CANCELED.value)
    for row in await off.filter(changed_at__in=list(ends)):
        if begins(row.starts_on, row.starts_time, row.timezone) > now:
            row.state, row.changed_at = State.PLANNED.value, now
            row.sequence += 1
            await row.save()
