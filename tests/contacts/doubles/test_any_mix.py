"""Whatever two people are made of, merged they lack nothing, and apart they are as they were."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.contacts.books.judging import same_way
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.deeds import Journal
from netmentor.contacts.doubles.choosing import CHOICES
from netmentor.contacts.doubles.merging import merge, take_apart
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.doubles.roots import roots_of
from netmentor.contacts.models import (
    Contact,
    FollowUp,
    Picture,
    Position,
    Promise,
    Tag,
    Tagging,
    Touch,
    Way,
)
from netmentor.contacts.searching import reindex
from netmentor.contacts.settling import settle
from netmentor.db.columns import values_of
from netmentor.events.models import Event
from netmentor.internships.applying.models import Application
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event

pytestmark = pytest.mark.usefixtures("database")
steady = settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
ONLY_GROW = {"version", "sequence", "changed_at"}
TABLES: tuple[type[Model], ...] = (
    Contact, Way, Position, Tagging, Touch, Promise, FollowUp, Picture, CarriedLines, Application,
)  # fmt: skip
PEOPLE = 4
_keys = count(1)

few = st.integers(0, 2)
person = st.fixed_dictionaries({
    "name": st.sampled_from(["Ada Sample", "Dr. Ada Sample", "A. Sample"]),
    "credentials": st.sampled_from(["", "DPT", "PhD"]),
    "note": st.sampled_from(["", "One", "Two", "One\n\nTwo"]),
    "private_note": st.sampled_from(["", "Mine"]),
    "met_where": st.sampled_from(["", "Hall"]),
    "has_event": st.booleans(),
    "is_introduced": st.booleans(),
    "answer": st.sampled_from(["", "today", "keep", "none"]),
    "cadence_weeks": st.sampled_from([None, 0, 4, 13]),
    "cadence_since": st.sampled_from([None, date(2026, 11, 25), date(2026, 11, 26)]),
    "days": st.integers(0, 3),
    "put_off": st.booleans(),
    "ways": st.lists(st.sampled_from(["a@x.example", "A@x.example", "b@x.example"]), max_size=2),
    "positions": st.lists(st.sampled_from(["Chair", "Dean"]), max_size=2),
    "tags": st.sets(st.sampled_from(["Ohio", "Ally"])),
    "touches": st.lists(st.integers(0, 5), max_size=2),
    "promises": few, "follow_ups": few, "pictures": few, "applications": few,
    "carried": st.sampled_from(["", "X-A:1", "X-A:2\nBDAY:2", "X-A:1\nBDAY:3"]),
})  # fmt: skip
# Who is merged into whom of those who are there still, with what is chosen of the other.
merges = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 9), st.sets(st.sampled_from([*CHOICES]))),
    min_size=1, max_size=PEOPLE - 1,
)  # fmt: skip


async def make(user: User, told: dict[str, Any], event: Event, ally: Contact) -> Contact:
    """Somebody of whom all this is known."""
    names = "name credentials note private_note met_where answer cadence_weeks cadence_since"
    one = await make_contact(user, told["name"], tags=sorted(told["tags"]))
    for name in names.split():
        setattr(one, name, told[name])
    one.met_at = NOON - timedelta(days=told["days"])
    one.sorted_at = NOON if told["answer"] else None
    one.event_id = event.id if told["has_event"] else None
    one.introduced_by_id = ally.id if told["is_introduced"] else None
    for value in told["ways"]:
        await Way.create(contact=one, kind="email", value=value)
    for title in told["positions"]:
        await Position.create(contact=one, title=title)
    for days in told["touches"]:
        at = NOON - timedelta(days=days)
        await Touch.create(contact=one, kind="call", at=at, created_at=NOON)
        one.touched_at = max(at, one.touched_at or at)
    await make_more(user, one, told)
    await reindex(one)
    await settle(user, [one], Journal(), now=NOON)
    if told["put_off"]:
        await FollowUp.filter(contact=one, origin="cadence").update(due_on=date(2027, 5, 3))
    return await Contact.get(id=one.id)


async def make_more(user: User, one: Contact, told: dict[str, Any]) -> None:
    for _ in range(told["promises"]):
        await Promise.create(contact=one, what="Lunch", made_at=NOON)
    for _ in range(told["follow_ups"]):
        await FollowUp.create(
            user=user, uid=f"uid {next(_keys)}", contact=one, what="Write", due_on=NOON.date(),
            origin="hand", created_at=NOON,
        )  # fmt: skip
    for _ in range(told["pictures"]):
        key = f"key {next(_keys)}"
        await Picture.create(contact=one, key=key, jpeg=b"j", created_at=NOON)
    for _ in range(told["applications"]):
        await Application.create(
            key=f"key {next(_keys)}", user=user, title="Sample", contact=one, came_from="asked",
            stage="researching", stage_at=NOON, created_at=NOON, changed_at=NOON,
        )  # fmt: skip
    if told["carried"]:
        await CarriedLines.create(contact=one, lines=told["carried"])


async def everything(user: User) -> dict[str, Any]:
    """All rows of somebody's people; a plan of a cadence made anew is told by what it plans."""
    found: dict[str, Any] = {}
    for table in TABLES:
        mine = {"user": user} if "user" in table._meta.fk_fields else {"contact__user": user}
        rows = [
            {name: told for name, told in row.items() if name not in ONLY_GROW}
            for row in await table.filter(**mine).order_by("id").values()
        ]
        for row in rows:
            if row.get("origin") == "cadence":
                row |= {"id": 0, "uid": "", "created_at": None}
        found[table.__name__] = sorted(rows, key=repr)
    return found


async def check_nothing_lacks(user: User, people: list[Contact]) -> None:
    """Who is there has all that anybody had who is them by now."""
    roots = await roots_of(user)
    who = {one.id: roots.get(one.id, one.id) for one in people}
    here = {one.id: one for one in await Contact.filter(user=user, gone_at=None)}
    assert set(who.values()) <= set(here)
    for table in (Touch, Promise, Picture, Application, FollowUp):
        rows = table.filter(contact_id__in=[*who])
        rows = rows.exclude(origin="cadence") if table is FollowUp else rows
        assert {row.contact_id for row in await rows} <= set(here), table
    for one in people:
        root = here[who[one.id]]
        assert all(part in root.note for part in one.note.split("\n\n"))
        ways = {same_way(row.kind, row.value) for row in await Way.filter(contact=root)}
        assert ways >= {same_way(row.kind, row.value) for row in await Way.filter(contact=one)}
        tags = await values_of(Tagging.filter(contact=one), "tag_id")
        assert {*tags} <= {*await values_of(Tagging.filter(contact=root), "tag_id")}
        places = await values_of(Position.filter(contact=one), "title")
        assert {*places} <= {*await values_of(Position.filter(contact=root), "title")}
        latest = await Touch.filter(contact=root).order_by("-at").first()
        assert root.touched_at == (latest.at if latest else None)
        planned = FollowUp.filter(contact=root, origin="cadence", state="open")
        assert await planned.count() <= 1


@given(
    st.lists(person, min_size=PEOPLE, max_size=PEOPLE), merges, st.randoms(use_true_random=False)
)
@steady
async def test_all_is_there_while_they_are_one_and_as_before_once_they_are_apart(
    told: list[dict[str, Any]], wanted: list[tuple[int, int, set[str]]], order: Any
) -> None:
    user = await make_user(f"any{next(_keys)}@x.example")
    event = await Event.first() or await make_event()
    ally = await make_contact(user, "Ally")
    people = [await make(user, one, event, ally) for one in told]
    for number, one in enumerate(await Tag.filter(user=user)):
        one.cadence_weeks = (None, 8)[number % 2]
        await one.save()
    await settle(user, people, Journal(), now=NOON)
    before = await everything(user)
    there = list(people)
    for first, step, choices in wanted:
        kept = there[first % len(there)]
        gone = there[(first + 1 + step % (len(there) - 1)) % len(there)]
        there.remove(gone)
        await merge(user, kept, gone, choices, now=NOON)
        await check_nothing_lacks(user, people)
    rows = await Merge.filter(kept__user=user)
    order.shuffle(rows)
    for row in rows:
        await take_apart(user, row, now=NOON)
        await check_nothing_lacks(user, people)
    assert await everything(user) == before
