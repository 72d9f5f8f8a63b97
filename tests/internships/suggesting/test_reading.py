"""A page that somebody pastes is read by the worker, or says in a sentence why it is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.events.suggesting.arriving import take_one_to_read
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.rules import LEASE, State
from netmentor.internships.suggesting import actions
from netmentor.internships.suggesting.models import OpportunitySuggestion
from netmentor.internships.suggesting.queries import found_of, suggestions_of
from netmentor.jobs.suggestions import read_suggested_pages
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.fetching.asking import web
from tests.fetching.servers import Handler, answering, serving

pytestmark = pytest.mark.usefixtures("database")


def posting(name: str, until: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": name,
        "hiringOrganization": {"@type": "Organization", "name": "Sample Clinic"},
        "employmentType": "INTERN",
        "datePosted": "2026-11-01",
        "validThrough": until,
    }


def page_with(*told: object) -> Handler:
    body = f'<script type="application/ld+json">{json.dumps(list(told))}</script>'.encode()
    return answering(200, body, content_type="text/html")


async def read(user: User, handler: Handler) -> OpportunitySuggestion:
    """A page that answers so, suggested and read."""
    async with serving(handler) as server:
        address = f"http://clinic.example:{server.port}/interns"
        made = await OpportunitySuggestion.create(user=user, address=address, asked_at=NOON)
        with time_machine.travel(NOON, tick=False):
            assert await read_suggested_pages(web()) == 1
    return await OpportunitySuggestion.get(id=made.id)


async def test_of_several_the_one_that_closes_next_is_looked_over() -> None:
    user = await make_user()
    found = found_of(
        await read(
            user,
            page_with(
                posting("Over", "2026-10-01T17:00:00-04:00"),
                posting("Later", "2027-03-01T17:00:00-05:00"),
                posting("Next", "2027-01-15T17:00:00-05:00"),
            ),
        )
    )
    assert found is not None
    assert (found.title, found.organization_name) == ("Next", "Sample Clinic")
    [one] = await suggestions_of(user)
    assert (one.state, one.title) == (State.OPEN, "Next")


@pytest.mark.parametrize(
    "handler",
    [
        answering(404),
        answering(200, b"<p>Nothing here</p>", content_type="text/html"),
        answering(200, b"\x00" * 999),
        answering(200, b'<script type="application/ld+json">' + b"[" * 50_000),
        page_with({"@type": "JobPosting"}),
    ],
)
async def test_a_page_that_tells_nothing_says_why(handler: Handler) -> None:
    user = await make_user()
    told = await read(user, handler)
    assert (told.found, bool(told.trouble)) == ("", True)
    [one] = await suggestions_of(user)
    assert one.state == State.OPEN


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/"])
async def test_an_address_inside_is_never_asked(address: str) -> None:
    user = await make_user()
    await OpportunitySuggestion.create(user=user, address=address, asked_at=NOON)
    with time_machine.travel(NOON, tick=False):
        assert await read_suggested_pages() == 1
    assert (await OpportunitySuggestion.get()).trouble


async def test_a_page_is_read_once_and_again_if_its_reader_died() -> None:
    await actions.suggest_page(await make_user(), "https://clinic.example/", now=NOON)
    assert await take_one_to_read(OpportunitySuggestion, now=NOON)
    assert await take_one_to_read(OpportunitySuggestion, now=NOON) is None
    assert await take_one_to_read(OpportunitySuggestion, now=NOON + LEASE)
    assert await take_one_to_read(Suggestion, now=NOON) is None
