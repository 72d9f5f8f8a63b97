"""Somebody moves to another time zone: what goes by their own clock is told anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Dated
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.rules import Stage
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON, TODAY
from tests.internships.applying.begun import numbers
from tests.web.visiting import come_in, post

LATER = NOON + timedelta(hours=1)
UNTIL = datetime(2026, 12, 2, 3, 59, tzinfo=UTC)  # in Chicago 9:59 pm of the day before


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    """Somebody in Chicago with an offer."""
    made = await make_user(OWNER)
    await come_in(client)
    row = await actions.start(made, Start(title="Sample"), now=NOON)
    told = Edit(title="Sample", organization="", offer_until=UNTIL, version=1)
    await actions.edit(made, row.key, told, now=NOON)
    await actions.set_stage(made, row.key, Stage.OFFER, now=NOON)
    return made


async def offer_of(owner: User) -> Dated:
    [one] = await gather(owner.id, today=TODAY, first=TODAY)
    return one


@pytest.mark.parametrize(
    ("path", "zone", "day", "clock", "grows"),
    [
        ("/settings", "Europe/Paris", "2026-12-02", "04:59", 1),
        ("/welcome", "Europe/Paris", "2026-12-02", "04:59", 1),
        ("/settings", "America/New_York", "2026-12-01", "22:59", 0),
        ("/settings", "America/Menominee", "2026-12-01", "21:59", 0),
    ],
)
async def test_an_offer_ends_on_the_day_that_it_is_where_somebody_lives_now(
    client: httpx2.AsyncClient,
    owner: User,
    path: str,
    zone: str,
    day: str,
    clock: str,
    grows: int,
) -> None:
    before, number = await offer_of(owner), await numbers(owner)
    with time_machine.travel(LATER, tick=False):
        answer = await post(client, path, name="Sample Owner", timezone=zone)
    assert answer.status_code == 303
    after = await offer_of(owner)
    assert (str(after.first_on), after.due_time) == (day, clock)
    assert after.entry.sequence == before.entry.sequence + grows
    is_other = clock != before.due_time
    assert (after.entry.changed_at == LATER) == is_other
    assert (await numbers(owner) > number) == is_other
