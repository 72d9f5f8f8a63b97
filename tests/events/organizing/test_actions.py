"""What organizers publish, edit and call off, and what it leaves to other sources."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.attending.models import Watch
from netmentor.events.curating.actions import lock
from netmentor.events.curating.models import Lock
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.queries import witnesses_of
from netmentor.events.models import Change, Event, Published
from netmentor.events.organizing import actions, queries
from netmentor.events.queries import event_by_slug
from netmentor.events.rows import draft_of
from netmentor.settings import Settings
from tests.accounts.casting import make_watcher
from tests.events.organizing.telling import publish
from tests.factories import FULL, NOON, event_of, make_draft, make_organization, put, revision

LATER = NOON + timedelta(hours=1)


async def test_what_is_published_is_listed_with_its_calendar_entry_and_its_source(
    database: Settings,
) -> None:
    organization = await make_organization()
    before = await revision()
    [event] = await publish(organization, starts_time="12:00", ends_time="13:00", price="45")
    assert (event.title, event.status, event.timezone) == (
        "Sample lunch",
        "confirmed",
        "America/New_York",
    )
    assert event.starts_at
    assert event.starts_at.isoformat() == "2027-03-09T17:00:00+00:00"
    assert await Published.filter(event=event).count() == 1
    assert await revision() > before
    [witness] = await witnesses_of(event)
    assert (witness.is_told_here, witness.is_file) == (True, False)


async def test_published_twice_by_one_form_it_is_one_event(database: Settings) -> None:
    organization = await make_organization()
    await publish(organization)
    assert await publish(organization) == []
    assert await Event.all().count() == 1


async def test_an_edit_is_told_with_its_history_and_its_calendar_entry_keeps_its_name(
    database: Settings,
) -> None:
    organization = await make_organization()
    [event] = await publish(organization)
    when = queries.facets_of(event)["when"] | {"starts_on": "2027-03-16", "ends_on": "2027-03-16"}
    assert await actions.edit(organization, event.slug, {"when": when}, now=LATER) == 1

    after = await event_by_slug(event.slug)
    assert (after.uid, after.starts_on) == (event.uid, date(2027, 3, 16))
    [change, _] = await Change.filter(event=event)
    assert json.loads(change.told).keys() == {"when"}
    assert (await Published.get(event=event)).sequence == 1
    assert await actions.edit(organization, event.slug, {"when": when}, now=LATER) == 0


async def test_of_what_others_tell_too_untouched_facets_follow_their_sources(
    database: Settings,
) -> None:
    draft = make_draft(**FULL)
    await put(draft)
    event = await event_of(draft)
    organization = await make_organization()
    prices = {
        "prices": [
            {
                "audience": "student",
                "step": "",
                "amount": "5.00",
                "currency": "USD",
                "until_on": None,
            }
        ]
    }
    deadlines: dict[str, list[object]] = {"deadlines": []}
    await actions.edit(
        organization, event.slug, {"prices": prices, "deadlines": deadlines}, now=LATER
    )
    assert set(await values_of(Lock.all(), "facet")) == {"prices", "deadlines"}

    await put(replace(draft, title="Renamed by its source", prices=()), now=LATER)
    after = draft_of(await event_of(draft))
    assert after.title == "Renamed by its source"
    assert [str(one.amount) for one in after.prices] == ["5.00"]
    assert after.deadlines == ()


async def test_what_is_held_after_all_follows_its_sources_again(database: Settings) -> None:
    draft = make_draft()
    await put(draft)
    organization = await make_organization()
    slug = (await event_of(draft)).slug
    await actions.call_off(organization, slug, following=False, now=LATER)
    assert (await event_of(draft)).status == "canceled"
    await actions.hold_after_all(organization, slug, following=False, now=LATER)
    assert (await event_of(draft)).status == "confirmed"
    assert not await Lock.exists()

    await put(replace(draft, status="postponed"), now=LATER)
    assert (await event_of(draft)).status == "postponed"


async def test_nobody_edits_what_another_organization_organizes(database: Settings) -> None:
    other = await make_organization("sample-chapter")
    draft = make_draft()
    await put(draft)
    event = await event_of(draft)
    with pytest.raises(NotFound):
        await actions.edit(other, event.slug, {"title": {"title": "Mine"}}, now=LATER)
    with pytest.raises(NotFound):
        await actions.call_off(other, event.slug, following=True, now=LATER)
    assert not await Lock.exists()


async def test_an_edit_of_what_changed_meanwhile_is_refused(database: Settings) -> None:
    organization = await make_organization()
    [event] = await publish(organization)
    seen = event.changed_at.isoformat()
    title = {"title": {"title": "First"}}
    await actions.edit(organization, event.slug, title, seen=seen, now=LATER)
    second = {"title": {"title": "Second"}}
    with pytest.raises(actions.EditedMeanwhile):
        await actions.edit(organization, event.slug, second, seen=seen, now=LATER)
    assert (await event_by_slug(event.slug)).title == "First"


async def test_an_edit_that_nobody_could_list_leaves_all_as_it_was(database: Settings) -> None:
    organization = await make_organization()
    events = await publish(organization, times=3)
    long = {"title": {"title": "x" * 201}}
    with pytest.raises(actions.Unfit):
        await actions.edit(organization, events[0].slug, long, following=True, now=LATER)
    assert set(await values_of(Event.all(), "title")) == {"Sample lunch"}


async def test_repeated_it_is_an_event_of_its_own_each_week_at_the_same_hour(
    database: Settings,
) -> None:
    organization = await make_organization()
    events = await publish(
        organization, times=3, starts_time="18:00", ends_time="20:00", deadline_on="2027-03-05"
    )
    assert [f"{one.starts_on} {one.starts_at:%H:%M}" for one in events] == [
        "2027-03-09 23:00",
        "2027-03-16 22:00",
        "2027-03-23 22:00",
    ]
    assert [due.due_on.isoformat() for one in events for due in one.deadlines] == [
        "2027-03-05",
        "2027-03-12",
        "2027-03-19",
    ]
    assert len({one.uid for one in events}) == 3
    assert len(set(await values_of(Telling.all(), "item"))) == 1


async def test_all_following_change_but_for_one_that_was_moved_by_itself(
    database: Settings,
) -> None:
    organization = await make_organization()
    events = await publish(organization, times=4, starts_time="12:00", ends_time="13:00")
    uids = [one.uid for one in events]
    moved = queries.facets_of(events[2])["when"] | {
        "starts_on": "2027-03-24",
        "ends_on": "2027-03-24",
    }
    await actions.edit(organization, events[2].slug, {"when": moved}, now=LATER)

    evening = queries.facets_of(events[1])["when"] | {"starts_time": "17:00", "ends_time": "18:00"}
    after = {"when": evening, "title": {"title": "Sample supper"}}
    assert await actions.edit(organization, events[1].slug, after, following=True, now=LATER) == 3
    rows = [await Event.get(uid=uid) for uid in uids]
    assert [f"{one.title}, {one.starts_on} {one.starts_time}" for one in rows] == [
        "Sample lunch, 2027-03-09 12:00",
        "Sample supper, 2027-03-16 17:00",
        "Sample supper, 2027-03-24 12:00",
        "Sample supper, 2027-03-30 17:00",
    ]


async def test_all_following_are_called_off_and_held_after_all(database: Settings) -> None:
    organization = await make_organization()
    events = await publish(organization, times=4)
    slug = events[1].slug
    assert await actions.call_off(organization, slug, following=True, now=LATER) == 3
    rows = Event.all().order_by("starts_on")
    assert await values_of(rows, "status") == ["confirmed", *["canceled"] * 3]
    assert await actions.hold_after_all(organization, slug, following=True, now=LATER) == 3
    assert set(await values_of(rows, "status")) == {"confirmed"}


async def test_interest_counts_who_wants_to_be_there_and_not_who_follows(
    database: Settings,
) -> None:
    organization = await make_organization()
    events = await publish(organization, times=2)
    for user_id, reason in ((1, "series"), (1, "attending"), (2, "attending"), (3, "series")):
        await make_watcher(user_id)
        await Watch.create(user_id=user_id, event=events[0], reason=reason)
    assert await queries.interest_in([one.id for one in events]) == {events[0].id: 2}


async def test_organizations_with_long_names_have_sources_of_their_own(
    database: Settings,
) -> None:
    for letter in "ab":
        organization = await make_organization(f"{'sample-' * 12}{letter}")
        await publish(organization)
    assert await Source.filter(format="form").count() == 2


async def test_what_a_curator_set_by_hand_no_organizer_undoes(database: Settings) -> None:
    organization = await make_organization()
    [event] = await publish(organization)
    await lock(event.slug, {"title": "By a curator"}, now=NOON)
    with pytest.raises(actions.SetByCurator, match="A curator set this by hand: title"):
        await actions.edit(
            organization, event.slug, {"title": {"title": "By an organizer"}}, now=LATER
        )
    await actions.call_off(organization, event.slug, following=False, now=LATER)
    event = await event_by_slug(event.slug)
    assert (event.title, event.status) == ("By a curator", "canceled")
