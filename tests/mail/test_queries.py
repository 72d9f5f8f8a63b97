"""Operators and rooms see where letters are, by what each of them may know."""

from __future__ import annotations

from datetime import datetime, timedelta

from netmentor.db.transactions import transaction
from netmentor.mail import outbox, queries
from netmentor.mail.carriers import Away, Refused
from netmentor.mail.carrying import deliver_some
from netmentor.mail.models import OutgoingMail
from netmentor.mail.queries import Fate
from netmentor.mail.rules import MailState
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.hand import Hand
from tests.mail.posting import post_sample

MINUTE = timedelta(minutes=1)


async def test_whoever_posted_letters_learns_what_became_of_them(database: Settings) -> None:
    for key in ("sent", "refused", "withdrawn", "waiting"):
        await post_sample(database, key, now=NOON if key != "waiting" else NOON + MINUTE)
    async with transaction():
        await outbox.withdraw(["withdrawn"], why="It is done.", now=NOON)
    await deliver_some(Hand(Refused("550 no"), about="refused"), now=NOON)

    assert await queries.fates(["sent", "refused", "withdrawn", "waiting", "unknown"]) == {
        "sent": Fate(MailState.SENT, NOON, NOON, NOON, 1, ""),
        "refused": Fate(MailState.FAILED, await _due("refused"), None, NOON, 1, "550 no"),
        "withdrawn": Fate(MailState.SUPPRESSED, NOON, None, NOON, 0, "It is done."),
        "waiting": Fate(MailState.DUE, NOON + MINUTE, None, None, 0, ""),
    }
    assert await queries.fates([]) == {}


async def test_what_waits_for_another_try_is_counted(database: Settings) -> None:
    assert await queries.held_up(now=NOON) == 0
    await post_sample(database, "sent")
    await deliver_some(Hand(), now=NOON)
    await post_sample(database, "held up")
    await deliver_some(Hand(Away("The mail server cannot be reached.")), now=NOON)
    await post_sample(database, "overdue", now=NOON - MINUTE)

    assert await queries.held_up(now=NOON) == 1
    assert await queries.held_up(now=NOON + 2 * MINUTE) == 0


async def _due(key: str) -> datetime:
    due_at: datetime = (await OutgoingMail.get(key=key)).due_at
    return due_at
