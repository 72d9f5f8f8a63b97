"""Somebody is met, heard of again, and what was done to them is undone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from netmentor.accounts.models import AgendaRevision
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.models import Contact, FollowUp, Promise, Tag, Touch
from netmentor.contacts.queries import contact_of, contacts_of
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch, take_out_touch
from netmentor.contacts.undoing import Overtaken, undo
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import EVER, NOON


async def test_one_breath_keeps_the_person_the_promise_and_the_day(database: Settings) -> None:
    user = await make_user()
    told = Capture(
        name="Sample Person",
        role="Administrator",
        organization="Sample Clinic",
        email="sample@example.org",
        note="Éric knows her",
        promise="the staffing model",
        follow_up_on=date(2026, 11, 26),
        tags=("Mentor", "Ohio"),
    )

    contact, is_new = await capture(user, told, now=NOON)

    assert is_new
    assert [one.name for one in await contacts_of(user)] == ["Sample Person"]
    assert "eric knows her" in contact.searched
    assert [(row.what, row.due_on) for row in await FollowUp.all()] == [
        ("Write to Sample Person", date(2026, 11, 26))
    ]
    assert (await Promise.get()).what == "the staffing model"
    assert {row.name for row in await Tag.all()} == {"Mentor", "Ohio"}
    assert (await AgendaRevision.get(user_id=user.id)).number == 1


async def test_the_same_key_makes_one_person_even_from_the_bin(database: Settings) -> None:
    user = await make_user()
    told = Capture(name="Sample Person", key=str(uuid4()))
    first, _ = await capture(user, told, now=NOON)
    done = await latest_deed(user, since=EVER)
    assert done is not None

    await undo(user, done.id, now=NOON)
    again, is_new = await capture(user, told, now=NOON)

    assert (again.id, is_new) == (first.id, False)
    assert await contacts_of(user).count() == 0


async def test_any_touch_begins_a_cadence_anew_and_taking_it_out_does_not(
    database: Settings,
) -> None:
    user = await make_user()
    contact, _ = await capture(user, Capture(name="Sample Person", tags=("Ally",)), now=NOON)
    await Tag.all().update(cadence_weeks=4)
    first = Told(kind=TouchKind.COFFEE, at=NOON + timedelta(days=1))

    row = await log_touch(user, contact, first, now=NOON)
    (due,) = await FollowUp.filter(contact=contact)
    assert due.due_on == date(2026, 12, 23)

    await log_touch(user, contact, Told(kind=TouchKind.CALL, at=NOON + timedelta(days=7)), now=NOON)
    (due,) = await FollowUp.filter(contact=contact)
    assert due.due_on == date(2026, 12, 29)

    await take_out_touch(user, row, now=NOON)
    (due,) = await FollowUp.filter(contact=contact)
    assert due.due_on == date(2026, 12, 29)


async def test_undo_goes_backward_and_refuses_what_was_changed_since(database: Settings) -> None:
    user = await make_user()
    contact, _ = await capture(user, Capture(name="Sample Person"), now=NOON)
    before = await Contact.filter(id=contact.id).values()
    deeds = []
    for days in (1, 2):
        at = NOON + timedelta(days=days)
        await log_touch(user, contact, Told(kind=TouchKind.CALL, at=at), now=NOON)
        done = await latest_deed(user, since=EVER)
        assert done is not None
        deeds.append(done.id)

    with pytest.raises(Overtaken):
        await undo(user, deeds[0], now=NOON)
    for id_ in reversed(deeds):
        await undo(user, id_, now=NOON)

    assert await Contact.filter(id=contact.id).values() == before
    assert await Touch.all().count() == 0
    assert (await contact_of(user, contact.key)).touched_at is None
