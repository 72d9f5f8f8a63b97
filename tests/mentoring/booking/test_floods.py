"""One account writes another no more letters than people who mean it have a use for."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from netmentor.mentoring.booking.actions import NotNow, TooMany, cancel, move
from netmentor.mentoring.booking.rules import MOST_A_DAY, MOST_MOVES
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import (
    HOUR,
    MONDAY_TEN,
    make_bookable,
    make_session,
    named_letters_to,
)

_A_DAY = timedelta(days=1)


@pytest.mark.parametrize("is_instant", [False, True])
async def test_what_is_asked_for_and_taken_back_counts_for_a_day(
    database: Settings, is_instant: bool
) -> None:
    mentee = await make_user("mentee@example.org")
    offered = await make_bookable(is_instant=is_instant)
    for _ in range(MOST_A_DAY):
        one = await make_session(database, mentee, offered)
        await cancel(database, one, mentee, "Again.", now=NOON)
    told = await named_letters_to(offered[0].user.email)

    with pytest.raises(TooMany):
        await make_session(database, mentee, offered, now=NOON + _A_DAY / 2)
    assert await named_letters_to(offered[0].user.email) == told
    assert await make_session(database, await make_user("other@example.org"), offered)
    assert await make_session(
        database, mentee, offered, starts_at=MONDAY_TEN + 2 * HOUR, now=NOON + _A_DAY
    )


@pytest.mark.parametrize("is_instant", [False, True])
async def test_a_session_moves_to_and_fro_only_so_often(
    database: Settings, is_instant: bool
) -> None:
    mentee = await make_user("mentee@example.org")
    offered = await make_bookable(is_instant=is_instant)
    session = await make_session(database, mentee, offered)
    times = [MONDAY_TEN + turn % 2 * HOUR for turn in range(1, MOST_MOVES + 2)]
    for at in times[:-1]:
        await move(database, session, mentee, at, now=NOON)

    with pytest.raises(NotNow, match=f"moved {MOST_MOVES} times"):
        await move(database, session, mentee, times[-1], now=NOON)
    told = Counter(await named_letters_to(offered[0].user.email))
    assert told["session_moved" if is_instant else "session_asked"] <= MOST_MOVES + 1
    assert await cancel(database, session, mentee, now=NOON)
