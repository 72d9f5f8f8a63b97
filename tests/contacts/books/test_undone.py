"""An import that is undone takes out what it brought, and nothing that anybody did since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.books import actions, turns
from netmentor.contacts.books.models import CarriedLines, ContactImport, ContactImportRow
from netmentor.contacts.books.rules import Doubles, State
from netmentor.contacts.books.undoing import STAYS
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.editing import add_notes
from netmentor.contacts.follow_ups import set_cadence
from netmentor.contacts.models import Contact, Tag
from netmentor.contacts.pictures import Darkroom, add_picture
from netmentor.contacts.promising import promise
from netmentor.contacts.tagging import tag, tag_names
from netmentor.contacts.undoing import undo
from netmentor.jobs import imports
from tests.accounts.casting import make_user
from tests.contacts.books.bringing import ADA, BO, brought, card, looked_at, undone
from tests.contacts.people import make_contact
from tests.factories import EVER, NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def user() -> User:
    return await make_user()


async def test_undone_all_is_as_before_but_whom_somebody_wrote_about(user: User) -> None:
    row, _ = await brought(user, ADA, BO)
    await promise(user, await Contact.get(name="Bo Sample"), "Lunch", by_them=False, now=NOON)
    row = await undone(user, row)
    assert row.state == State.UNDONE
    assert [one.name for one in await Contact.all()] == ["Bo Sample"]
    assert await CarriedLines.all().count() == 0
    stays = await ContactImportRow.get(of=row, name="Bo Sample")
    assert stays.reason == STAYS


async def test_a_deed_from_before_is_not_undone_past_what_came_in(user: User) -> None:
    here = await make_contact(user, "Ada Sample", email="ada@example.org")
    await add_notes(user, {here: "Mine"}, now=NOON)
    done = await latest_deed(user, since=EVER)
    assert done
    await brought(user, card("Ada Sample", "EMAIL:ada@example.org", "NOTE:Theirs"))
    assert await latest_deed(user, since=EVER) is None
    await undo(user, done.id, now=NOON)  # it is undone, as far as anybody is told
    assert (await Contact.get()).note == "Mine\n\nTheirs"


async def test_whom_something_else_names_stays_when_an_import_is_undone(user: User) -> None:
    row, _ = await brought(user, ADA, BO)
    ada, bo = await Contact.get(name="Ada Sample"), await Contact.get(name="Bo Sample")
    await Contact.filter(id=(await make_contact(user, "Cleo")).id).update(introduced_by=ada)
    await add_picture(user, bo, bo.key, b"\xff\xd8", now=NOON)
    await undone(user, row)
    assert {one.name for one in await Contact.all()} == {"Ada Sample", "Bo Sample", "Cleo"}


@pytest.mark.parametrize("what", ["cadence", "answer", "words"])
async def test_whom_somebody_decided_on_stays_when_an_import_is_undone(
    user: User, what: str
) -> None:
    row, _ = await brought(user, ADA)
    ada = await Contact.get()
    match what:
        case "cadence":
            await set_cadence(user, ada, 6, now=NOON)
        case "answer":
            await Contact.all().update(answer="keep", sorted_at=NOON)
        case _:
            await add_notes(user, {ada: "Kind"}, now=NOON)
    assert (await undone(user, row)).state == State.UNDONE
    assert await Contact.all().count() == 1


async def test_words_of_ones_own_are_not_cut_when_an_import_is_undone(user: User) -> None:
    here = await make_contact(user, "Ada Sample", email="ada@example.org", note="Mine")
    row, _ = await brought(user, card("Ada Sample", "EMAIL:ada@example.org", "NOTE:More"))
    await add_notes(user, {await Contact.get(id=here.id): "She said: More"}, now=NOON)
    await undone(user, row)
    assert (await Contact.get()).note == "Mine\n\nMore\n\nShe said: More"


async def test_tags_that_an_import_made_go_with_it_unless_somebody_wears_them(user: User) -> None:
    await make_contact(user, "Dan", tags=("Mine",))
    here = await make_contact(user, "Cleo", email="cleo@example.org")
    row, _ = await brought(
        user,
        card("Ada Sample", "UID:a", "CATEGORIES:Mine,Ohio,Worn,Weekly"),
        card("C.", "EMAIL:cleo@example.org", "CATEGORIES:Added"),
        *(card(f"Sample {n}", f"UID:{n}", f"CATEGORIES:Ohio,Late {n // 60}") for n in range(150)),
    )
    await tag(user, [here], ["Worn"], now=NOON)
    await Tag.filter(name="Weekly").update(cadence_weeks=1)
    assert (await undone(user, row)).state == State.UNDONE
    assert {one.name for one in await Tag.all()} == {"Mine", "Worn", "Weekly"}
    assert await tag_names(here) == ["Worn"]


async def test_undone_with_a_photo_it_can_be_forgotten(user: User) -> None:
    photo = "PHOTO;ENCODING=b:bm8gcGhvdG8="
    row, _ = await brought(user, card("Ada Sample", "UID:a", photo))
    row = await undone(user, row)
    assert (row.state, row.done) == (State.UNDONE, 0)
    await actions.drop(user, row.key, now=NOON)


async def test_a_lease_that_was_lost_settles_nothing(user: User) -> None:
    row = await looked_at(user, ADA)
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    old = await turns.take_one(now=NOON)
    assert old
    new = await turns.take_one(now=NOON + timedelta(minutes=3))
    assert new
    await turns.end(old, State.FAILED, "Broke off.", now=NOON)
    await turns.give_back(old)
    assert (await ContactImport.get()).state == State.PUTTING
    await imports.go_on(new, Darkroom())
    assert (await ContactImport.get()).state == State.DONE
