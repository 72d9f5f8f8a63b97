"""Whoever was chosen in a form and is deleted before it is sent is missed in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict, NotFound
from netmentor.internships.applying import actions, recommending, taking
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.interviewing import actions as interviewing
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.taking import Thing
from netmentor.internships.applying.under_way import actions as under_way
from netmentor.internships.applying.under_way.actions import Terms
from netmentor.internships.importing.withdrawing import withdraw
from tests.factories import NOON, make_source
from tests.internships.applying.interviewed import TOLD
from tests.internships.opportunities import make_opportunity

LATER = NOON + timedelta(hours=1)
Deed = Callable[[User, str, Contact], Awaitable[object]]


async def change(user: User, key: str, chosen: Contact) -> None:
    row = await taking.add_requirement(user, key, Thing(name="Sample"), now=NOON)
    told = Thing(name="Sample", contact=chosen)
    await taking.change_requirement(user, key, row.id, told, now=LATER)


async def seat(user: User, key: str, chosen: Contact) -> None:
    row = await interviewing.plan_interview(user, key, TOLD, None, now=NOON)
    await interviewing.seat(user, key, row.key, chosen, now=LATER)


async def supervise(user: User, key: str, chosen: Contact) -> None:
    await actions.set_stage(user, key, Stage.ACCEPTED, now=NOON)
    row = await under_way.begin(user, key, now=NOON)
    told = Terms(days={}, hours_required=0, supervisor=chosen, version=row.version)
    await under_way.set_terms(user, key, told, now=LATER)


DEEDS: dict[str, Deed] = {
    "begun": lambda user, _, chosen: actions.start(user, Start(contact=chosen), now=LATER),
    "takes": lambda user, key, chosen: taking.add_requirement(
        user, key, Thing(name="Sample", contact=chosen), now=LATER
    ),
    "changed": change,
    "recommender": lambda user, key, chosen: recommending.add_recommender(
        user, key, "", chosen, now=LATER
    ),
    "interview": lambda user, key, chosen: interviewing.plan_interview(
        user, key, TOLD, chosen, now=LATER
    ),
    "seat": seat,
    "supervisor": supervise,
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_somebody_who_is_deleted_is_named(
    owner: User, row: Application, manager: Contact, deed: str
) -> None:
    await Contact.filter(id=manager.id).delete()

    with pytest.raises(Conflict, match="Sample Manager was deleted a moment ago"):
        await DEEDS[deed](owner, row.key, manager)


async def test_what_is_taken_away_is_not_begun(owner: User) -> None:
    listed = await make_opportunity()
    await withdraw(await make_source(), now=NOON)

    with pytest.raises(NotFound, match="There is no such opportunity"):
        await actions.start(owner, Start(opportunity=listed), now=LATER)
