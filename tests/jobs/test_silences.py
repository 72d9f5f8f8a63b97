"""The worker ends silences by itself, as days go by."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from netmentor.jobs.mentoring import mind_sessions
from netmentor.jobs.silences import mind_silences
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import make_bookable, make_session, named_letters_to
from tests.mentoring.mentors import make_mentor


async def test_a_request_that_nobody_answers_comes_to_few_letters_and_a_pause(
    database: Settings,
) -> None:
    mentee, offered = await make_user("mentee@example.org"), await make_bookable()
    await make_mentor(name="Sample Other")
    await make_session(database, mentee, offered)
    for hours in range(0, 15 * 24, 12):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            await mind_sessions(database)
            await mind_silences(database)

    told = ["session_asked", "session_nudge", "mentor_paused"]
    assert await named_letters_to(offered[0].user.email) == told
    told = ["session_waiting", "session_lapsed", "session_alternatives"]
    assert await named_letters_to(mentee.email) == told
    assert (await Mentor.get(id=offered[0].id)).paused_from is not None
