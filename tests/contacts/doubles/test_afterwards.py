"""Who was merged stays in no list, comes back from nowhere, and goes when they go."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import bin_of, delete, empty_bins, take_back
from netmentor.contacts.books.models import CarriedLines, ContactImportRow
from netmentor.contacts.books.rules import State
from netmentor.contacts.books.undoing import STAYS
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.doubles.finding import pairs_of
from netmentor.contacts.doubles.merging import NoRoom, Taken, merge, take_apart, tell_apart
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.doubles.roots import Merged, who_is
from netmentor.contacts.editing import Stale, change, told_of
from netmentor.contacts.models import Contact, Deed, FollowUp, Picture, Tag, Touch, Way
from netmentor.contacts.pictures import add_picture
from netmentor.contacts.promising import promise
from netmentor.contacts.queries import contact_of, contacts_of
from netmentor.contacts.rules import MOST_WAYS, TouchKind
from netmentor.contacts.touching import Told, log_touch, take_out_touch
from netmentor.contacts.undoing import undo
from netmentor.db.columns import values_of
from netmentor.errors import Conflict
from tests.accounts.casting import make_user
from tests.contacts.books.bringing import brought, card, undone
from tests.contacts.people import make_contact
from tests.db.rows import fill_every_table
from tests.factories import EVER, NOON

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + timedelta(days=40)
CALL = Told(kind=TouchKind.CALL, at=NOON)
BOTH = (
    card("Ada Sample", "EMAIL:ada@example.org", "NOTE:One", "BDAY:1990-01-02", "UID:a"),
    card("A. Sample", "TEL:+1 614 555 0100", "NOTE:Two", "BDAY:1990-01-03", "UID:b"),
)


@pytest.fixture
async def user() -> User:
    return await make_user()


async def three(user: User) -> list[Contact]:
    return [await make_contact(user, name, note=name) for name in ("Ada", "Bo", "Cleo")]


async def names(user: User) -> list[str]:
    return [one.name for one in await contacts_of(user).order_by("id")]


async def test_of_a_chain_any_is_taken_out_and_the_others_stay_one(user: User) -> None:
    ada, bo, cleo = await three(user)
    await log_touch(user, ada, CALL, now=NOON)
    first = await merge(user, bo, ada, (), now=NOON)
    second = await merge(user, cleo, bo, ("name",), now=NOON)
    assert (await contact_of(user, ada.key)).id == cleo.id
    assert (await contacts_of(user).get()).note == "Cleo\n\nBo\n\nAda"
    await take_apart(user, first, now=NOON)
    assert {one.name: one.note for one in await contacts_of(user)} == {
        "Ada": "Ada", "Bo": "Cleo\n\nBo",
    }  # fmt: skip
    assert (await Touch.get()).contact_id == ada.id
    await take_apart(user, second, now=NOON)
    assert {one.name: one.note for one in await contacts_of(user)} == {
        "Ada": "Ada", "Bo": "Bo", "Cleo": "Cleo",
    }  # fmt: skip


async def test_what_any_room_wrote_about_somebody_is_about_who_they_are() -> None:
    await fill_every_table()
    await User.all().update(timezone="UTC")
    await Merge.all().delete()
    await Deed.all().delete()
    await Tag.all().update(cadence_weeks=None)
    await Contact.all().update(gone_at=None, introduced_by_id=None, cadence_weeks=None)
    gone, user = await Contact.get(), await User.get()
    kept = await make_contact(user, "Ada", now=gone.created_at)
    row = await merge(user, kept, gone, (), now=NOON)
    stay = {"merges", "merged_into", "told_apart", "told_apart_too", "import_rows"}
    names = (Contact._meta.backward_fk_fields | Contact._meta.backward_o2o_fields) - stay
    for back in (False, True):
        for name in names - {"introduced"}:
            relation: Any = Contact._meta.fields_map[name]
            there = relation.related_model.filter(**{relation.relation_field: kept.id})
            count = 0 if back else 1
            assert await there.count() == count, (name, back)
        if not back:
            await take_apart(user, row, now=NOON)


async def test_who_was_told_apart_from_one_is_told_apart_from_both(user: User) -> None:
    told = [await make_contact(user, "Ada Sample", phone=f"614 555 010{n}") for n in range(3)]
    assert len(await pairs_of(user)) == 3
    await tell_apart(user, told[0], told[2], now=NOON)
    await merge(user, told[1], told[0], (), now=NOON)
    assert await pairs_of(user) == []


async def test_who_lay_in_the_bin_for_good_goes_with_all_who_are_they(user: User) -> None:
    ada, bo, cleo = await three(user)
    row = await merge(user, bo, ada, (), now=NOON)
    await merge(user, cleo, bo, (), now=NOON)
    await delete(user, [cleo], now=NOON)
    assert [one.id for one in await bin_of(user)] == [cleo.id]
    with pytest.raises(Taken):
        await take_apart(user, row, now=NOON)
    await empty_bins(now=NOON + timedelta(days=29))
    assert await Contact.all().count() == 3
    await empty_bins(now=LATER)
    assert await Contact.all().count() == 0
    assert await Merge.all().count() == 0


async def test_nothing_is_done_about_who_is_somebody_else_by_now(user: User) -> None:
    ada, bo, _ = await three(user)
    told, version = await told_of(await Contact.get(id=ada.id)), ada.version
    await merge(user, bo, ada, (), now=NOON)
    for deed in (
        log_touch(user, ada, CALL, now=NOON),
        promise(user, ada, "Lunch", by_them=False, now=NOON),
        take_back(user, ada, now=NOON),
    ):
        with pytest.raises(Merged):
            await deed
    assert (await Contact.get(id=ada.id)).gone_at == NOON
    with pytest.raises(Stale):  # the form of one of them, sent to who they are
        await change(user, await contact_of(user, ada.key), told, version=version, now=NOON)


async def test_a_photo_on_its_way_is_kept_where_they_are_by_now(user: User) -> None:
    ada, bo, _ = await three(user)
    touch = await log_touch(user, ada, CALL, now=NOON)
    await merge(user, bo, ada, (), now=NOON)
    await add_picture(user, ada, ada.key, b"\xff\xd8", now=NOON)
    assert (await Picture.get()).contact_id == bo.id
    await take_out_touch(user, touch, now=NOON)
    assert (await Contact.get(id=bo.id)).touched_at is None


async def test_the_same_book_brings_nobody_back_and_changes_nothing(user: User) -> None:
    await brought(user, *BOTH)
    ada, other = await Contact.all().order_by("id")
    row = await merge(user, ada, other, (), now=NOON)
    _, verdicts = await brought(user, *BOTH)
    assert set(verdicts.values()) == {"same"}
    assert await names(user) == ["Ada Sample"]
    more = (*(one.replace("END:", f"CATEGORIES:T{n}\r\nEND:") for n, one in enumerate(BOTH)),)
    _, verdicts = await brought(user, *more)
    assert set(verdicts.values()) == {"changed"}
    assert await Contact.filter(taggings__tag__name__in=["T0", "T1"]).count() == 2
    await delete(user, [await Contact.get(id=ada.id)], now=NOON)
    _, verdicts = await brought(user, *BOTH)
    assert set(verdicts.values()) == {"refused"}
    await take_back(user, await Contact.get(id=ada.id), now=NOON)
    await take_apart(user, row, now=NOON)
    assert await names(user) == ["Ada Sample", "A. Sample"]
    lines = await values_of(CarriedLines.all().order_by("contact_id"), "lines")
    assert lines == ["BDAY:1990-01-02", "BDAY:1990-01-03"]


async def test_an_import_that_is_undone_leaves_who_was_merged(user: User) -> None:
    here = await make_contact(user, "Cleo Sample", phone="614 555 0100")
    imported, _ = await brought(user, *BOTH)
    ada = await Contact.get(name="Ada Sample")
    await merge(user, ada, here, (), now=NOON)
    imported = await undone(user, imported)
    assert imported.state == State.UNDONE
    assert await ContactImportRow.filter(of=imported, reason=STAYS).count() == 2
    assert await names(user) == ["Ada Sample"]
    assert "Two" in (await contacts_of(user).get()).note


async def test_no_deed_about_who_was_one_is_undone_once_they_are_two(user: User) -> None:
    ada, bo, _ = await three(user)
    row = await merge(user, bo, ada, (), now=NOON)
    await log_touch(user, await Contact.get(id=bo.id), CALL, now=NOON)
    done = await Deed.filter(undone_at=None).order_by("-id").first()
    assert done
    await take_apart(user, row, now=NOON)
    late = await latest_deed(user, since=EVER)
    assert late is None or late.words == "Cleo is saved."
    await undo(user, done.id, now=NOON)
    assert (await Contact.get(id=bo.id)).note == "Bo"


async def test_what_one_person_has_no_room_for_is_not_merged(user: User) -> None:
    ada, bo, _ = await three(user)
    for number in range(MOST_WAYS):
        who = (ada, bo)[number % 2]
        await Way.create(contact=who, kind="email", value=f"{number}@x.example")
    await Way.create(contact=ada, kind="email", value="one.more@x.example")
    with pytest.raises(NoRoom, match="11 ways"):
        await merge(user, bo, ada, (), now=NOON)
    assert await names(user) == ["Ada", "Bo", "Cleo"]
    await Way.filter(value="one.more@x.example").delete()
    await Contact.filter(id__in=[ada.id, bo.id]).update(note="x" * 9_000)
    await Contact.filter(id=ada.id).update(note="y" * 9_000)
    with pytest.raises(NoRoom, match="10,000"):
        await merge(user, bo, ada, (), now=NOON)
    assert await Merge.all().count() == 0


async def test_of_two_tabs_at_once_one_merges(user: User) -> None:
    ada, bo, cleo = await three(user)
    row = await FollowUp.create(
        user=user, uid="uid", contact=ada, what="Write", due_on=NOON.date(), origin="hand",
        created_at=NOON,
    )  # fmt: skip
    for _ in range(3):
        told = await asyncio.gather(
            merge(user, bo, ada, (), now=NOON),
            merge(user, ada, bo, (), now=NOON),
            merge(user, cleo, ada, (), now=NOON),
            delete(user, [cleo], now=NOON),
            empty_bins(now=NOON),
            return_exceptions=True,
        )
        assert all(one is None or isinstance(one, Merge | Conflict) for one in told), told
        merges = [one for one in told if isinstance(one, Merge)]
        there = await who_is(await Contact.get(id=ada.id))
        assert (await FollowUp.get(id=row.id)).contact_id == there.id
        assert await FollowUp.filter(uid="uid").count() == 1
        if there.gone_at:
            await take_back(user, there, now=NOON)
        for one in reversed(merges):
            await take_apart(user, one, now=NOON)
        for binned in await bin_of(user):
            await take_back(user, binned, now=NOON)
        assert sorted(await names(user)) == ["Ada", "Bo", "Cleo"]
