"""Whose letters and what news follow a deadline that its listing, or a hand, moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, FollowUp
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.models import Application, Recommender
from netmentor.internships.applying.moves import moved_lately, moves_since
from netmentor.internships.applying.queries import whole_of
from netmentor.internships.applying.recommending import add_recommender, note_recommender
from netmentor.internships.applying.rules import Asked, Stage
from netmentor.internships.applying.steps import NoDeadline, plan
from netmentor.internships.drafts import WindowDraft
from netmentor.internships.models import Opportunity
from tests.factories import NOON
from tests.internships.applying.begun import begun
from tests.internships.opportunities import closing, make_opportunity_draft, put_opportunities

LATER = NOON + timedelta(hours=1)
WAS, IS_NOW = date(2027, 2, 24), date(2027, 11, 30)


async def listing_says(*windows: WindowDraft) -> None:
    await put_opportunities(make_opportunity_draft(windows=windows), now=LATER)


@pytest.fixture
async def followed(owner: User) -> Application:
    return await begun(owner, closes=str(WAS))


async def letter(owner: User, row: Application, who: Contact | None, on: date) -> Recommender:
    return await add_recommender(owner, row.key, "Sample Dean", who, due_on=on, now=NOON)


async def test_a_letter_of_the_listed_day_follows_it_and_so_does_asking(
    owner: User, followed: Application, manager: Contact
) -> None:
    one = await letter(owner, followed, manager, WAS)
    await note_recommender(owner, followed.key, one.id, Asked.AGREED, now=NOON)
    asking = FollowUp.filter(what__startswith="Ask ")
    assert (await asking.get()).due_on == WAS - timedelta(days=7)

    await listing_says(closing(str(IS_NOW), "17:00"))

    moved = await Recommender.get()
    assert (moved.due_on, moved.sequence) == (IS_NOW, one.sequence + 1)
    assert (await asking.get()).due_on == IS_NOW - timedelta(days=7)


async def test_a_day_of_ones_own_stays(
    owner: User, followed: Application, manager: Contact
) -> None:
    own = WAS - timedelta(days=10)
    one = await letter(owner, followed, manager, own)
    await note_recommender(owner, followed.key, one.id, Asked.AGREED, now=NOON)
    await listing_says(closing(str(IS_NOW), "17:00"))
    assert (await Recommender.get()).due_on == own
    assert (await FollowUp.get(what__startswith="Ask ")).due_on == own - timedelta(days=7)


async def test_where_somebody_put_asking_on_another_day_it_stays_there(
    owner: User, followed: Application, manager: Contact
) -> None:
    one = await letter(owner, followed, manager, WAS)
    await note_recommender(owner, followed.key, one.id, Asked.AGREED, now=NOON)
    await FollowUp.filter(what__startswith="Ask ").update(due_on=date(2027, 1, 2))
    await listing_says(closing(str(IS_NOW), "17:00"))
    assert (await FollowUp.get(what__startswith="Ask ")).due_on == date(2027, 1, 2)


async def test_a_letter_that_was_sent_stays_where_it_was(
    owner: User, followed: Application
) -> None:
    one = await letter(owner, followed, None, WAS)
    await note_recommender(owner, followed.key, one.id, Asked.SENT, now=NOON)
    await listing_says(closing(str(IS_NOW), "17:00"))
    assert (await Recommender.get()).due_on == WAS


async def test_a_day_of_recommendations_alone_moves_letters(
    owner: User, followed: Application
) -> None:
    due, moved = "2027-02-10", "2027-02-12"
    await listing_says(closing(str(WAS), "17:00"), closing(due, kind="recommendations"))
    await letter(owner, followed, None, date.fromisoformat(due))
    windows = closing(str(WAS), "17:00"), closing(moved, kind="recommendations")
    draft = make_opportunity_draft(windows=windows)
    await put_opportunities(draft, now=LATER + timedelta(hours=1))
    assert str((await Recommender.get()).due_on) == moved


async def test_a_hand_that_moves_the_deadline_moves_letters(owner: User, row: Application) -> None:
    for version, on in enumerate((WAS, IS_NOW), 1):
        told = Edit(title="Sample", organization="", deadline_on=on, version=version)
        await actions.edit(owner, row.key, told, now=LATER)
        if on == WAS:
            await letter(owner, row, None, WAS)
    assert (await Recommender.get()).due_on == IS_NOW


async def test_a_move_of_the_listing_is_known_for_a_week_with_its_steps(
    owner: User, followed: Application
) -> None:
    await plan(owner, followed.key, now=NOON)
    assert await moved_lately(owner, now=LATER) == []

    await listing_says(closing(str(IS_NOW), "17:00"))

    [one] = await moved_lately(owner, now=LATER)
    assert (one.was.on, one.is_now.on, one.at, one.steps) == (WAS, IS_NOW, LATER, 5)
    assert await moved_lately(owner, now=LATER + timedelta(days=8)) == []
    assert len(await moves_since([followed], NOON)) == 1
    await actions.set_stage(owner, followed.key, Stage.SUBMITTED, now=LATER)
    assert await moved_lately(owner, now=LATER) == []


async def test_what_moved_before_it_was_begun_is_no_news(owner: User) -> None:
    await begun(owner, closes=str(WAS))
    await Application.all().update(created_at=LATER + timedelta(hours=1))
    await listing_says(closing(str(IS_NOW), "17:00"))
    assert await moved_lately(owner, now=LATER) == []


async def test_an_expected_day_is_planned_by_until_the_listing_has_one(owner: User) -> None:
    first, last = date(2027, 3, 8), date(2027, 4, 5)
    expected = WindowDraft(kind="closes", not_before=first, not_after=last)
    draft = make_opportunity_draft(status="expected", windows=(expected,))
    await put_opportunities(draft)
    row = await actions.start(owner, Start(opportunity=await Opportunity.get()), now=NOON)
    with pytest.raises(NoDeadline):
        await plan(owner, row.key, now=NOON)
    assert (await whole_of(owner, row.key)).expected

    made = await plan(owner, row.key, expected_on=first, now=NOON)

    whole = await whole_of(owner, row.key)
    assert whole.is_by_expectation
    assert len(made) == 5
    await listing_says(closing(str(IS_NOW), "17:00"))
    whole = await whole_of(owner, row.key)
    assert whole.deadline
    assert (whole.deadline.on, whole.deadline.is_followed) == (IS_NOW, True)
    assert not whole.is_by_expectation
    assert whole.steps[-1].due_on == IS_NOW - timedelta(days=14)
