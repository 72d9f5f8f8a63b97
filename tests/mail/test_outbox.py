"""Each letter goes out once; what cannot go out is tried again, and given up in sight."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from netmentor.db.transactions import transaction
from netmentor.errors import NotFound
from netmentor.jobs.letters import deliver_due
from netmentor.mail import outbox
from netmentor.mail.carriers import Away, Mailbox, NotNow, Refused
from netmentor.mail.carrying import deliver_some
from netmentor.mail.claims import give_back_what_lapsed
from netmentor.mail.models import OutgoingMail
from netmentor.mail.queries import letters_in_sight
from netmentor.mail.rules import GIVEN_UP_AFTER, KEPT_FOR, LEASE, MailState
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.hand import Hand
from tests.mail.posting import post_sample

LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


async def test_a_letter_is_kept_with_its_deed_or_not_at_all(database: Settings) -> None:
    async def break_off() -> None:
        async with transaction():
            to = "a@example.org"
            await outbox.post(database, "no_account", key="undone", to=to, now=NOON, facts={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()
    assert await OutgoingMail.all().count() == 0


async def test_a_letter_that_is_posted_twice_goes_out_once(database: Settings) -> None:
    first = await post_sample(database)
    again = await post_sample(database, now=NOON + timedelta(hours=1))
    hand = Hand()

    assert (first.id, first.message) == (again.id, again.message)
    assert [(await deliver_some(hand, now=NOON)).taken for _ in range(2)] == [1, 0]
    assert hand.taken == ["sample"]
    mail = await OutgoingMail.get()
    assert (mail.state, mail.attempts, mail.sent_at, mail.lease_token) == ("sent", 1, NOON, "")


async def test_two_carriers_at_once_never_send_one_letter_twice(database: Settings) -> None:
    for number in range(30):
        await post_sample(database, f"sample-{number}")
    hand = Hand()
    await asyncio.gather(*(deliver_due(hand) for _ in range(3)))

    assert Counter(hand.taken) == {f"sample-{number}": 1 for number in range(30)}


async def test_a_letter_whose_carrier_was_killed_is_carried_when_the_lease_has_lapsed(
    database: Settings,
) -> None:
    await post_sample(database)
    stuck = Hand(may_go_on=asyncio.Event())
    dying = asyncio.ensure_future(deliver_some(stuck, now=NOON))
    await stuck.holding.wait()
    hand = Hand()

    assert (await OutgoingMail.get()).state == "sending"
    assert await give_back_what_lapsed(now=NOON) == 0
    assert (await deliver_some(hand, now=NOON)).claimed == 0
    await OutgoingMail.all().update(lease_until=LONG_AGO)
    assert await give_back_what_lapsed(now=NOON) == 1
    assert (await deliver_some(hand, now=NOON)).taken == 1
    after = await OutgoingMail.get()
    assert (after.state, after.attempts, after.unsure) == ("sent", 2, 1)

    stuck.trouble = Refused("Too late to say so.")
    assert stuck.may_go_on
    stuck.may_go_on.set()  # it was only asleep: a stale claim marks nothing
    await dying
    assert vars(await OutgoingMail.get())["state"] == vars(after)["state"] == "sent"
    assert (await OutgoingMail.get()).last_error == ""


async def test_a_lease_outlasts_a_letter_and_holds_until_its_end(database: Settings) -> None:
    await post_sample(database)
    stuck = Hand(may_go_on=asyncio.Event())
    holding = asyncio.ensure_future(deliver_some(stuck, now=NOON))
    await stuck.holding.wait()
    if not database.on_postgres:  # there it is the server's clock that counts
        late = NOON + LEASE
        assert await give_back_what_lapsed(now=late - timedelta(seconds=1)) == 0
        assert await give_back_what_lapsed(now=late) == 1
    else:
        assert await give_back_what_lapsed(now=NOON + timedelta(days=9)) == 0
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)


async def test_a_worker_that_ends_gives_its_letters_back(database: Settings) -> None:
    await post_sample(database)
    await post_sample(database, "second", now=NOON + timedelta(seconds=1))
    stuck = Hand(may_go_on=asyncio.Event())
    ending = asyncio.ensure_future(deliver_some(stuck, now=NOON + timedelta(minutes=1)))
    await stuck.holding.wait()
    ending.cancel()
    await asyncio.gather(ending, return_exceptions=True)

    begun, other = await OutgoingMail.all().order_by("id")
    assert (begun.state, begun.lease_token, begun.attempts, begun.unsure) == ("due", "", 1, 1)
    assert (other.state, other.lease_token, other.attempts, other.unsure) == ("due", "", 0, 0)
    assert other.due_at == NOON + timedelta(seconds=1)
    assert (await deliver_some(Hand(), now=NOON + timedelta(minutes=3))).taken == 2


async def test_no_letter_begins_in_the_second_half_of_a_lease(database: Settings) -> None:
    await post_sample(database)
    lease = timedelta(0)

    assert (await deliver_some(hand := Hand(), now=NOON, lease=lease)).claimed == 1
    assert hand.taken == []
    assert (await OutgoingMail.get()).state == "due"


async def test_what_is_refused_for_now_is_tried_again_with_growing_pauses_for_two_days(
    database: Settings,
) -> None:
    await post_sample(database)
    away = Hand(NotNow("The mail server answered 451: come again"))
    now, pauses = NOON, []
    while (mail := await OutgoingMail.get()).state == MailState.DUE:
        pauses.append(mail.due_at - now)
        now = mail.due_at
        done = await deliver_some(away, now=now)
        assert (done.claimed, done.taken, done.away) == (1, 0, "")

    assert mail.state == "failed"
    assert mail.last_error == "The mail server answered 451: come again"
    for pause, minutes in zip(pauses[1:6], (1, 5, 15, 60, 180), strict=True):
        assert timedelta(minutes=minutes) * 0.8 <= pause <= timedelta(minutes=minutes) * 1.2
    assert len(set(pauses[5:])) > 1
    assert GIVEN_UP_AFTER <= now - NOON < GIVEN_UP_AFTER + timedelta(hours=4)


async def test_what_is_refused_for_good_fails_at_once_in_sight(database: Settings) -> None:
    mail = await post_sample(database)
    hand = Hand(Refused("The mail server answered 550: no such mailbox"))
    assert (await deliver_some(hand, now=NOON)).taken == 0
    assert (await deliver_some(hand, now=NOON + timedelta(days=9))).claimed == 0

    [seen] = await letters_in_sight(now=NOON)
    assert (seen.state, seen.attempts, seen.can_be_tried) == ("failed", 1, True)
    assert "550" in seen.last_error
    await outbox.try_again(mail.id, now=NOON)
    with pytest.raises(NotFound):
        await outbox.try_again(mail.id, now=NOON)
    assert (await deliver_some(Hand(), now=NOON)).taken == 1


async def test_a_server_that_is_away_is_left_in_peace_with_the_rest_of_the_letters(
    database: Settings,
) -> None:
    for number in range(3):
        await post_sample(database, f"sample-{number}")
    away = Hand(Away("The mail server cannot be reached."))
    done = await deliver_some(away, now=NOON)

    assert (done.claimed, done.taken, away.asked) == (3, 0, 1)
    assert done.away == "The mail server cannot be reached."
    mails = await OutgoingMail.all()
    errors = [mail.last_error for mail in mails]
    assert errors.count("The mail server cannot be reached.") == 1
    assert errors.count("The mail server takes nothing just now.") == 2
    assert min(mail.due_at for mail in mails) >= NOON + timedelta(seconds=48)
    assert {mail.unsure for mail in mails} == {0}


async def test_a_carrier_that_breaks_costs_its_letter_and_no_other(database: Settings) -> None:
    await post_sample(database, "first")
    await post_sample(database, "second", now=NOON + timedelta(seconds=1))
    later = NOON + timedelta(seconds=2)
    hand = Hand(KeyError("sample"), about="first")

    assert (await deliver_some(hand, now=later)).taken == 1
    assert hand.taken == ["second"]
    first = await OutgoingMail.get(key="first")
    assert (first.state, first.last_error) == ("due", "A fault of ours: KeyError.")


async def test_without_a_mail_server_letters_stay_here(database: Settings) -> None:
    await post_sample(database)
    assert (await deliver_some(Mailbox(), now=NOON)).taken == 1

    mail = await OutgoingMail.get()
    assert (mail.state, mail.sent_at) == ("kept", None)
    assert (await deliver_some(Hand(), now=NOON + timedelta(days=1))).claimed == 0


async def test_a_code_leaves_the_outbox_when_its_letter_does(database: Settings) -> None:
    until = NOON + timedelta(minutes=10)
    await post_sample(database, secret_until=until)
    await deliver_some(Hand(), now=NOON)

    assert (await OutgoingMail.get()).message == b""


async def test_a_code_that_is_over_is_neither_sent_nor_kept(database: Settings) -> None:
    until = NOON + timedelta(minutes=10)
    mail = await post_sample(database, secret_until=until)
    told = "The mail server answered 451: your letter says 1234 5678"
    await deliver_some(Hand(NotNow(told)), now=NOON)
    assert "1234" not in (await OutgoingMail.get()).last_error

    assert (await deliver_some(Hand(), now=until)).claimed == 0
    await outbox.forget_what_is_over(now=until)
    mail = await OutgoingMail.get()
    assert (mail.state, mail.message) == ("failed", b"")
    [seen] = await letters_in_sight(now=until)
    assert not seen.can_be_tried
    with pytest.raises(NotFound):
        await outbox.try_again(mail.id, now=until)


async def test_a_code_whose_carrier_was_killed_is_not_left_lying(database: Settings) -> None:
    until = NOON + timedelta(minutes=10)
    await post_sample(database, secret_until=until)
    stuck = Hand(may_go_on=asyncio.Event())
    dying = asyncio.ensure_future(deliver_some(stuck, now=NOON))
    await stuck.holding.wait()
    await OutgoingMail.all().update(lease_until=LONG_AGO)
    await outbox.forget_what_is_over(now=until)

    mail = await OutgoingMail.get()
    assert (mail.state, mail.message, mail.lease_token) == ("failed", b"", "")
    assert stuck.may_go_on
    stuck.may_go_on.set()
    await dying
    assert (await OutgoingMail.get()).state == "failed"


async def test_letters_are_thrown_away_after_thirty_days_unless_they_still_wait(
    database: Settings,
) -> None:
    await post_sample(database, "gone")
    await deliver_some(Hand(), now=NOON)
    await post_sample(database, "waiting")
    almost = NOON + KEPT_FOR - timedelta(seconds=1)

    assert await outbox.forget_what_is_over(now=almost) == 0
    assert await outbox.forget_what_is_over(now=NOON + KEPT_FOR) == 1
    assert [mail.key for mail in await OutgoingMail.all()] == ["waiting"]
