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


async def test_the_queue_tells_how_long_the_first_has_waited(database: Settings) -> None:
    nothing = await queries.queue(NOON)
    assert (nothing.due, nothing.lag, nothing.oldest_due_at) == (0, timedelta(), None)
    await post_sample(database, "sent")
    await deliver_some(Hand(), now=NOON)
    await post_sample(database, "held up")
    await deliver_some(Hand(Away("The mail server cannot be reached.")), now=NOON)
    await post_sample(database, "first", now=NOON + MINUTE / 4)
    await post_sample(database, "second", now=NOON + MINUTE / 3)
    await post_sample(database, "third", now=NOON + MINUTE)

    found = await queries.queue(NOON + MINUTE / 2)
    assert (found.due, found.held_up, found.sending) == (2, 2, 0)
    assert (found.lag, found.oldest_due_at) == (MINUTE / 4, NOON + MINUTE / 4)
    assert (found.failed, found.suppressed, found.sent_last_at) == (0, 0, NOON)


async def _due(key: str) -> datetime:
    due_at: datetime = (await OutgoingMail.get(key=key)).due_at
    return due_at
