"""Searches forgive what people get wrong, and nothing typed reaches a database as an operator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.events.filters import EventFilter
from netmentor.events.listing import Listing, listing
from netmentor.events.models import Event
from netmentor.organizations.actions import bump_catalogue
from tests.events.test_search_quality import titles_of
from tests.factories import NOON, TODAY, make_draft, make_organization, put

pytestmark = pytest.mark.usefixtures("database")

SIGNS = """ " ' * - () NEAR( AND & | ! :* \\ <-> % _ ^ {} """.split()
PHRASES = ("a OR", "NOT b", "title: x", "search_head : x", "a & | b", "a" * 200, "日本", "🙂", "ß")


SAMPLE = make_draft(title="Plain day for staffing")


async def found(words: str) -> Listing:
    return await listing(EventFilter(q=words), today=TODAY)


async def titles(words: str) -> list[str]:
    return titles_of(await found(words))


async def test_accents_endings_and_slips_are_forgiven() -> None:
    await put(
        make_draft(title="Congrès de Québec"),
        make_draft(title="Fellowship conference"),
        make_draft(title="Billing"),
    )

    assert await titles("QUEBEC congres") == ["Congrès de Québec"]
    for typed in ("conferences", "confrence", "cnoference", "fellowships", "fellow", "felowship"):
        assert await titles(typed) == ["Fellowship conference"], typed


async def test_an_acronym_is_no_beginning_of_a_longer_word() -> None:
    await make_organization("executives", acronym="ACHE", name="Sample executives")
    await put(
        make_draft(title="Achievement and headaches"),
        make_draft(title="Congress", organizers=("executives",)),
    )

    assert await titles("ACHE") == ["Congress"]


async def test_what_is_named_so_comes_before_what_only_mentions_it() -> None:
    await put(
        make_draft(title="First", description="Much about leadership.", starts_time="08:00"),
        make_draft(title="Leadership day", starts_time="17:00", ends_time=""),
    )

    answer = await found("leadership")

    assert titles_of(answer) == ["Leadership day", "First"]
    assert [event.title for day in answer.mentioned.days for event in day.events] == ["First"]
    assert answer.total == 2


async def test_where_nothing_has_all_the_words_what_has_most_of_them_is_shown() -> None:
    await put(make_draft(title="Rural billing day"), make_draft(title="Rural leaders"))

    answer = await found("rural billing zebras")

    assert titles_of(answer) == ["Rural billing day"]
    assert answer.choosing.is_partial


async def test_a_new_title_is_found_and_the_old_one_is_not() -> None:
    draft = make_draft(title="Denials")
    await put(draft)
    await put(replace(draft, title="Staffing"))

    assert await titles("staffing") == ["Staffing"]
    assert await titles("denials") == []


async def test_what_is_deleted_is_not_found() -> None:
    await put(make_draft(title="Denials"))
    await Event.all().delete()
    await bump_catalogue(now=NOON)

    assert await titles("denials") == []


@pytest.mark.parametrize("typed", [*SIGNS, *PHRASES])
async def test_signs_and_operators_are_no_questions_to_the_database(typed: str) -> None:
    await put(make_draft(title="Plain day"))

    assert await titles(f"plain {typed}") == ["Plain day"]
    await titles(typed)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.text(max_size=60).map(lambda text: " ".join(text.split())))
async def test_any_text_is_answered(typed: str) -> None:
    await put(SAMPLE)

    await titles(typed)
    await titles(f"plian {typed}")


async def test_words_that_tell_no_event_from_another_leave_all_of_them() -> None:
    await put(make_draft(title="Billing"))

    assert await titles("upcoming events near me") == ["Billing"]
