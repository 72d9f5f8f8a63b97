"""Stages of one's own, and a stage that was pressed by mistake."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import AnotherHeld, Start
from netmentor.internships.applying.ends import called_off
from netmentor.internships.applying.interviewing.actions import plan_interview, settle_interview
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.rules import Medium, State, Told
from netmentor.internships.applying.models import Application, OwnStage, StageChange
from netmentor.internships.applying.queries import applications_of, by_stage
from netmentor.internships.applying.recommending import add_recommender, note_recommender
from netmentor.internships.applying.rules import MOST_MOVES, MOST_STAGES, Asked, Stage
from netmentor.internships.applying.stages import (
    add_stage,
    place_told,
    places_of,
    remove_stage,
)
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates

LATER = NOON + timedelta(hours=1)
INTERVIEW = Told(
    name="Interview",
    starts_on=date(2027, 1, 12),
    starts_time="10:00",
    timezone="America/Chicago",
    minutes=45,
    medium=Medium.PHONE,
)


async def test_a_stage_of_ones_own_stands_after_its_stage_and_counts_as_it(owner: User) -> None:
    row = await begun(owner)
    own = await add_stage(owner, "Waiting list", Stage.SUBMITTED)
    names = [one.name for one in await places_of(owner)]
    assert names[3:5] == ["Submitted", "Waiting list"]
    await actions.set_stage(owner, row.key, Stage.SUBMITTED, own.id, now=LATER)
    assert (await Application.get()).stage == Stage.SUBMITTED
    assert await dates(owner) == []  # what is sent needs no deadline
    places = await places_of(owner)
    board = by_stage(await applications_of(owner), places)
    assert [one.name for one, several in board.items() if several] == ["Waiting list"]
    await actions.set_stage(owner, row.key, Stage.SUBMITTED, now=LATER)
    assert (await Application.get()).own_stage_id is None


async def test_it_goes_once_nothing_stands_there_and_history_keeps_its_name(owner: User) -> None:
    row = await begun(owner)
    own = await add_stage(owner, "Phone screen", Stage.VERIFIED)
    await actions.set_stage(owner, row.key, Stage.VERIFIED, own.id, now=LATER)
    with pytest.raises(Conflict, match="Move them on first"):
        await remove_stage(owner, own.id)
    await actions.set_stage(owner, row.key, Stage.INTERVIEW, now=LATER)
    await remove_stage(owner, own.id)
    assert not await OwnStage.exists()
    assert await StageChange.filter(own_name="Phone screen").count() == 1
    with pytest.raises(NotFound):
        await actions.set_stage(owner, row.key, Stage.VERIFIED, own.id, now=LATER)


@pytest.mark.parametrize("name", ["", " \n", "x" * 61, "\u0644\u0627" * 40, "ﷺ" * 20])
async def test_a_name_that_says_nothing_or_too_much_is_refused(owner: User, name: str) -> None:
    with pytest.raises(Invalid):
        await add_stage(owner, name, Stage.ASKED)
    assert not await OwnStage.exists()


async def test_no_two_stages_have_one_name_and_there_are_not_many(owner: User) -> None:
    for number in range(MOST_STAGES):
        await add_stage(owner, f"Sample {number}", Stage.ASKED)
    for name in ("SUBMITTED", "sample 3"):
        with pytest.raises(Conflict):
            await add_stage(owner, name, Stage.ASKED)
    with pytest.raises(Conflict, match=str(MOST_STAGES)):
        await add_stage(owner, "One more", Stage.ASKED)
    assert await add_stage(await make_user(STRANGER), "Sample 3", Stage.ASKED)


async def test_of_two_windows_that_add_one_at_once_one_does(owner: User) -> None:
    done = await asyncio.gather(
        *(add_stage(owner, "Sample", Stage.ASKED) for _ in range(2)), return_exceptions=True
    )
    assert len([one for one in done if isinstance(one, Conflict)]) == 1


async def test_it_is_nobody_elses(owner: User) -> None:
    own = await add_stage(owner, "Sample", Stage.ASKED)
    other = await make_user(STRANGER)
    row = await actions.start(other, Start(title="Sample"), now=NOON)
    with pytest.raises(NotFound):
        await actions.set_stage(other, row.key, Stage.ASKED, own.id, now=NOON)
    with pytest.raises(Invalid):
        await place_told(other, f"own-{own.id}")
    with pytest.raises(NotFound):
        await remove_stage(other, own.id)


async def test_what_was_pressed_by_mistake_is_taken_back_as_if_it_never_was(owner: User) -> None:
    row = await begun(owner)
    own = await add_stage(owner, "Shortlist", Stage.RESEARCHING)
    await actions.set_stage(owner, row.key, Stage.RESEARCHING, own.id, now=LATER)
    await actions.set_stage(owner, row.key, Stage.REJECTED, now=LATER + timedelta(hours=1))
    last = await StageChange.all().order_by("-id").first()
    assert last is not None
    await actions.take_back_stage(owner, row.key, last.id, now=LATER + timedelta(hours=2))
    standing = await Application.get()
    assert (standing.stage, standing.own_stage_id) == (Stage.RESEARCHING, own.id)
    assert standing.stage_at == LATER
    assert not await StageChange.filter(stage=Stage.REJECTED.value).exists()
    with pytest.raises(Conflict, match="taken back already"):
        await actions.take_back_stage(owner, row.key, last.id, now=LATER)


async def test_how_it_began_is_not_taken_back(owner: User) -> None:
    row = await begun(owner)
    first = await StageChange.get()
    with pytest.raises(Conflict):
        await actions.take_back_stage(owner, row.key, first.id, now=LATER)


async def test_no_second_offer_is_held_by_taking_something_back(owner: User) -> None:
    keys = [(await actions.start(owner, Start(title=n), now=NOON)).key for n in ("One", "Two")]
    await actions.set_stage(owner, keys[0], Stage.HELD, now=NOON)
    await actions.set_stage(owner, keys[0], Stage.DECLINED, now=LATER)
    await actions.set_stage(owner, keys[1], Stage.HELD, now=LATER)
    declined = await StageChange.get(stage=Stage.DECLINED.value)
    with pytest.raises(AnotherHeld, match="“Two”"):
        await actions.take_back_stage(owner, keys[0], declined.id, now=LATER)
    assert await StageChange.filter(id=declined.id).exists()


async def test_what_an_end_called_off_is_ahead_again_once_it_is_taken_back(owner: User) -> None:
    row = await begun(owner)
    knows = await make_contact(owner, "Sample Professor")
    off = [await plan_interview(owner, row.key, INTERVIEW, None, now=NOON) for _ in range(2)]
    await settle_interview(owner, row.key, off[0].key, State.CANCELED, now=NOON)
    letter = await add_recommender(owner, row.key, "", knows, now=NOON)
    await note_recommender(owner, row.key, letter.id, Asked.ASKED, now=NOON)
    before = await dates(owner)
    await actions.set_stage(owner, row.key, Stage.REJECTED, now=LATER)
    assert not await FollowUp.filter(state="open", what__contains="letter").exists()
    last = await StageChange.get(stage=Stage.REJECTED.value)
    await actions.take_back_stage(owner, row.key, last.id, now=LATER + timedelta(minutes=1))
    states = {one.key: one.state for one in await Interview.all()}
    assert states == {off[0].key: State.CANCELED, off[1].key: State.PLANNED}
    assert await FollowUp.filter(state="open", what__contains="letter").count() == 1
    assert await dates(owner) == before


async def test_what_an_end_called_off_is_ahead_again_once_it_goes_on(owner: User) -> None:
    row, knows = await begun(owner), await make_contact(owner, "Sample Professor")
    await plan_interview(owner, row.key, INTERVIEW, None, now=NOON)
    letter = await add_recommender(owner, row.key, "", knows, now=NOON)
    await note_recommender(owner, row.key, letter.id, Asked.ASKED, now=NOON)
    await actions.set_stage(owner, row.key, Stage.ACCEPTED, now=LATER)
    assert await called_off(owner, await Application.get()) == (1, 1)
    await actions.set_stage(owner, row.key, Stage.WITHDRAWN, now=LATER + timedelta(minutes=1))
    assert await called_off(owner, await Application.get()) == (0, 0)
    offered = await actions.set_stage(owner, row.key, Stage.OFFER, now=LATER + timedelta(minutes=2))
    assert (await Interview.get()).state == State.PLANNED
    assert await FollowUp.filter(state="open", what__contains="letter").count() == 1
    assert await called_off(owner, offered) == (0, 0)
    last = await StageChange.get(stage=Stage.OFFER.value)
    await actions.take_back_stage(owner, row.key, last.id, now=LATER + timedelta(minutes=3))
    assert (await Interview.get()).state == State.CANCELED


async def test_what_an_end_called_off_anew_is_ahead_again_once_it_goes_on_anew(
    owner: User,
) -> None:
    row = await begun(owner)
    await plan_interview(owner, row.key, INTERVIEW, None, now=NOON)
    minute = timedelta(minutes=1)
    await actions.set_stage(owner, row.key, Stage.REJECTED, now=LATER)
    for n in range(2):
        now = LATER + (3 * n + 1) * minute
        await actions.set_stage(owner, row.key, Stage.INTERVIEW, now=now)
        assert (await Interview.get()).state == State.PLANNED
        await take_last_back(owner, row.key, now + minute)
        assert (await Interview.get()).state == State.CANCELED
    await take_last_back(owner, row.key, LATER + timedelta(hours=1))
    assert (await Application.get()).stage == Stage.RESEARCHING
    assert (await Interview.get()).state == State.PLANNED


async def take_last_back(owner: User, key: str, now: datetime) -> None:
    last = await StageChange.all().order_by("-id").first()
    assert last is not None
    await actions.take_back_stage(owner, key, last.id, now=now)


async def test_to_go_on_from_many_ends_costs_as_many_statements_as_from_one(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    costs = []
    for ends in (1, 40):
        row = await actions.start(owner, Start(title="Sample"), now=NOON)
        for n in range(ends):
            over = (Stage.REJECTED, Stage.WITHDRAWN)[n % 2]
            await actions.set_stage(owner, row.key, over, now=LATER + timedelta(minutes=n))
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            await actions.set_stage(owner, row.key, Stage.OFFER, now=LATER + timedelta(hours=2))
        costs.append(len(caplog.records))
    assert costs[0] == costs[1]


async def test_a_history_has_an_end(owner: User) -> None:
    row = await begun(owner)
    left = MOST_MOVES - await StageChange.filter(application=row).count()
    moved = [StageChange(application=row, stage=row.stage, at=NOON) for _ in range(left)]
    await StageChange.bulk_create(moved)
    with pytest.raises(Conflict, match="take the last one back"):
        await actions.set_stage(owner, row.key, Stage.PREPARING, now=LATER)
    assert await StageChange.all().count() == MOST_MOVES
    last = await StageChange.all().order_by("-id").first()
    assert last is not None
    await actions.take_back_stage(owner, row.key, last.id, now=LATER)
    await actions.set_stage(owner, row.key, Stage.PREPARING, now=LATER)
    assert (await Application.get()).stage == Stage.PREPARING
