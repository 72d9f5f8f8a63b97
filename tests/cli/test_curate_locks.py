"""Fields set by hand, which no source changes; and the organizations whose calendar is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netmentor.events.curating.models import Lock
from netmentor.events.queries import event_by_slug
from netmentor.settings import Settings
from tests.cli.curating import ADDRESS, DRAFT, EVENT, add_event, in_json, refusal, said
from tests.cli.inside import inside, page_of
from tests.cli.processes import netmentor
from tests.events.telling import make_teller, tell

LISTABLE = (
    "title, kind, status, modality, starts_on, ends_on, starts_time, ends_time, timezone, venue,"
    " city, state, country, url, registration_url, description, topics"
)


@pytest.fixture
def event(home: Settings) -> str:
    add_event(home)
    return EVENT


def test_what_is_set_by_hand_is_locked_until_it_is_released(home: Settings, event: str) -> None:
    fields = ("title=Sample renamed", "city=Columbus", "topics=finance, leadership ,")
    assert said(home, "locks", "--set", event, *fields) == (
        f"{ADDRESS}: place, title, topics locked."
    )

    async def settled() -> tuple[str, str, list[str]]:
        await Lock.all().update(locked_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
        await tell(await make_teller("sample-one"), replace(DRAFT, title="Sample again"))
        found = await event_by_slug(event)
        topics = sorted(link.topic.slug for link in found.topics)
        return found.title, found.city, topics

    assert inside(home, settled) == ("Sample renamed", "Columbus", ["finance", "leadership"])
    assert said(home, "locks").splitlines() == [
        f"{ADDRESS}: {facet}, since 2026-11-24." for facet in ("place", "title", "topics")
    ]
    assert in_json(home, "locks")[1]["value"] == {"title": "Sample renamed"}
    assert said(home, "locks", "--release", event, "title") == f"{ADDRESS}: title released."
    assert "<h1>Sample again</h1>" in page_of(home, ADDRESS)[1]
    assert said(home, "locks", "--release", event) == f"{ADDRESS}: place, topics released."
    assert said(home, "locks") == "Nothing waits."


def test_what_cannot_be_set_or_released_is_refused_with_a_sentence(
    home: Settings, event: str
) -> None:
    told = {
        "": "Name at least one field, as title=…",
        "title": "Write “title” with its value, as title=…",
        "color=red": f"“color” cannot be set by hand; these can: {LISTABLE}.",
        "starts_on=soon": "“soon” is no day; write it as 2026-03-09.",
        "starts_on=2026-02-30": "“2026-02-30” is no day; write it as 2026-03-09.",
        "ends_on=2026-01-01": "It ends before it starts.",
        "starts_time=noon": "'noon' is no time of day; write it as 09:30.",
        "title=": "It has no title, or no name of its own in its source.",
        f"title={'x' * 201}": "Its title is longer than 200 characters.",
        "status=maybe": "'maybe' is no status we know.",
        "url=javascript:alert(1)": "'javascript:alert(1)' is no address of a web page.",
        "topics=C++": "'C++' is no topic; write it as practice-management.",
    }
    said = {one: refusal(home, "locks", "--set", event, *filter(None, [one])) for one in told}

    assert said == told
    nothing = "Nothing of this event is locked by that name."
    assert refusal(home, "locks", "--release", event, "title") == nothing
    for slug in ("sample-nothing", "../x", "x" * 300):
        assert refusal(home, "locks", "--set", slug, "title=x") == "There is no such event."
        assert refusal(home, "locks", "--release", slug) == "There is no such event."


def test_organizations_without_a_calendar_are_told(home: Settings) -> None:
    found = in_json(home, "missing")
    aapc = next(row for row in found if row["organization"] == "aapc")

    assert aapc == {
        "organization": "aapc",
        "name": "AAPC",
        "url": "https://www.aapc.com/",
        "sentence": "aapc: AAPC (https://www.aapc.com/)",
    }
    assert said(home, "missing").splitlines() == [row["sentence"] for row in found]
    assert [row["name"] for row in found] == sorted(row["name"] for row in found)


def test_an_organization_whose_calendar_is_connected_is_not_missing(home: Settings) -> None:
    netmentor(home, "source", "add", "http://127.0.0.1/events.ics", "--organization", "aapc")

    assert "aapc" not in [row["organization"] for row in in_json(home, "missing")]
