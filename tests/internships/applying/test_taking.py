"""What an application takes: by whom, by a day, renamed and taken off the list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.models import Application, Requirement
from netmentor.internships.applying.rules import MOST_LINES, Owner
from netmentor.internships.applying.taking import (
    Thing,
    add_requirement,
    change_requirement,
    remove_requirement,
    settle_requirement,
)
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates, numbers, sequences
from tests.taken_along import lines, taken_along

LATER = NOON + timedelta(hours=1)
DAY = date(2026, 12, 10)


async def test_what_has_a_day_is_in_the_calendar_and_rings(owner: User, row: Application) -> None:
    made = await add_requirement(owner, row.key, Thing(name="Transcript", due_on=DAY), now=NOON)
    assert await dates(owner) == [("2026-12-10", "Transcript: Sample fellowship")]
    await plan_user(owner.id, now=NOON)
    assert await Reminder.filter(uid=made.uid, state="planned").count() == 3
    await settle_requirement(owner, row.key, made.id, done=True, now=LATER)
    assert await dates(owner) == []
    await plan_user(owner.id, now=LATER)
    assert not await Reminder.filter(uid=made.uid, state="planned").exists()


async def test_its_uid_stays_its_own_and_the_sequence_grows_with_its_day_alone(
    owner: User, row: Application
) -> None:
    number = await numbers(owner)
    made = await add_requirement(owner, row.key, Thing(name="Transcript"), now=NOON)
    assert (await numbers(owner), made.uid) == (number, "")  # it stands in no calendar
    seen = set()
    changes = (("Transcript", DAY), ("Transcripts", DAY), ("Transcripts", None), ("x", DAY))
    for name, day in changes:
        await change_requirement(owner, row.key, made.id, Thing(name=name, due_on=day), now=LATER)
        seen |= set((await sequences(owner)).items())
    uid = (await Requirement.get()).uid
    assert seen == {(uid, 0), (uid, 2)}
    await remove_requirement(owner, row.key, made.id, now=LATER)
    assert await sequences(owner) == {}
    assert await numbers(owner) == number + 5


async def test_somebody_one_knows_may_have_to_do_it(
    owner: User, row: Application, manager: Contact
) -> None:
    told = Thing(name="Agreement", owner=Owner.ME, contact=manager)
    made = await add_requirement(owner, row.key, told, now=NOON)
    assert (made.owner, made.contact_id) == (Owner.CONTACT, manager.id)
    back = Thing(name="Agreement", owner=Owner.SCHOOL)
    await change_requirement(owner, row.key, made.id, back, now=NOON)
    again = await Requirement.get()
    assert (again.owner, again.contact_id) == (Owner.SCHOOL, None)


async def test_too_much_too_long_and_nobody_elses_is_refused(owner: User, row: Application) -> None:
    made = await add_requirement(owner, row.key, Thing(name="Transcript"), now=NOON)
    for name in ("", " \n", "x" * 201):
        with pytest.raises(Invalid):
            await change_requirement(owner, row.key, made.id, Thing(name=name), now=NOON)
    stranger = await make_user(STRANGER)
    for deed in (
        change_requirement(stranger, row.key, made.id, Thing(name="x"), now=NOON),
        settle_requirement(stranger, row.key, made.id, done=True, now=NOON),
        remove_requirement(owner, row.key, made.id + 1, now=NOON),
    ):
        with pytest.raises(NotFound):
            await deed
    for _ in range(MOST_LINES - 1):
        await add_requirement(owner, row.key, Thing(name="x"), now=NOON)
    with pytest.raises(Conflict):
        await add_requirement(owner, row.key, Thing(name="x"), now=NOON)


async def test_what_is_handed_out_names_who_does_it_and_what_is_applied_for(owner: User) -> None:
    row = await begun(owner)
    contact = await make_contact(owner, "Sample Registrar")
    await add_requirement(owner, row.key, Thing(name="Transcript", contact=contact), now=NOON)
    told = await taken_along(owner)
    assert [one["opportunity"] for one in lines(told, "data/application")] == [
        "sample-fellowship-2027"
    ]
    [needed] = lines(told, "data/application_requirement")
    people = {one["id"]: one["name"] for one in lines(told, "data/contact")}
    assert people[needed["contact"]] == "Sample Registrar"
