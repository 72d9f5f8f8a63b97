"""Two become one and two again, and nothing about either is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import bin_of, delete, empty_bins
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.doubles.finding import pairs_of
from netmentor.contacts.doubles.merging import Taken, merge, take_apart, tell_apart
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.editing import change, told_of
from netmentor.contacts.models import (
    Contact,
    FollowUp,
    Picture,
    Position,
    Promise,
    Tagging,
    Touch,
    Way,
)
from netmentor.contacts.pictures import add_picture
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.contacts.undoing import undo
from netmentor.errors import Invalid, NotFound
from netmentor.internships.applying.models import Application
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import EVER, NOON, make_event

pytestmark = pytest.mark.usefixtures("database")
TABLES = (Way, Position, Tagging, Touch, Promise, FollowUp, Picture, CarriedLines)
ONLY_GROW = ("version", "sequence", "changed_at")


@pytest.fixture
async def user() -> User:
    return await make_user()


async def two(user: User) -> tuple[Contact, Contact]:
    """The same person, met twice, with a row of each kind about both."""
    people = []
    for number, name in enumerate(("Ada Sample", "Dr. Ada Sample")):
        one = await make_contact(
            user, name, role=f"Role {number}", email="ada@example.org", phone=f"555 010{number}",
            note=f"Note {number}", tags=("Ohio", f"Tag {number}"), promise=f"Promise {number}",
            follow_up_on=NOON.date() + timedelta(days=number),
        )  # fmt: skip
        told = Told(kind=TouchKind.CALL, at=NOON, note=f"Call {number}")
        await log_touch(user, one, told, now=NOON)
        await add_picture(user, one, one.key, b"\xff\xd8", now=NOON)
        await CarriedLines.create(contact=one, lines=f"BDAY:{number}\nROLE:x\nX-SPOUSE:{number}")
        people.append(await Contact.get(id=one.id))
    return people[0], people[1]


async def all_about(*people: Contact) -> dict[str, Any]:
    """Every row about people, by table and number; what only ever grows is left out."""
    found: dict[str, Any] = {}
    for table in TABLES:
        rows = table.filter(contact_id__in=[one.id for one in people]).order_by("id")
        found[table.__name__] = [
            {name: told for name, told in row.items() if name not in ONLY_GROW}
            for row in await rows.values()
        ]
    for one in people:
        row = dict((await Contact.filter(id=one.id).values())[0])
        found[str(one.id)] = {name: told for name, told in row.items() if name not in ONLY_GROW}
    return found


async def test_all_that_is_about_the_one_is_about_the_other(user: User) -> None:
    kept, gone = await two(user)
    cleo = await make_contact(user, "Cleo")
    await Contact.filter(id=cleo.id).update(introduced_by=gone)
    begun = await Application.create(
        key=kept.key, user=user, title="Sample", organization_name="x", contact=gone,
        came_from="asked", stage="researching", stage_at=NOON, created_at=NOON, changed_at=NOON,
    )  # fmt: skip
    await merge(user, kept, gone, ("name",), now=NOON)
    (one, other) = await contacts_of(user).order_by("id")
    assert (one.id, other.id) == (kept.id, cleo.id)
    assert (one.name, one.note) == ("Dr. Ada Sample", "Note 0\n\nNote 1")
    assert "555 0101" in one.searched
    assert "call 1" in one.searched
    counts = {table.__name__: await table.filter(contact=kept).count() for table in TABLES}
    assert counts == {
        "Way": 3, "Position": 2, "Tagging": 3, "Touch": 2, "Promise": 2, "FollowUp": 2,
        "Picture": 2, "CarriedLines": 1,
    }  # fmt: skip
    assert (await CarriedLines.get(contact=kept)).lines == "BDAY:0\nROLE:x\nX-SPOUSE:0\nX-SPOUSE:1"
    assert other.introduced_by_id == kept.id
    assert (await Application.get(id=begun.id)).contact_id == kept.id


async def test_made_two_again_both_are_as_they_were(user: User) -> None:
    kept, gone = await two(user)
    before = await all_about(kept, gone)
    row = await merge(user, kept, gone, ("name", "met"), now=NOON)
    await empty_bins(now=NOON + timedelta(days=400))
    assert await bin_of(user).count() == 0
    await take_apart(user, row, now=NOON)
    after = await all_about(kept, gone)
    assert after == before
    assert await Merge.all().count() == 0
    assert await pairs_of(user) == []


async def test_what_was_changed_since_stays_where_it_is(user: User) -> None:
    kept, gone = await two(user)
    row = await merge(user, kept, gone, ("name",), now=NOON)
    await Contact.filter(id=kept.id).update(name="Ada S.", note="New")
    await Touch.create(contact=kept, kind="call", at=NOON, created_at=NOON)
    await take_apart(user, row, now=NOON)
    people = {one.id: one for one in await Contact.all()}
    assert (people[kept.id].name, people[kept.id].note) == ("Ada S.", "New")
    assert (people[gone.id].name, people[gone.id].note) == ("Dr. Ada Sample", "Note 1")
    assert await Touch.filter(contact=kept).count() == 2
    with pytest.raises(NotFound):
        await take_apart(user, row, now=NOON)


async def test_nothing_from_before_is_undone_past_a_merge(user: User) -> None:
    kept, gone = await two(user)
    done = await latest_deed(user, since=EVER)
    assert done
    await merge(user, kept, gone, (), now=NOON)
    assert await latest_deed(user, since=EVER) is None
    await undo(user, done.id, now=NOON)  # it is undone, as far as anybody is told
    assert await Picture.filter(contact=kept).count() == 2


async def test_who_is_gone_or_one_already_is_not_merged(user: User) -> None:
    kept, gone = await two(user)
    with pytest.raises(Invalid):
        await merge(user, kept, kept, (), now=NOON)
    row = await merge(user, kept, gone, (), now=NOON)
    with pytest.raises(Taken):
        await merge(user, kept, gone, (), now=NOON)
    await delete(user, [await Contact.get(id=kept.id)], now=NOON)
    with pytest.raises(Taken):
        await take_apart(user, row, now=NOON)


async def test_pairs_are_found_with_their_reason_and_those_told_apart_never_again(
    user: User,
) -> None:
    one = await make_contact(user, "Ada Sample", email="ADA@example.org")
    other = await make_contact(user, "A. Other", email="ada@example.org")
    await make_contact(user, "Bo Sample", organization="Clinic")
    await make_contact(user, "Sample, Bo", organization="Elsewhere")
    await make_contact(user, "Cleo Sample", organization="Clinic")
    await make_contact(user, "C. Sample", organization="clinic")
    reasons = [pair.reason for pair in await pairs_of(user)]
    assert reasons == [
        "Both have ADA@example.org.", "They have the same name.",
        "Their names are alike, and they work at the same place.",
    ]  # fmt: skip
    await tell_apart(user, other, one, now=NOON)
    await tell_apart(user, one, other, now=NOON)
    assert len(await pairs_of(user)) == 2


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"name": "Ada Sample"}, {"name": "Ada Sample, DPT, PhD"}, "They have the same name."),
        ({"name": "Ada Sample"}, {"name": "SAMPLE, Ada"}, "They have the same name."),
        ({"name": "Ada", "phone": "614 555 0100"}, {"name": "B", "phone": "+1 (614) 555-0100"},
         "Both are called at 614 555 0100."),
        ({"name": "Ada Sample"}, {"name": "Adam Sample"}, None),
    ],
)  # fmt: skip
async def test_who_may_be_one_is_told_by_what(
    user: User, one: dict[str, Any], other: dict[str, Any], reason: str | None
) -> None:
    for told in (one, other):
        await make_contact(user, **told)
    assert [pair.reason for pair in await pairs_of(user)] == ([reason] if reason else [])


async def test_profiles_and_events_tell_who_may_be_one(user: User) -> None:
    event = await make_event()
    ada, bo = [await make_contact(user, name, event=event) for name in ("Ada Sample", "A. Sample")]
    assert [one.reason for one in await pairs_of(user)] == [
        "Their names are alike, and you met them at the same event."
    ]
    for one, place in ((ada, "linkedin.com/in/Ada/"), (bo, "https://www.linkedin.com/in/ada?x=1")):
        await Way.create(contact=one, kind="linkedin", value=place)
    assert [one.reason for one in await pairs_of(user)] == ["Both are linkedin.com/in/Ada/."]


async def test_ways_that_a_form_wrote_anew_go_back_and_what_it_changed_stays(user: User) -> None:
    kept, gone = await two(user)
    row = await merge(user, kept, gone, (), now=NOON)
    kept = await Contact.get(id=kept.id)
    told = await told_of(kept)
    assert ("phone", "555 0101") in told.ways
    more = replace(told, ways=[*reversed(told.ways), ("email", "new@example.org")])
    await change(user, kept, more, version=kept.version, now=NOON)
    await take_apart(user, row, now=NOON)
    assert {way.value for way in await Way.filter(contact=gone)} == {"ada@example.org", "555 0101"}
    assert {way.value for way in await Way.filter(contact=kept)} == {
        "ada@example.org", "555 0100", "new@example.org",
    }  # fmt: skip


async def test_of_an_account_that_came_in_as_a_file_two_are_made_as_far_as_is_known(
    user: User,
) -> None:
    kept, gone = await two(user)
    row = await merge(user, kept, gone, (), now=NOON)
    await Merge.filter(id=row.id).update(moved="{}", before="{}", after="{}", planned="")
    await take_apart(user, row, now=NOON)
    (one, other) = await contacts_of(user).order_by("id")
    assert (one.note, other.note) == ("Note 0\n\nNote 1", "Note 1")
    assert await Touch.filter(contact=kept).count() == 2


async def test_a_switchboard_makes_nobody_the_same(user: User) -> None:
    for number in range(13):
        await make_contact(user, f"Sample {number}", phone="614 555 0100")
    assert await pairs_of(user) == []
