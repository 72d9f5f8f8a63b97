"""What a search makes of words that are wrong, shared or told of elsewhere; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.events.filters import EventFilter
from netmentor.events.listing import Choosing, Listing, listing
from netmentor.events.models import Event
from netmentor.organizations.actions import bump_catalogue
from tests.events.test_search_quality import titles_of
from tests.factories import (
    NOON,
    TODAY,
    event_of,
    make_draft,
    make_expected_draft,
    make_organization,
    put,
)

pytestmark = pytest.mark.usefixtures("database")

SAMPLES = (
    make_draft(title="Fellowship", description="How a resident begins."),
    make_draft(title="Telehealth billing", topics=("revenue-cycle",)),
    make_draft(title="Conferences of nurses", city="Columbus", state="OH", modality="hybrid"),
)
FOUND_BY = {  # words in one form → the title that any form of them finds
    "fellowship fellowships fellowship's residents resident begin beginning": "Fellowship",
    "telehealth tele-health bills billing cycles cycle": "Telehealth billing",
    "conference conferences nurse nurses nursing Ohio OH columbus": "Conferences of nurses",
}
FORMS = [(word, title) for words, title in FOUND_BY.items() for word in words.split()]


async def found(words: str) -> Listing:
    return await listing(EventFilter(q=words), today=TODAY)


async def titles(words: str) -> list[str]:
    return titles_of(await found(words))


async def beside(words: str) -> Choosing:
    return (await found(words)).choosing


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.sampled_from(FORMS), st.sampled_from(("{}", "the {}", "“{}”", "{}*", "-{}", "{}?")))
async def test_any_form_of_a_word_finds_it_however_it_is_marked(
    form: tuple[str, str], marked: str
) -> None:
    await put(*SAMPLES)
    word, title = form

    answer = await found(marked.format(word))

    assert titles_of(answer) == [title]
    assert (answer.choosing.read_as, answer.choosing.is_partial) == ("", False)


async def test_only_a_word_that_no_event_has_is_read_as_another() -> None:
    await put(make_draft(title="Fellowship conference", description="On denials."))
    await put(make_draft(title="Details of staffing"))

    right = await beside("denials confrence")
    most = await beside("conferences denials zebras")

    assert (right.read_as, right.is_partial) == ("denials conference", False)
    assert (most.read_as, most.is_partial) == ("", True)
    assert await titles("conferences denials zebras") == ["Fellowship conference"]


async def test_a_slip_is_never_read_as_a_word_that_tells_nothing() -> None:
    await put(make_draft(title="About billing, between us"))

    for typed in ("abuot", "betwen"):
        answer = await found(typed)
        assert (titles_of(answer), answer.choosing.read_as) == ([], ""), typed


async def test_a_month_between_the_first_and_the_last_is_found_too() -> None:
    summer = {"window_from_on": date(2027, 6, 1), "window_to_on": date(2027, 8, 31)}
    long = {"starts_on": date(2027, 6, 30), "ends_on": date(2027, 9, 1)}
    await put(make_expected_draft(title="Summer", **summer), make_draft(title="Long", **long))

    for month in ("june", "July 2027", "august"):
        assert await titles(month) == ["Long", "Summer"], month
    assert await titles("october") == []


async def test_what_is_merged_into_another_event_is_not_found() -> None:
    stays, goes = make_draft(title="Denials day"), make_draft(title="Denials forum")
    await put(stays, goes)
    await Event.filter(id=(await event_of(goes)).id).update(
        merged_into_id=(await event_of(stays)).id
    )
    await bump_catalogue(now=NOON)

    assert await titles("denials") == ["Denials day"]
    assert await titles("forum") == []


async def test_a_new_description_is_found_and_the_old_one_is_not() -> None:
    draft = make_draft(title="Day", description="On denials.")
    await put(draft)
    await put(replace(draft, description="On staffing."))

    assert (await titles("staffing"), await titles("denials")) == (["Day"], [])


async def test_an_organizer_that_is_renamed_is_found_by_its_new_name() -> None:
    organization = await make_organization("sample", name="Old guild")
    draft = make_draft(title="Day", organizers=("sample",))
    await put(draft)
    organization.name = "New society"
    await organization.save()
    await put(replace(draft, url="https://events.example.org/new"))

    assert (await titles("society"), await titles("guild")) == (["Day"], [])


async def test_topics_told_in_another_order_are_the_same_words() -> None:
    draft = make_draft(topics=("staffing", "billing"))
    await put(draft)

    outcome = await put(replace(draft, topics=("billing", "staffing")))

    assert outcome.touched == ()


async def test_an_acronym_that_two_organizers_share_names_both() -> None:
    for slug, name in (("michigan", "Michigan hospitals"), ("missouri", "Missouri hospitals")):
        await make_organization(slug, acronym="MHA", name=name)
        await put(make_draft(title=name, organizers=(slug,)))
    await put(make_draft(title="Alpha", description="Not of the MHA."))

    answer = await found("mha")

    assert titles_of(answer) == ["Michigan hospitals", "Missouri hospitals", "Alpha"]
    assert answer.choosing.organizers == (
        ("michigan", "Michigan hospitals"),
        ("missouri", "Missouri hospitals"),
    )


async def test_all_of_a_long_search_is_read_and_each_word_counts_once() -> None:
    await put(make_draft(title="Rural billing"))
    long = "rural " * 33

    assert (await titles(long), (await beside(long)).is_partial) == (["Rural billing"], False)
    assert await titles("rural " + "x" * 194) == ["Rural billing"]


@pytest.mark.parametrize("word", ["日本語", "Київ", "Ελλάδα", "עברית", "العربية", "हिन्दी", "ไทย"])
async def test_other_scripts_are_found_as_they_are_written(word: str) -> None:
    await put(make_draft(title=f"{word} day"), make_draft(title="Other"))

    assert await titles(word) == [f"{word} day"]


async def test_an_odd_mark_between_words_asks_for_nothing() -> None:
    await put(make_draft(title="Rural billing"))

    for mark in "& | ! :* \\ ' '' \" * ^ ( ) { } <-> % _ ; -- \x00 🙂 ½".split(" "):
        assert await titles(f"rural {mark} billing") == ["Rural billing"], mark
