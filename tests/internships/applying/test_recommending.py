"""Recommenders: on their timelines, asked again before their letter is due, and thanked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.contacts.models import Contact, FollowUp, Touch
from netmentor.errors import Invalid, NotFound
from netmentor.internships.applying import actions
from netmentor.internships.applying.models import Application, Recommender
from netmentor.internships.applying.recommending import (
    add_recommender,
    change_recommender,
    letters_due_on,
    note_recommender,
    remove_recommender,
    take_back,
)
from netmentor.internships.applying.rules import Asked, Stage
from netmentor.internships.models import Window
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.internships.applying.begun import dates, numbers, sequences

LATER = NOON + timedelta(hours=1)
DUE = date(2027, 1, 29)


async def open_follow_ups() -> list[tuple[str, str]]:
    found = await FollowUp.filter(state="open").order_by("id")
    return [(str(one.due_on), one.what) for one in found]


async def said() -> list[tuple[str, bool]]:
    return [(one.note, one.by_them) for one in await Touch.all().order_by("id")]


async def test_from_asking_to_thanking_all_is_on_the_timeline_and_one_thing_is_to_be_done(
    owner: User, row: Application, manager: Contact
) -> None:
    one = await add_recommender(owner, row.key, "", manager, due_on=DUE, now=NOON)
    steps = {
        Asked.ASKED: [("2026-12-08", "Ask Sample Manager about the letter")],
        Asked.AGREED: [("2027-01-22", "Ask Sample Manager about the letter")],
        Asked.SENT: [("2026-11-25", "Thank Sample Manager for the letter")],
        Asked.THANKED: [],
    }
    for what, expected in steps.items():
        for _ in range(2):  # pressed twice is noted once
            await note_recommender(owner, row.key, one.id, what, now=NOON)
        assert await open_follow_ups() == expected, what
    assert await said() == [
        ("Asked for a letter: Sample fellowship", False),
        ("Will write a letter: Sample fellowship", True),
        ("Sent the letter: Sample fellowship", True),
        ("Thank Sample Manager for the letter", False),
    ]
    assert await FollowUp.filter(state="done").count() == 1


@pytest.mark.parametrize(
    ("due_on", "day"),
    [
        (None, "2026-12-08"),  # a fortnight
        (date(2026, 12, 10), "2026-12-03"),  # a week before it is due
        (date(2026, 11, 26), "2026-11-25"),  # it is due too soon for that
    ],
)
async def test_who_is_silent_is_asked_again_before_the_letter_is_due(
    owner: User, row: Application, manager: Contact, due_on: date | None, day: str
) -> None:
    one = await add_recommender(owner, row.key, "", manager, due_on=due_on, now=NOON)
    await note_recommender(owner, row.key, one.id, Asked.ASKED, now=NOON)
    assert await open_follow_ups() == [(day, "Ask Sample Manager about the letter")]
    await note_recommender(owner, row.key, one.id, Asked.DECLINED, now=NOON)
    assert await open_follow_ups() == []


async def test_about_what_is_over_or_removed_nobody_is_asked(
    owner: User, row: Application, manager: Contact
) -> None:
    one = await add_recommender(owner, row.key, "", manager, now=NOON)
    other = await add_recommender(owner, row.key, "", manager, now=NOON)
    for each in (one, other):
        await note_recommender(owner, row.key, each.id, Asked.ASKED, now=NOON)
    await remove_recommender(owner, row.key, one.id, now=NOON)
    assert len(await open_follow_ups()) == 1
    await actions.set_stage(owner, row.key, Stage.WITHDRAWN, now=NOON)
    assert await open_follow_ups() == []


async def test_who_sent_a_letter_is_thanked_whatever_comes_of_it(
    owner: User, row: Application, manager: Contact
) -> None:
    one = await add_recommender(owner, row.key, "", manager, now=NOON)
    await note_recommender(owner, row.key, one.id, Asked.SENT, now=NOON)
    await actions.remove(owner, row.key, now=NOON)
    assert await open_follow_ups() == [("2026-11-25", "Thank Sample Manager for the letter")]


async def test_of_a_name_and_of_somebody_in_the_bin_only_the_day_is_noted(
    owner: User, row: Application, manager: Contact
) -> None:
    named = await add_recommender(owner, row.key, "Sample Professor", None, now=NOON)
    one = await add_recommender(owner, row.key, "", manager, now=NOON)
    await delete(owner, [manager], now=NOON)
    for each in (named, one):
        await note_recommender(owner, row.key, each.id, Asked.ASKED, now=NOON)
        await note_recommender(owner, row.key, each.id, Asked.THANKED, now=NOON)
    assert [str(each.asked_on) for each in await Recommender.all()] == ["2026-11-24"] * 2
    assert (await open_follow_ups(), await said()) == ([], [])


async def test_the_day_of_a_letter_is_in_the_calendar_until_it_came(
    owner: User, row: Application, manager: Contact
) -> None:
    one = await add_recommender(owner, row.key, "", manager, due_on=DUE, now=NOON)
    assert await dates(owner) == [("2027-01-29", "Letter by Sample Manager: Sample fellowship")]
    await change_recommender(owner, row.key, one.id, one.name, date(2027, 2, 1), now=LATER)
    assert list((await sequences(owner)).values()) == [1]
    number = await numbers(owner)
    await note_recommender(owner, row.key, one.id, Asked.SENT, now=LATER)
    assert await dates(owner) == []
    assert await numbers(owner) > number
    await take_back(owner, row.key, one.id, Asked.SENT, now=LATER)
    assert [day for day, _ in await dates(owner)] == ["2027-02-01"]


async def test_letters_are_due_on_their_own_day_else_that_of_transcripts() -> None:
    letters = Window(kind="recommendations", due_on=date(2027, 1, 2))
    transcripts = Window(kind="transcripts", due_on=date(2027, 1, 1))
    nobody_knows = Window(kind="recommendations", due_on=None)
    assert letters_due_on([transcripts, letters], None) == date(2027, 1, 2)
    assert letters_due_on([transcripts, nobody_knows], None) == date(2027, 1, 1)
    assert letters_due_on([nobody_knows], None) is None


async def test_nobody_elses_recommender_is_there(owner: User, row: Application) -> None:
    one = await add_recommender(owner, row.key, "Sample Professor", None, now=NOON)
    stranger = await make_user(STRANGER)
    for deed in (
        note_recommender(stranger, row.key, one.id, Asked.ASKED, now=NOON),
        note_recommender(owner, row.key, one.id + 1, Asked.ASKED, now=NOON),
        change_recommender(stranger, row.key, one.id, "x", None, now=NOON),
        remove_recommender(stranger, row.key, one.id, now=NOON),
    ):
        with pytest.raises(NotFound):
            await deed
    with pytest.raises(Invalid):
        await change_recommender(owner, row.key, one.id, " ", None, now=NOON)


async def test_what_is_noted_and_taken_back_again_and_again_is_said_once_a_day(
    owner: User, row: Application, manager: Contact
) -> None:
    one = await add_recommender(owner, row.key, "", manager, now=NOON)
    for what in (Asked.ASKED, Asked.SENT, Asked.THANKED) * 3:
        await note_recommender(owner, row.key, one.id, what, now=LATER)
        await take_back(owner, row.key, one.id, what, now=LATER)
    assert len(await said()) <= 4
    for _ in range(3):
        await note_recommender(owner, row.key, one.id, Asked.ASKED, now=LATER)
        await take_back(owner, row.key, one.id, Asked.ASKED, now=LATER)
    planned = await FollowUp.all().count()
    await note_recommender(owner, row.key, one.id, Asked.ASKED, now=LATER)
    assert await open_follow_ups() == [("2026-12-08", "Ask Sample Manager about the letter")]
    assert await FollowUp.all().count() == planned
    await take_back(owner, row.key, one.id, Asked.ASKED, now=LATER)
    before = len(await said())
    await note_recommender(owner, row.key, one.id, Asked.ASKED, now=LATER + timedelta(days=1))
    assert len(await said()) == before + 1
