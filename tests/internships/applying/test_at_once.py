"""What somebody writes while a source moves the dates that they follow is lost to neither."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.internships.actions import announce, put_from_source
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.steps import plan
from netmentor.internships.applying.turns import turn_of
from netmentor.internships.importing.withdrawing import withdraw
from netmentor.internships.models import Opportunity
from netmentor.internships.writing import writing
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON, make_source
from tests.internships.applying.begun import begun, dates, numbers
from tests.internships.opportunities import (
    closing,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(hours=1)
MOVED = make_opportunity_draft(windows=(closing("2027-10-08", "23:59"),))


class Pause:
    """A place at which one of two deeds waits until the other one has come as far as it can."""

    def __init__(self) -> None:
        self._here, self._on = asyncio.Event(), asyncio.Event()

    async def wait(self) -> None:
        self._here.set()
        await self._on.wait()

    async def reached(self) -> None:
        await self._here.wait()

    async def end(self) -> None:
        await asyncio.sleep(0.2)
        self._on.set()


async def test_words_of_a_step_that_are_saved_while_its_source_moves_it_stay(owner: User) -> None:
    row = await begun(owner)
    first, *_ = await plan(owner, row.key, now=NOON)
    pause = Pause()

    async def rename() -> None:
        async with turn_of(owner, row.key):
            step = await PlanStep.get(id=first.id)
            step.name = "Ask both of them"
            await step.save()
            await pause.wait()

    mine = asyncio.create_task(rename())
    await pause.reached()
    theirs = asyncio.create_task(put_opportunities(MOVED, now=LATER))
    await pause.end()
    await asyncio.gather(mine, theirs)

    step = await PlanStep.get(id=first.id)
    assert (step.name, str(step.due_on)) == ("Ask both of them", "2027-07-08")


@pytest.mark.parametrize("waits", ["before", "after"])
async def test_notes_that_are_saved_while_the_opportunity_is_taken_away_stay(
    owner: User, waits: str
) -> None:
    row, source, pause = await begun(owner), await make_source(), Pause()

    async def note() -> None:
        async with turn_of(owner, row.key) as mine:
            mine.notes = "Ask for the parking."
            if waits == "before":
                await pause.wait()
            await mine.save()
            if waits == "after":
                await pause.wait()

    mine = asyncio.create_task(note())
    await pause.reached()
    theirs = asyncio.create_task(withdraw(source, now=LATER))
    await pause.end()
    await asyncio.gather(mine, theirs)

    kept = await Application.get()
    assert (kept.notes, kept.opportunity_id) == ("Ask for the parking.", None)
    assert str(kept.deadline_on) == "2027-09-24"


async def test_whoever_begins_to_follow_a_date_that_moves_is_told_that_it_did(owner: User) -> None:
    listed, pause = await make_opportunity(windows=(closing("2027-09-24", "17:00"),)), Pause()
    seen = []

    async def move() -> None:
        source = await make_source()
        async with writing():
            outcome = await put_from_source(source, [MOVED], now=LATER)
            await announce(outcome.touched, windows=outcome.windows, now=LATER)
            await pause.wait()

    async def follow() -> None:
        await actions.start(owner, Start(opportunity=listed), now=LATER)
        seen.append((await dates(owner), await numbers(owner)))

    theirs = asyncio.create_task(move())
    await pause.reached()
    mine = asyncio.create_task(follow())
    await pause.end()
    await asyncio.gather(mine, theirs)

    [(was, number)] = seen
    assert await dates(owner) == was or await numbers(owner) > number


async def test_a_date_that_many_follow_moves_in_as_many_statements_as_one_of_few(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    await begun(owner)
    counts = []
    for day, many in (("2027-10-08", 3), ("2027-10-22", 12)):
        for n in range(await Application.all().count(), many):
            user = await make_user(f"{n}-{OWNER}")
            await actions.start(user, Start(opportunity=await Opportunity.get()), now=NOON)
        for one in await Application.all().select_related("user"):
            await plan(one.user, one.key, now=NOON)
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            caplog.clear()
            await put_opportunities(make_opportunity_draft(windows=(closing(day),)), now=LATER)
            counts.append(len(caplog.records))
            caplog.clear()
        withdrawn = {str(one.due_on) for one in await PlanStep.filter(months=3)}
        assert withdrawn == {f"{day.replace('-10-', '-07-')}"}
    assert counts[0] == counts[1]
