"""What nobody wants any more does not go out; what may be out already is not told again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.mail import carrying, claims, outbox
from netmentor.mail.assembling import Listed
from netmentor.mail.carriers import BrokeOff, Hold, LastWord, NoSuchMailbox
from netmentor.mail.carrying import deliver_some
from netmentor.mail.letters import Letter
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mail.rules import LEASE, MailState
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.hand import Hand
from tests.mail.posting import READER, post_sample

LATER = NOON + timedelta(hours=1)
LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
LISTED = Listed("reminders", "https://netmentor.example/unsubscribe/sample")
WHY = "Ada has done it."


@dataclass
class Reader:
    """A Wanted that does not want letters of some keys, or breaks on one."""

    unwanted: set[str] = field(default_factory=set)
    breaks_on: str = ""
    asked: list[list[str]] = field(default_factory=list)

    async def __call__(self, letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
        keys = [mail.key for mail in letters]
        self.asked.append(keys)
        if self.breaks_on in keys:
            raise KeyError(self.breaks_on)
        return dict.fromkeys(self.unwanted.intersection(keys), WHY)


@dataclass
class Slow(Hand):
    """A carrier after whose first letter another is not wanted any more."""

    reader: Reader = field(default_factory=Reader)

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        self.reader.unwanted.add("second")
        return await super().carry(mail, hold, last_word)


async def state_of(key: str) -> tuple[str, str]:
    mail = await OutgoingMail.get(key=key)
    return mail.state, mail.last_error


async def withdraw(*keys: str) -> set[str]:
    async with transaction():
        return await outbox.withdraw(keys, why=WHY, now=NOON)


async def test_a_letter_that_waits_is_withdrawn_with_the_deed_and_never_sent(
    database: Settings,
) -> None:
    await post_sample(database, "first")
    await post_sample(database, "second")
    await post_sample(database, "third")

    assert await withdraw("first", "third", "unknown") == {"first", "third"}
    assert await withdraw("first") == set()
    assert (await deliver_some(hand := Hand(), now=NOON)).taken == 1
    assert hand.taken == ["second"]
    first = await OutgoingMail.get(key="first")
    assert (first.state, first.last_error, first.message) == ("suppressed", WHY, b"")


async def test_a_deed_that_is_undone_withdraws_nothing(database: Settings) -> None:
    async def break_off() -> None:
        async with transaction():
            assert await outbox.withdraw(["sample"], why=WHY, now=NOON) == {"sample"}
            raise ZeroDivisionError

    await post_sample(database)
    with pytest.raises(ZeroDivisionError):
        await break_off()
    assert await state_of("sample") == ("due", "")


async def test_a_letter_that_is_claimed_and_has_not_begun_is_withdrawn(database: Settings) -> None:
    await post_sample(database, "first")
    await post_sample(database, "second")
    claim = await claims.claim(now=NOON, lease=LEASE)

    assert await withdraw("first") == {"first"}
    assert [mail.key for mail in await claims.begin(claim, claim.letters)] == ["second"]
    assert await withdraw("second") == set()


async def test_what_may_have_come_through_is_not_withdrawn_and_goes_again(
    database: Settings,
) -> None:
    await post_sample(database, "broke off")
    await deliver_some(Hand(BrokeOff("Who knows.")), now=NOON)
    await post_sample(database, "was being sent")
    claim = await claims.claim(now=NOON, lease=LEASE)
    await claims.begin(claim, claim.letters)
    await OutgoingMail.filter(state="sending").update(lease_until=LONG_AGO)
    await claims.give_back_what_lapsed(now=NOON)

    assert await withdraw("broke off", "was being sent") == set()
    assert (await deliver_some(hand := Hand(), now=LATER)).taken == 2
    assert hand.taken == ["was being sent", "broke off"]


async def test_whoever_posts_is_asked_right_before_letters_go_out(database: Settings) -> None:
    for key in ("first", "second", "third"):
        await post_sample(database, key)
    reader = Reader({"second"})

    assert (await deliver_some(hand := Hand(), reader, now=NOON)).taken == 2
    assert hand.taken == ["first", "third"]
    assert reader.asked[0] == ["first", "second", "third"]  # and on a slow machine once more
    assert await state_of("second") == ("suppressed", WHY)


async def test_a_letter_that_may_be_out_is_asked_about_as_well(database: Settings) -> None:
    await post_sample(database)
    await deliver_some(Hand(BrokeOff("Who knows.")), now=NOON)

    assert (await deliver_some(Hand(), Reader({"sample"}), now=LATER)).taken == 0
    assert await state_of("sample") == ("suppressed", WHY)


async def test_a_letter_that_waited_for_others_of_its_batch_is_asked_about_again(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "ASKED_AGAIN_AFTER", 0.0)
    for key in ("first", "second", "third"):
        await post_sample(database, key)
    slow = Slow()

    assert (await deliver_some(slow, slow.reader, now=NOON)).taken == 2
    assert slow.taken == ["first", "third"]
    assert await state_of("second") == ("suppressed", WHY)


async def test_a_question_that_breaks_costs_its_letter_and_no_other(database: Settings) -> None:
    for key in ("first", "second", "third"):
        await post_sample(database, key)

    assert (await deliver_some(hand := Hand(), Reader(breaks_on="second"), now=NOON)).taken == 2
    assert hand.taken == ["first", "third"]
    second = await OutgoingMail.get(key="second")
    assert (second.state, second.unsure) == ("due", 0)
    assert second.last_error == "A fault of ours: KeyError."
    assert second.due_at > NOON


async def test_lists_leave_dead_addresses_alone_until_a_letter_is_taken_there(
    database: Settings,
) -> None:
    await post_sample(database, "code")
    gone = NoSuchMailbox("The mail server answered 550: 5.1.1 no such mailbox")
    await deliver_some(Hand(gone), now=NOON)
    assert [(dead.address, dead.since) for dead in await DeadAddress.all()] == [(READER, NOON)]

    await post_listed(database, "first reminder")
    await post_sample(database, "another code")
    assert (await deliver_some(hand := Hand(), now=LATER)).taken == 1
    assert hand.taken == ["another code"]
    state, said = await state_of("first reminder")
    assert (state, said) == ("suppressed", "Its server says that there is no such mailbox.")

    assert not await DeadAddress.exists()
    await post_listed(database, "second reminder")
    assert (await deliver_some(Hand(), now=LATER)).taken == 1


async def test_an_operator_drops_what_waits_and_what_failed_and_nothing_else(
    database: Settings,
) -> None:
    waiting, failed = await post_sample(database, "waits"), await post_sample(database, "failed")
    await OutgoingMail.filter(id=failed.id).update(state="failed", over_at=NOON)
    for mail in (waiting, failed):
        await outbox.drop(mail.id, why="By hand.", now=NOON)
        assert await state_of(mail.key) == ("suppressed", "By hand.")
        with pytest.raises(NotFound):
            await outbox.drop(mail.id, why="By hand.", now=NOON)


async def test_who_withdraws_and_who_claims_never_wait_for_each_other_for_ever(
    database: Settings,
) -> None:
    keys = [f"sample-{number}" for number in range(40)]
    for key in keys:
        await post_sample(database, key)
    hand = Hand()

    async def carry() -> None:
        while (await deliver_some(hand, now=NOON)).claimed:
            pass

    withdrawn, *_ = await asyncio.gather(
        withdraw(*reversed(keys[20:])), carry(), carry(), withdraw(*keys[10:30])
    )
    assert len(hand.taken) == len(set(hand.taken))
    assert not set(hand.taken) & withdrawn


async def test_codes_go_before_what_has_waited_longer(database: Settings) -> None:
    for number in range(12):
        await post_sample(database, f"sample-{number}")
    later = NOON + timedelta(minutes=1)
    await post_sample(database, "code", now=later, secret_until=later + timedelta(minutes=10))

    assert (await deliver_some(hand := Hand(), now=later)).taken == 1
    assert hand.taken == ["code"]


async def post_listed(settings: Settings, key: str) -> None:
    letter = Letter("Sample", "text\n", "<p>text</p>\n")
    async with transaction():
        await outbox.post_letter(
            settings, "sample", letter, key=key, to=READER, now=NOON, listed=LISTED
        )
