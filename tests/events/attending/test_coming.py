"""What somebody wants to be at next, whatever lies behind them and wherever they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.events.attending.actions import answer
from netmentor.events.attending.coming import coming
from netmentor.events.attending.rules import Answer
from tests.accounts.casting import make_user
from tests.factories import NOON, TODAY, make_event

pytestmark = pytest.mark.usefixtures("database")


async def going(user: User, on: date, title: str = "Sample", **fields: Any) -> None:
    event = await make_event(title=title, starts_on=on, ends_on=on, **fields)
    await answer(user, event, Answer.GOING, now=NOON)


async def test_what_was_on_yesterday_hides_nothing_that_comes_after_it() -> None:
    user = await make_user()
    for _ in range(6):
        await going(user, TODAY - timedelta(days=1))
    assert await coming(user, now=NOON) is None
    await going(user, date(2026, 12, 4), "Next")

    found = await coming(user, now=NOON)

    assert found
    assert found.entry.title == "Next"


async def test_what_runs_two_calendar_days_behind_is_on() -> None:
    user = await make_user(timezone="Pacific/Kiritimati")
    there = {"timezone": "Pacific/Pago_Pago", "starts_time": "23:30", "ends_time": "23:50"}
    await going(user, TODAY - timedelta(days=1), **there)
    begins = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)  # on the 25th in Kiritimati

    assert await coming(user, now=begins)
    assert await coming(user, now=begins + timedelta(minutes=20)) is None
