"""Fields that a curator sets by hand, on pages."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx2
import pytest

from netmentor.events.curating.models import Lock
from netmentor.events.models import Event
from tests.web.curating import told_by
from tests.web.visiting import post


async def test_fields_are_set_by_hand_and_released(curator: httpx2.AsyncClient) -> None:
    await told_by("alpha", description="One.\n\nTwo.")
    event = await Event.get()
    page = (await curator.get(f"/curate/locks?event={event.slug}")).text
    told = form_of(page)
    assert told["title"] == "Sample webinar"
    told |= {"title": "  Sample   webinar by hand ", "topics": "finance, leadership"}
    answer = await curator.post("/curate/locks", data={**told, "deed": "set"})
    assert answer.headers["location"] == f"/curate/locks?event={event.slug}#held"
    assert sorted([held.facet for held in await Lock.all()]) == ["title", "topics"]
    await event.refresh_from_db()
    assert (event.title, event.description) == ("Sample webinar by hand", "One.\n\nTwo.")
    assert "Sample webinar by hand" in (await curator.get("/curate/locks")).text

    released = {"deed": "release", "event": event.slug, "facet": "title"}
    assert (await post(curator, "/curate/locks", **released)).status_code == 303
    assert [held.facet for held in await Lock.all()] == ["topics"]
    assert (await post(curator, "/curate/locks", **released)).status_code == 404


def form_of(page: str) -> dict[str, str]:
    """What the form that sets fields would send untouched."""
    form = page[page.index('aria-labelledby="set"') :]
    told = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))
    told |= dict(re.findall(r'<select[^>]* name="(\w+)">.*?value="([^"]*)" selected', form, re.S))
    told["description"] = re.findall(r"<textarea[^>]*>([^<]*)", form)[0].replace("&#10;", "\r\n")
    return told


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "It has no title, or no name of its own in its source."),
        ("title", "x" * 201, "Its title is longer than 200 characters."),
        ("starts_on", "soon", "“soon” is no day; write it as 2026-03-09."),
        ("url", "javascript:alert(1)", "is no address of a web page."),
        ("topics", "C++", "is no topic; write it as practice-management."),
        ("state", "ZZ", "is no state of the United States."),
        ("description", "One.\r\n\r\nTwo.", "Nothing is another than before;"),
        ("seen", "", "The event changed while you wrote."),
    ],
)
async def test_what_cannot_be_set_is_said_and_nothing_typed_is_lost(
    curator: httpx2.AsyncClient, field: str, value: str, sentence: str
) -> None:
    await told_by("alpha", description="One.\n\nTwo.")
    slug = (await Event.get()).slug
    told = form_of((await curator.get(f"/curate/locks?event={slug}")).text)
    if field not in ("description",):
        told["venue"] = "Sample Hall of what was typed"
    answer = await curator.post("/curate/locks", data={**told, field: value, "deed": "set"})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "description":
        assert "Sample Hall of what was typed" in answer.text
    assert await Lock.all().count() == 0


async def test_an_event_is_found_by_its_address_and_an_unknown_one_is_not(
    curator: httpx2.AsyncClient,
) -> None:
    await told_by("alpha")
    slug = (await Event.get()).slug
    for wanted in (slug, f"/events/{slug}", f"http://test.example/events/{slug}?a=b", f" {slug} "):
        asked = quote(wanted, safe="")
        assert (await curator.get(f"/curate/locks?event={asked}")).status_code == 200, wanted
    for wanted in ("nothing", "http://[", "/events/", "x" * 5000):
        asked = quote(wanted, safe="")
        assert (await curator.get(f"/curate/locks?event={asked}")).status_code == 404, wanted
