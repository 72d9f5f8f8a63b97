"""An application of tests, and what of it stands in the calendars of whose it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from netmentor.accounts.models import AgendaRevision, User
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Kind
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import (
    Start,
)
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.planning import USUAL, due_on
from tests.factories import NOON
from tests.internships.opportunities import (
    closing,
    make_opportunity,
)

FAR = "2027-09-24"
LINES = {one.name: one for one in USUAL}


async def begun(owner: User, **told: Any) -> Application:
    """An application for the sample fellowship, which closes at 5 pm Eastern if nothing is said."""
    windows = (closing(told.pop("closes", FAR), told.pop("clock", "17:00")),)
    listed = await make_opportunity(windows=windows, **told)
    return await actions.start(owner, Start(opportunity=listed), now=NOON)


def follows_on(name: str, was: date, deadline: date, today: date) -> date:
    """Where an open step of the usual plan is on that day: as the deadline has it, from today on.

    One that is overdue stays where it `was` until its deadline gives it a later day.
    """
    usual = due_on(LINES[name], deadline)
    overdue = was < today and usual <= was
    return was if overdue else max(usual, min(today, deadline))


async def numbers(owner: User) -> int:
    number: int = (await AgendaRevision.get(user_id=owner.id)).number
    return number


async def sequences(owner: User) -> dict[str, int]:
    """What calendars are told of each of the owner's applications and steps, by uid."""
    found = await gather(owner.id, today=NOON.date(), first=NOON.date(), kinds={Kind.APPLICATIONS})
    return {one.uid: one.entry.sequence for one in found}


async def dates(owner: User) -> list[tuple[str, str]]:
    """What of applications stands in the owner's calendars: day and title."""
    found = await gather(owner.id, today=NOON.date(), first=NOON.date(), kinds={Kind.APPLICATIONS})
    return sorted((str(one.first_on), one.entry.title) for one in found if not one.is_done)
