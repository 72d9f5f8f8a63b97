"""Each deed to people is undone to the letter; the bin holds for 30 days, and then no longer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from netmentor.accounts.models import User
from netmentor.contacts import binning, editing, follow_ups, keeping, pictures, promising, tagging
from netmentor.contacts.capturing import Capture, capture_all
from netmentor.contacts.models import Contact, FollowUp, Picture, Promise, Touch
from netmentor.contacts.rules import State, TouchKind
from netmentor.contacts.touching import Told, log_touch, take_out_touch
from netmentor.errors import Invalid, NotFound
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact, undo_latest
from tests.db.rows import every_row
from tests.factories import NOON
from tests.taken_along import lines, taken_along

LATER = NOON + timedelta(days=31)
Deed = Callable[[User, Contact], Awaitable[object]]


async def _settle(user: User, state: State) -> None:
    row = await promising.promise_of(user, (await Promise.all().order_by("id"))[0].id)
    await promising.settle_promise(user, row, state, now=NOON)


async def _change(user: User, contact: Contact) -> None:
    await contact.fetch_related("event__merged_into", "introduced_by")
    told = editing.Told(name="Sample Other", met_at=NOON, ways=[("phone", "1")], tags=["New"])
    await editing.change(user, contact, told, version=1, now=NOON)


DEEDS: dict[str, Deed] = {
    "promise": lambda u, c: promising.promise(u, c, "x", by_them=False, now=NOON),
    "kept": lambda u, c: _settle(u, State.DONE),
    "let go": lambda u, c: _settle(u, State.DROPPED),
    "tag": lambda u, c: tagging.tag(u, [c], ["New", "Ohio"], now=NOON),
    "untag": lambda u, c: tagging.untag(u, [c], ["Ohio"], now=NOON),
    "cadence": lambda u, c: follow_ups.set_cadence(u, c, 4, now=NOON),
    "follow up": lambda u, c: tagging.follow_up_all(u, [c], "", date(2026, 12, 1), now=NOON),
    "change": _change,
    "notes": lambda u, c: editing.add_notes(u, {c: "More"}, now=NOON),
    "touch": lambda u, c: log_touch(u, c, Told(kind=TouchKind.CALL, at=NOON), now=NOON),
    "delete": lambda u, c: binning.delete(u, [c], now=NOON),
}


@pytest.mark.parametrize("name", DEEDS)
async def test_a_deed_is_undone_to_the_letter(database: Settings, name: str) -> None:
    user = await make_user()
    contact = await make_contact(
        user, role="Director", email="a@example.org", promise="x", tags=("Ohio",)
    )
    before = await _rows()
    await DEEDS[name](user, contact)
    assert await _rows() != before
    await undo_latest(user)
    assert await _rows() == before


async def _rows() -> dict[str, list[object]]:
    """All rows but those that only tell that something was done, and the words of tags.

    A contact's version only ever grows, so it is left out.
    """
    rows = await every_row()
    kept = {table: rows[table] for table in rows if table not in ("deed", "agenda_revision", "tag")}
    contacts = await Contact.all().order_by("id").values()
    return kept | {"contact": [{**one, "version": None} for one in contacts]}


async def test_a_touch_that_was_taken_out_comes_back(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    touch = await log_touch(user, contact, Told(kind=TouchKind.CALL, at=NOON), now=NOON)
    before = await _rows()
    await take_out_touch(user, touch, now=NOON)
    await undo_latest(user)
    assert await _rows() == before


async def test_a_table_is_undone_into_the_bin(database: Settings) -> None:
    user = await make_user()
    await capture_all(user, [Capture(name="One"), Capture(name="Two")], now=NOON)
    assert await undo_latest(user) == "2 people are kept."
    assert await binning.bin_of(user).count() == 2


async def test_the_bin_keeps_all_for_30_days_and_then_nothing(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user, promise="x", tags=("Ohio",))
    await follow_ups.set_cadence(user, contact, 4, now=NOON)
    assert await FollowUp.all().count() == 1
    await binning.delete(user, [contact], now=NOON)
    assert await FollowUp.all().count() == 0
    await binning.empty_bins(now=NOON + timedelta(days=29))
    await binning.take_back(user, contact, now=NOON)
    assert await FollowUp.all().count() == 1
    await pictures.add_picture(user, contact, str(uuid4()), b"jpeg", now=NOON)
    await binning.delete(user, [contact], now=NOON)

    await binning.empty_bins(now=LATER)
    for model in (Contact, Promise, Touch, Picture):
        assert await model.all().count() == 0


async def test_deleting_twice_begins_no_other_30_days(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await binning.delete(user, [contact], now=NOON)
    await binning.delete(user, [contact], now=NOON + timedelta(days=9))
    assert (await Contact.get()).gone_at == NOON


async def test_nobody_gets_more_tags_than_a_page_shows(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user, tags=[f"t{number}" for number in range(20)])
    with pytest.raises(Invalid):
        await tagging.tag(user, [contact], ["one more"], now=NOON)
    await tagging.tag(user, [contact], ["T1"], now=NOON)


async def test_a_promise_is_found_by_its_owner_alone(database: Settings) -> None:
    user, stranger = await make_user(), await make_user(STRANGER)
    row = await promising.promise(user, await make_contact(user), "x", by_them=False, now=NOON)
    with pytest.raises(NotFound):
        await promising.promise_of(stranger, row.id)


async def test_all_that_is_kept_is_handed_out_and_found_by_who_is_mentioned(
    database: Settings,
) -> None:
    user, other = await make_user(), await make_user(STRANGER)
    contact = await make_contact(user, email="Met@example.org", promise="x", tags=("Ohio",))
    await Contact.all().update(private_note="quokka")
    await pictures.add_picture(user, contact, str(uuid4()), b"jpeg", now=NOON)
    await make_contact(other, "Nobody")

    told = await taken_along(user)

    (one,) = lines(told, "data/contact")
    assert one["private_note"] == "quokka"
    way = {"id": 1, "contact": 1, "kind": "email", "value": "Met@example.org"}
    assert lines(told, "data/contact_way") == [way]
    (picture,) = lines(told, "data/contact_picture")
    assert told[picture["jpeg"]] == b"jpeg"
    assert lines(told, "data/promise")[0]["what"] == "x"
    assert [row["name"] for row in lines(told, "data/tag")] == ["Ohio"]
    for words in ("met@EXAMPLE.org", "QUOKKA", "sample person"):
        assert await keeping.who_mentions(words) == [user.id], words
    assert await keeping.who_mentions("nobody@example.org") == []
