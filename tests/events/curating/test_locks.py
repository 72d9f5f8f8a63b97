"""A field by hand: it stands until it is released, and nonsense is refused in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from netmentor.errors import NotFound
from netmentor.events.curating.actions import Unfit, lock, release
from netmentor.events.curating.models import Lock
from netmentor.events.curating.queries import locks
from netmentor.events.models import Change, Event, Published
from netmentor.events.rules import Authority
from tests.events.telling import all_rows, day, facts, leave_out, make_teller, tell
from tests.factories import NOON, make_draft, make_expected_draft, revision

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(hours=1)


async def told(authority: str = Authority.OVERWRITE, **fields: Any) -> str:
    """Have a source tell of its one event; return its address."""
    draft = make_draft(**{"external_id": "sample"} | fields)
    await tell(await make_teller("alpha", authority), draft)
    return (await Event.get(tellings__external_id="sample")).slug


async def listed_now() -> dict[str, Any]:
    [event] = (await facts()).values()
    return event


async def test_a_locked_title_stands_whatever_its_source_says() -> None:
    slug = await told()
    assert await lock(slug, {"title": "By hand"}, now=LATER) == ["title"]
    await told(title="Sample webinar, renamed", description="More of it.")
    event = await listed_now()
    assert (event["title"], event["description"]) == ("By hand", "More of it.")
    [held] = await locks()
    assert (held.facet, held.locked_at) == ("title", LATER)


async def test_a_lock_is_a_change_that_is_told() -> None:
    slug = await told()
    [before], number = await Published.all(), await revision()
    await lock(slug, {"title": "By hand"}, now=LATER)
    [after] = await Published.all()
    assert "SUMMARY:By hand" in after.text
    assert (after.uid, after.changed_at) == (before.uid, LATER)
    assert await revision() == number + 1
    assert await Change.all().count() == 2


async def test_a_released_title_is_what_its_source_says_today() -> None:
    slug = await told()
    await lock(slug, {"title": "By hand"}, now=LATER)
    await told(title="Sample webinar, renamed")
    assert await release(slug, ["title"], now=LATER) == ["title"]
    assert (await listed_now())["title"] == "Sample webinar, renamed"
    assert await locks() == []


async def test_a_lock_holds_the_whole_facet() -> None:
    slug = await told(venue="Sample Hall", city="Columbus", state="OH")
    assert await lock(slug, {"venue": "Another Hall"}, now=LATER) == ["place"]
    await told(venue="Third Hall", city="Chicago", state="IL")
    event = await listed_now()
    assert (event["venue"], event["city"], event["state"]) == ("Another Hall", "Columbus", "OH")


async def test_days_and_times_are_locked_as_one() -> None:
    slug = await told()
    days = {"starts_on": "2026-12-20", "ends_on": "2026-12-21"}
    assert await lock(slug, days | {"city": "Dayton"}, now=LATER) == ["place", "when"]
    await told(starts_on=day(12), ends_on=day(12), starts_time="08:00", timezone="America/Denver")
    event = await listed_now()
    when = [event[name] for name in ("starts_on", "ends_on", "starts_time", "timezone")]
    assert when == ["2026-12-20", "2026-12-21", "12:00", "America/Chicago"]
    [published] = await Published.all()
    assert (published.first_on, published.sequence) == (day(20), 1)


async def test_a_day_by_hand_makes_an_expected_event_a_dated_one() -> None:
    draft = make_expected_draft(external_id="sample")
    await tell(await make_teller("alpha"), draft)
    slug = (await Event.get()).slug
    await lock(slug, {"starts_on": "2027-03-09", "ends_on": "2027-03-10"}, now=LATER)
    event = await listed_now()
    assert (event["status"], event["starts_on"]) == ("confirmed", "2027-03-09")
    await release(slug, ["starts_on"], now=LATER)
    event = await listed_now()
    assert (event["status"], event["starts_on"]) == ("expected", None)


async def test_a_status_that_does_not_fit_the_date_is_refused() -> None:
    slug, before = await told(), await all_rows()
    with pytest.raises(Unfit, match="With its date it is “confirmed”, not “expected”"):
        await lock(slug, {"status": "expected"}, now=LATER)
    assert await all_rows() == before
    await lock(slug, {"status": "sold_out"}, now=LATER)
    assert (await listed_now())["status"] == "sold_out"


async def test_an_expected_event_is_not_confirmed_without_a_date() -> None:
    await tell(await make_teller("alpha"), make_expected_draft(external_id="sample"))
    slug, before = (await Event.get()).slug, await all_rows()
    with pytest.raises(Unfit, match="Without a date it is “expected”, not “confirmed”"):
        await lock(slug, {"status": "confirmed"}, now=LATER)
    assert await all_rows() == before


async def test_a_second_lock_adds_to_the_first() -> None:
    slug = await told()
    await lock(slug, {"city": "Dayton"}, now=NOON)
    await lock(slug, {"state": "OH"}, now=LATER)
    event = await listed_now()
    assert (event["city"], event["state"]) == ("Dayton", "OH")
    assert await Lock.all().count() == 1


async def test_a_text_set_to_nothing_stays_empty() -> None:
    slug = await told(description="Too much of it.")
    await lock(slug, {"description": ""}, now=LATER)
    await told(description="Far too much of it.")
    assert (await listed_now())["description"] == ""


async def test_a_lock_survives_that_its_source_leaves_the_event_out() -> None:
    slug = await told()
    await lock(slug, {"title": "By hand"}, now=LATER)
    await leave_out(await make_teller("alpha"), "sample")
    await told(title="Sample webinar, renamed")
    event = await listed_now()
    assert (event["title"], event["is_gone"]) == ("By hand", False)


async def test_all_locks_of_an_event_are_released_where_none_is_named() -> None:
    slug = await told()
    await lock(slug, {"title": "By hand", "city": "Dayton", "status": "canceled"}, now=LATER)
    assert await release(slug, (), now=LATER) == ["place", "status", "title"]
    event = await listed_now()
    assert (event["title"], event["city"], event["status"]) == ("Sample webinar", "", "confirmed")


async def test_what_is_not_locked_cannot_be_released() -> None:
    slug = await told()
    await lock(slug, {"title": "By hand"}, now=LATER)
    for names in (["description"], ["strange"]):
        with pytest.raises(NotFound, match="Nothing of this event is locked"):
            await release(slug, names, now=LATER)


async def test_an_unknown_event_is_refused() -> None:
    for slug in ("sample-webinar", "../x", "a\x00", "x" * 200):
        with pytest.raises(NotFound, match="There is no such event"):
            await lock(slug, {"title": "By hand"}, now=LATER)
        with pytest.raises(NotFound, match="There is no such event"):
            await release(slug, (), now=LATER)


UNSEEN = "holds characters that nobody can see"


NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({}, "Name at least one field"),
    ({"strange": "x"}, "“strange” cannot be set by hand; these can: title, kind, status"),
    ({"organizers": "unknown-organization"}, "“organizers” cannot be set by hand"),
    ({"slug": "another"}, "“slug” cannot be set by hand"),
    ({"title": ""}, "It has no title"),
    ({"title": "x" * 201}, "Its title is longer than 200 characters"),
    ({"venue": "x" * 201}, "Its venue is longer than 200 characters"),
    ({"title": "By\x00hand"}, UNSEEN),
    ({"title": "By\nhand"}, UNSEEN),
    ({"description": "By\x00hand"}, UNSEEN),
    ({"city": "Dayton\x1b[31m"}, UNSEEN),
    ({"venue": "Hall \ud800"}, UNSEEN),
    ({"title": 7}, "“title” is set to text"),
    ({"starts_on": "tomorrow"}, "“tomorrow” is no day; write it as 2026-03-09"),
    ({"starts_on": "2026-02-30"}, "“2026-02-30” is no day"),
    ({"starts_on": "20260309"}, "“20260309” is no day"),
    ({"starts_on": "٢٠٢٦-٠٣-٠٩"}, "is no day"),
    ({"ends_on": ""}, "“” is no day"),
    ({"starts_on": day(20)}, "“starts_on” is set to text"),
    ({"ends_on": "2026-11-20"}, "It ends before it starts"),
    ({"starts_on": "1899-12-20", "ends_on": "1899-12-20"}, "outside the years 1970 to 2100"),
    ({"starts_time": "9:30"}, "'9:30' is no time of day; write it as 09:30"),
    ({"starts_time": "14:00"}, "It ends before it starts"),
    ({"timezone": ""}, "It has a time of day, but no time zone"),
    ({"timezone": "Mars/Base"}, "'Mars/Base' is no time zone we know"),
    ({"state": "Ohio"}, "Its state is longer than 2 characters"),
    ({"state": "XX"}, "'XX' is no state of the United States"),
    ({"kind": "party"}, "'party' is no kind we know"),
    ({"status": "moved"}, "'moved' is no status we know"),
    ({"modality": ""}, "'' is no modality we know"),
    ({"url": "javascript:alert(1)"}, "'javascript:alert(1)' is no address of a web page"),
    ({"registration_url": "example.org"}, "'example.org' is no address of a web page"),
    ({"url": "https://example.org/" + "x" * 500}, "Its url is longer than 500 characters"),
    ({"topics": "finance"}, "Topics are a list of words, each named once"),
    ({"topics": ["finance", "finance"]}, "Topics are a list of words, each named once"),
    ({"topics": [7]}, "Topics are a list of words, each named once"),
    ({"topics": ["Practice Management"]}, "is no topic; write it as practice-management"),
]


async def test_nonsense_is_refused_in_a_sentence_and_leaves_nothing() -> None:
    slug, before = await told(), await all_rows()
    for fields, sentence in NONSENSE:
        with pytest.raises(Unfit) as refused:
            await lock(slug, fields, now=LATER)
        assert sentence in refused.value.message
        assert refused.value.message.isprintable()
        assert await all_rows() == before


async def test_a_description_may_have_lines() -> None:
    slug = await told()
    await lock(slug, {"description": "One line.\n\n\tAnother."}, now=LATER)
    assert (await listed_now())["description"] == "One line.\n\n\tAnother."


async def test_an_event_of_one_day_that_is_moved_by_hand_is_still_of_one_day() -> None:
    slug = await told()
    await lock(slug, {"starts_on": "2026-12-20"}, now=LATER)
    event = await listed_now()
    assert (event["starts_on"], event["ends_on"]) == ("2026-12-20", "2026-12-20")
