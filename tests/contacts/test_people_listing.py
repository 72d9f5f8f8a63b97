"""Which people a search finds, in which order, and what the list tells of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts import binning, finding
from netmentor.contacts.finding import NEWEST, PAGE, Asked, events_met_at
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.listing import Owed, page_of, tags_of
from netmentor.contacts.models import Contact
from netmentor.contacts.promising import promise, promise_of, settle_promise
from netmentor.contacts.rules import State
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Event
from netmentor.events.queries import event_meant, ids_with_doubles
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact, undo_latest
from tests.factories import NOON, TODAY, make_event


async def names(user: User, **asked: object) -> list[str]:
    page = await page_of(user, Asked(**asked), today=TODAY)  # type: ignore[arg-type]
    assert page.total == len(page.lines) or page.has_next or page.or_more
    return [one.name for one in page.lines]


async def test_names_are_in_the_order_of_people_not_of_machines(database: Settings) -> None:
    user = await make_user()
    for name in ("zoe", "Álvarez", "Bea", "alba"):
        await make_contact(user, name)
    assert await names(user) == ["alba", "Álvarez", "Bea", "zoe"]
    assert await names(user, order=NEWEST) == ["alba", "Bea", "Álvarez", "zoe"]
    assert await names(user, order="; DROP TABLE") == ["alba", "Álvarez", "Bea", "zoe"]


async def test_all_words_are_found_anywhere_in_any_case_and_without_accents(
    database: Settings,
) -> None:
    user = await make_user()
    await make_contact(
        user,
        "Renée Sample",
        organization="Scioto Women’s Health",
        note="Runs 11 providers, 100% remote_work",
        email="renee@example.org",
        tags=("Preceptor",),
        promise="the staffing model",
    )
    await make_contact(user, "Other Sample")
    await make_contact(await make_user(STRANGER), "Renée Stranger")
    for words in (
        "renee", "RENÉE sam", "cioto", "providers staff", "0%", "e_w", "@example", "precep", "né",
    ):  # fmt: skip
        assert await names(user, words=words) == ["Renée Sample"], words
    for words in ("renee other", "%", "_", "\\", '"', "'", "stranger", "*", "sample AND x"):
        found = await names(user, words=words)
        assert found == (["Renée Sample"] if words in "%_" else []), words
    assert len(await names(user, words="sample " * 500)) == 2


async def test_a_change_is_found_at_once_and_what_was_undone_no_more(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user)
    await promise(user, contact, "the quokka report", by_them=False, now=NOON)
    assert await names(user, words="quokka") == ["Sample Person"]
    await undo_latest(user)
    assert await names(user, words="quokka") == []
    await Contact.all().delete()
    assert await names(user, words="sample") == []


async def test_words_that_many_have_are_found_without_counting_all(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COUNTED", 3)
    user = await make_user()
    for number in range(5):
        await make_contact(user, f"Sample {number}")
    page = await page_of(user, Asked(words="sample"), today=TODAY)
    assert (page.total, page.or_more, len(page.lines)) == (3, True, 5)
    assert await names(user, words="sample 3") == ["Sample 3"]


async def test_tags_narrow_together_and_are_counted_without_the_bin(database: Settings) -> None:
    user = await make_user()
    await make_contact(user, "One", tags=("Ohio", "Mentor"))
    await make_contact(user, "Two", tags=("Ohio",))
    gone = await make_contact(user, "Gone", tags=("Ohio", "Left"))
    await binning.delete(user, [gone], now=NOON)
    assert await names(user, tags=("ohio",)) == ["One", "Two"]
    assert await names(user, tags=("ohio", "mentor")) == ["One"]
    assert await names(user, tags=("ohio", "no such")) == []
    counts = [(tag.name, tag.count) for tag in await tags_of(user)]
    assert counts == [("Mentor", 1), ("Ohio", 2)]


async def test_an_event_means_its_doubles_too(database: Settings) -> None:
    user = await make_user()
    event, double = await make_event(), await make_event()
    await attending.answer(user, event, Answer.GOING, now=NOON)
    await make_contact(user, "One", event=event)
    await make_contact(user, "Two", event=double)
    await make_contact(user, "Three")
    await Event.filter(id=double.id).update(merged_into_id=event.id)
    for slug in (event.slug, double.slug):
        found = await event_meant(slug, user.id)
        assert found.id == event.id
        assert await names(user, events=await ids_with_doubles(found)) == ["One", "Two"]
    assert await events_met_at(user) == [(event.slug, event.title)]


async def test_whom_i_owe_are_promises_first_the_oldest_first_then_what_is_due(
    database: Settings,
) -> None:
    user = await make_user()
    people = {
        name: await make_contact(user, name)
        for name in ("Late", "Early", "Due", "Overdue", "Ahead", "Theirs", "Kept")
    }
    for days, name in enumerate(("Early", "Late")):
        at = NOON + timedelta(days=days)
        await promise(user, people[name], "x", by_them=False, now=at)
    await promise(user, people["Theirs"], "x", by_them=True, now=NOON)
    kept = await promise(user, people["Kept"], "x", by_them=False, now=NOON)
    await settle_promise(user, await promise_of(user, kept.id), State.DONE, now=NOON)
    for days, name in ((0, "Due"), (-3, "Overdue"), (1, "Ahead")):
        day = TODAY + timedelta(days=days)
        await promise_follow_up(user, contact=people[name], what="Call", due_on=day, now=NOON)

    assert await names(user, owed=True) == ["Early", "Late", "Overdue", "Due"]
    assert await names(user, owed=True, words="l") == ["Early", "Late"]
    page = await page_of(user, Asked(words="due"), today=TODAY)
    owed = {one.name: one.owed for one in page.lines}
    assert owed["Due"] == Owed("Call", due_on=TODAY)
    assert await names(user, owed=True, words="ahead") == []


async def test_pages_follow_each_other_and_end(database: Settings) -> None:
    user = await make_user()
    for number in range(PAGE + 1):
        await make_contact(user, f"Sample {number:03}")
    first = await page_of(user, Asked(), today=TODAY)
    second = await page_of(user, Asked(page=2), today=TODAY)
    assert (len(first.lines), first.has_next, first.total) == (PAGE, True, PAGE + 1)
    assert [one.name for one in second.lines] == [f"Sample {PAGE:03}"]
    assert not second.has_next
    assert (await page_of(user, Asked(page=400), today=TODAY)).lines == []


async def test_a_line_tells_the_position_somebody_holds(database: Settings) -> None:
    user = await make_user()
    contact = await make_contact(user, role="Director", organization="Sample Clinic")
    await contact.positions.all().update(to_on=date(2026, 1, 1))  # type: ignore[attr-defined]
    page = await page_of(user, Asked(), today=TODAY)
    assert page.lines[0].position == ""
