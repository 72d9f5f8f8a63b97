"""Suggestions on their way to the curators: how many wait, and what of addresses is public."""

from __future__ import annotations

import asyncio

import pytest

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.events.suggesting.arriving import TooManySuggestions
from netmentor.events.suggesting.rules import MOST_OPEN, MOST_WAITING
from netmentor.internships.curating.actions import accept, dismiss
from netmentor.internships.curating.queries import proposals
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.queries import draft_of, opportunity_by_slug
from netmentor.internships.suggesting import actions
from netmentor.internships.suggesting.models import OpportunitySuggestion
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.internships.curating.offered import suggested
from tests.internships.opportunities import make_opportunity_draft

pytestmark = pytest.mark.usefixtures("database")
PASTED = "https://www.example.org/jobs;jsessionid=A1/7?id=7&sessionId=c2VjcmV0&utm_source=mail"


@pytest.fixture
async def member() -> User:
    return await make_user()


async def test_of_many_begun_at_once_no_more_are_open_than_one_person_may_have(
    member: User,
) -> None:
    for _ in range(MOST_OPEN - 2):
        await actions.suggest_by_hand(member, now=NOON)
    begun = [actions.suggest_by_hand(member, now=NOON) for _ in range(8)]
    came = await asyncio.gather(*begun, return_exceptions=True)
    assert sum(isinstance(one, TooManySuggestions) for one in came) == 6
    assert await OpportunitySuggestion.filter(user=member).count() == MOST_OPEN


async def test_of_one_person_so_many_wait_until_a_curator_decides(member: User) -> None:
    for _ in range(MOST_WAITING):
        await suggested(member)
    with pytest.raises(TooManySuggestions, match="wait for a curator"):
        await suggested(member)
    assert await OpportunityTelling.all().count() == MOST_WAITING
    first, second, *_ = await proposals()
    await accept(first.number, (), now=NOON)
    await dismiss(second.number, (), "It is over.", now=NOON)
    await suggested(member)
    await suggested(member)
    with pytest.raises(TooManySuggestions):
        await suggested(member)
    await suggested(await make_user(STRANGER))


async def test_of_two_that_are_sent_at_once_the_last_one_that_may_wait_is_kept(
    member: User,
) -> None:
    for _ in range(MOST_WAITING - 1):
        await suggested(member)
    two = [await actions.suggest_by_hand(member, now=NOON) for _ in range(2)]
    draft = make_opportunity_draft()
    sent = [actions.send(one, draft, now=NOON) for one in two]
    came = await asyncio.gather(*sent, return_exceptions=True)
    assert [type(one) for one in came if one] == [TooManySuggestions]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("", "https://www.example.org/jobs/7"),
        (PASTED, "https://www.example.org/jobs/7?id=7"),
        ("https://www.example.org/jobs?id=7", "https://www.example.org/jobs?id=7"),
    ],
)
async def test_no_session_stands_in_an_address_that_everybody_sees(
    member: User, url: str, shown: str
) -> None:
    suggestion = await actions.suggest_page(member, PASTED, now=NOON)
    draft = make_opportunity_draft(url=url, apply_url=PASTED, source_url="")
    await actions.send(suggestion, draft, now=NOON)
    [waiting] = await proposals()
    assert waiting.page == shown
    slug = await accept(waiting.number, (), now=NOON)
    listed = await draft_of(await opportunity_by_slug(slug))
    assert listed.source_url == shown
    assert listed.apply_url == "https://www.example.org/jobs/7?id=7"
    assert listed.url == (shown if url else "")


async def test_names_in_a_suggestion_are_kept_as_they_are_spelled(member: User) -> None:
    await suggested(member, title="Stage à l’hôpital", contact_name="Zoë Sample")
    assert "Zoë Sample" in (await values_of(OpportunitySuggestion.all(), "found"))[0]
