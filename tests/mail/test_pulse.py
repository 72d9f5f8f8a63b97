"""Whether letters go out is seen by the one that has waited longest, wherever it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netmentor.db import signs
from netmentor.db.reading import is_postgres, rows
from netmentor.db.transactions import transaction
from netmentor.mail import pulse
from netmentor.mail.models import OutgoingMail
from netmentor.mail.pulse import Pulse
from netmentor.mail.rules import OVER
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.posting import post_sample

EARLIER = NOON - timedelta(hours=1)


async def test_where_nothing_ever_was_nothing_is_felt(database: Settings) -> None:
    assert await pulse.feel() == Pulse()
    assert Pulse().lag(now=NOON) == timedelta()


@pytest.mark.parametrize("state", ["due", "claimed", "sending"])
async def test_a_letter_that_is_not_over_keeps_waiting(database: Settings, state: str) -> None:
    await post_sample(database, "early", now=EARLIER)
    await post_sample(database, "late")
    await OutgoingMail.filter(key="early").update(state=state)

    felt = await pulse.feel()

    assert felt.next_due_at == EARLIER
    assert felt.lag(now=NOON) == timedelta(hours=1)
    assert felt.lag(now=EARLIER - timedelta(days=1)) == timedelta()


@pytest.mark.parametrize("state", OVER)
async def test_a_letter_that_is_over_waits_for_nothing(database: Settings, state: str) -> None:
    await post_sample(database, now=EARLIER)
    await OutgoingMail.all().update(state=state, over_at=NOON)

    assert (await pulse.feel()).next_due_at is None


async def test_the_worker_and_its_last_round_are_felt(database: Settings) -> None:
    await signs.record("worker", at=EARLIER)
    await pulse.note_round("The mail server\nanswered " + "x" * 400, now=NOON)

    felt = await pulse.feel()

    assert felt.worker_at == EARLIER
    assert felt.trouble.startswith("The mail server answered xxx")
    assert len(felt.trouble) == 300


async def test_a_look_reads_no_letter_that_is_over(database: Settings) -> None:
    async with transaction():
        if is_postgres():  # of so few rows it would read all
            await rows("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if is_postgres() else "EXPLAIN QUERY PLAN"
        steps = [str(row[-1]) for row in await rows(f"{explain} {pulse._LOOK}")]

    looks = [step for step in steps if "outgoing_mail" in step]
    indexes = ("outgoing_mail_due", "outgoing_mail_under_way")
    assert all(any(index in look for look in looks) for index in indexes)
    assert all(any(index in look for index in indexes) for look in looks)
