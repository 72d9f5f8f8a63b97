"""Undoing one thing spoils nothing else: tags of others, open forms, who is gone for good."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts import binning, editing, promising, tagging
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import InTheBin, latest_deed
from netmentor.contacts.editing import Stale, Told, change
from netmentor.contacts.follow_ups import promise_follow_up, set_cadence, set_tag_cadence
from netmentor.contacts.models import Contact, Deed, FollowUp, Tag, Tagging
from netmentor.contacts.rules import State, TouchKind
from netmentor.contacts.touching import Told as Touched
from netmentor.contacts.touching import log_touch
from netmentor.contacts.undoing import undo
from netmentor.errors import NotFound
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import EVER, NOON

A_MONTH_ON = NOON + timedelta(days=31)


async def last(user: User) -> int:
    done = await latest_deed(user, since=EVER)
    assert done is not None
    return done.id


async def edited(user: User, contact: Contact, note: str, version: int) -> None:
    told = Told(name=contact.name, note=note, met_at=contact.met_at)
    await change(user, contact, told, version=version, now=NOON)


async def test_a_tag_that_others_have_by_now_stays_on_them(database: Settings) -> None:
    user = await make_user()
    one, other = await make_contact(user, "One"), await make_contact(user, "Other")
    await tagging.tag(user, [one], ["Mentor"], now=NOON)
    first = await last(user)
    await tagging.tag(user, [other], ["Mentor"], now=NOON)
    await capture(user, Capture(name="Third", tags=("Mentor",)), now=NOON)

    await undo(user, first, now=NOON)

    tagged = await Tagging.all().order_by("id").select_related("contact")
    assert [row.contact.name for row in tagged] == ["Other", "Third"]


async def test_nobody_is_kept_in_touch_with_by_a_cadence_that_was_undone(
    database: Settings,
) -> None:
    user = await make_user()
    await make_contact(user, "One", tags=("Ally",))
    await set_tag_cadence(user, await Tag.get(), 4, now=NOON)
    set_ = await last(user)
    other = await make_contact(user, "Other")
    await tagging.tag(user, [other], ["Ally"], now=NOON)
    await capture(user, Capture(name="Third", tags=("Ally",)), now=NOON)
    assert await FollowUp.all().count() == 3

    await undo(user, set_, now=NOON)

    assert await FollowUp.all().count() == 0


async def test_an_open_form_takes_no_tag_away_that_it_never_showed(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await tagging.tag(user, [contact], ["Two"], now=NOON)
    with pytest.raises(Stale):
        await edited(user, contact, "precious", version=1)


async def test_a_form_from_before_an_undo_is_stale(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await edited(user, contact, "first", version=1)
    await undo(user, await last(user), now=NOON)
    version = (await Contact.get(id=contact.id)).version
    await edited(user, contact, "precious", version=version)

    with pytest.raises(Stale):
        await edited(user, contact, "of the other tab", version=2)
    assert (await Contact.get(id=contact.id)).note == "precious"


async def test_what_changes_nothing_is_no_deed(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    row = await promising.promise(user, contact, "the model", by_them=False, now=NOON)
    await promising.settle_promise(user, row, State.DONE, now=NOON)
    await set_cadence(user, contact, 4, now=NOON)
    before = await Deed.all().count()

    await promising.settle_promise(user, row, State.DONE, now=NOON)
    await set_cadence(user, contact, 4, now=NOON)
    await binning.take_back(user, contact, now=NOON)

    assert await Deed.all().count() == before
    await binning.delete(user, [contact], now=NOON)
    await binning.delete(user, [contact], now=NOON)
    assert await Deed.all().count() == before + 1


async def test_who_was_deleted_for_good_does_not_come_back(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await edited(user, contact, "secret", version=1)
    changed = await last(user)
    await Contact.filter(id=contact.id).update(gone_at=NOON)
    await binning.empty_bins(now=A_MONTH_ON)

    with pytest.raises(NotFound, match="deleted for good"):
        await undo(user, changed, now=NOON + timedelta(days=1))
    assert await Contact.all().count() == 0


async def test_an_introducer_who_is_gone_for_good_is_let_go_of(database: Settings) -> None:
    user = await make_user()
    one, other = await make_contact(user, "One"), await make_contact(user, "Other")
    await Contact.filter(id=one.id).update(introduced_by_id=other.id)
    await edited(user, one, "changed", version=1)
    changed = await last(user)
    await Contact.filter(id=other.id).delete()

    await undo(user, changed, now=NOON)

    assert (await Contact.get(id=one.id)).introduced_by_id is None


async def test_nothing_is_done_about_somebody_in_the_bin(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await binning.delete(user, [contact], now=NOON)
    call = Touched(kind=TouchKind.CALL, at=NOON)
    for deed in (
        log_touch(user, contact, call, now=NOON),
        promising.promise(user, contact, "x", by_them=False, now=NOON),
        tagging.tag(user, [contact], ["x"], now=NOON),
        editing.add_notes(user, {contact: "x"}, now=NOON),
        edited(user, contact, "x", version=1),
    ):
        with pytest.raises(InTheBin):
            await deed


async def test_what_is_planned_goes_by_the_new_name(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user, "Old Name", follow_up_on=date(2026, 12, 1))
    await set_cadence(user, contact, 4, now=NOON)
    day = date(2026, 12, 2)
    await promise_follow_up(user, contact=contact, what="Call Old Name", due_on=day, now=NOON)
    told = Told(name="New Name", met_at=NOON)

    await change(user, contact, told, version=1, now=NOON)

    assert {row.what for row in await FollowUp.all()} == {
        "Write to New Name",
        "Keep in touch with New Name",
        "Call Old Name",
    }
