"""Whatever ends, sleeps, refuses or is full: no letter is lost, and none doubled without need.

Workers are processes of their own that run `deliver_due`; the mail server is another one. Each
run prints a line (`pytest -rP` shows it): the fault, letters due, sent, doubled, lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP

import pytest
import time_machine

from netmentor.jobs.letters import deliver_due
from netmentor.mail import outbox
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.mail.smtp import MailServer
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.faked_clock import FakedClock
from tests.mail.faults import FINE, SHORT, Program, Run, program, until
from tests.mail.faulty_server import AFTER, BEFORE, IN, STEPS
from tests.mail.sink import DROP, HANG
from tests.mail.troubles import full_disk, locked
from tests.mail.working import SENDER

TOO_LARGE = 300_000  # lines of a letter that no buffer holds whole
ANSWERS = {
    "refuses connections": None,
    "hangs at its greeting": {"greeting": HANG},
    "hangs in the envelope": {"RCPT": HANG},
    "hangs after the dot": {"letter": HANG},
    "drops the envelope": {"RCPT": DROP},
    "drops after the dot": {"letter": DROP},
    "says 421 to all": {"greeting": "421 busy"},
    "says 421 to DATA": {"DATA": "421 closing"},
    "says 451": {"letter": "451 disk full"},
    "says 550": {"RCPT": "550 no such mailbox"},
    "says 552": {"letter": "552 too large"},
}
FOR_GOOD = ("says 550", "says 552")


@pytest.fixture(scope="module")
def programs() -> Iterator[tuple[Program, Program]]:
    with program("tests.mail.faulty_server") as server, program("tests.mail.working") as nursery:
        yield server, nursery


@pytest.fixture
async def run(database: Settings, programs: tuple[Program, Program]) -> AsyncIterator[Run]:
    made = Run(database, *programs)
    await made.tell(listen=True, says=FINE, stop="", go=True, forget=True)
    yield made
    await made.end_workers(SIGKILL)


async def test_a_worker_that_is_killed_loses_no_letter(run: Run) -> None:
    victim = await run.work(lease=SHORT)
    for step in STEPS:
        await run.tell(stop=step)
        await run.post(f"killed {step}", 10, lines=TOO_LARGE if step == IN else 1)
        await run.stopped()
        await run.hurt(victim, SIGKILL)
        await run.tell(go=True)
        victim = await run.work(lease=SHORT)
        await until(run.all_over)
        sent, doubled, _ = await run.told(f"kill -9 {step}")
        assert sent == 10
        assert doubled == 0 or step not in (BEFORE, IN)


async def test_a_worker_that_sleeps_through_its_lease_doubles_no_more_than_it_had_begun(
    run: Run,
) -> None:
    for step in STEPS:
        sleeper = await run.work(lease=SHORT)
        await run.tell(stop=step)
        await run.post(f"slept {step}", 10, lines=TOO_LARGE if step == IN else 1)
        await run.stopped()
        await run.hurt(sleeper, SIGSTOP)
        await run.work(lease=SHORT)
        await until(run.all_over)
        await run.tell(go=True)
        await run.hurt(sleeper, SIGCONT)
        await run.end_workers()
        sent, doubled, _ = await run.told(f"SIGSTOP {step}")
        assert sent == 10
        assert doubled == 0 or step != BEFORE


async def test_five_workers_at_once_send_each_letter_once(run: Run) -> None:
    await run.post("five", 200)
    for _ in range(5):
        await run.work()
    await until(run.all_over)
    await run.end_workers()

    assert await run.told("five workers at once") == (200, 0, 0)


async def test_what_a_server_does_not_take_is_sent_later_or_given_up_in_sight(run: Run) -> None:
    await run.work(patience=0.3)
    for fault, says in ANSWERS.items():
        await run.tell(**({"listen": False} if says is None else {"says": FINE | says}))
        await run.post(fault, 2)
        await until(run.all_tried)
        await run.tell(says=FINE, **({"listen": True} if says is None else {}))
        await run.let_pauses_pass()
        await until(run.all_over)
        sent, doubled, _ = await run.told(f"the server {fault}")
        assert sent == (0 if fault in FOR_GOOD else 2)
        assert doubled == 0 or "the dot" in fault


async def test_a_server_that_is_down_for_two_days_costs_no_letter(run: Run) -> None:
    await run.post("down", 8, now=NOON)
    server = MailServer(f"smtp://127.0.0.1:{run.port}", SENDER)
    await run.tell(listen=False)
    up_again = NOON + timedelta(days=2)
    while (now := await _next_due()) < up_again:
        assert await _carried_at(now, server) == 0
    await run.tell(listen=True)
    while not await run.all_over():
        await _carried_at(await _next_due(), server)
    server.close()

    assert await run.told("the server down for two days") == (8, 0, 0)


async def test_a_worker_that_runs_on_for_two_days_without_a_server_loses_no_letter(
    run: Run, tmp_path: Path
) -> None:
    """The same by a worker's own clock, which goes on by hours whenever it has tried them all."""
    faked = FakedClock(tmp_path)
    with program("tests.mail.working", **faked.environ) as nursery:
        run.nursery = nursery
        await run.tell(listen=False)
        await run.post("down", 8)
        up_again = faked.now() + timedelta(days=2)
        await run.work()
        await until(run.all_tried)
        rounds = 1
        while (then := await _last_due()) < up_again:
            tried = partial(_tried_all, await _tries())
            faked.go_on_to(then)
            await until(tried)
            rounds += 1
        await run.tell(listen=True)
        faked.go_on_to(then)
        await until(run.all_over)
        await run.end_workers()

    assert rounds > 15  # 1, 5, 15, 60 minutes, and then each three hours
    assert await run.told("a worker’s clock two days on, the server down") == (8, 0, 0)
    assert all(mail.sent_at >= up_again for mail in await OutgoingMail.all())


async def test_a_server_that_is_down_for_three_days_leaves_letters_to_be_tried_by_hand(
    run: Run,
) -> None:
    await run.post("down for three days", 5, now=NOON)
    server = MailServer(f"smtp://127.0.0.1:{run.port}", SENDER)
    await run.tell(listen=False)
    while not await run.all_over():
        await _carried_at(await _next_due(), server)
    assert (await run.told("the server down for three days"))[0] == 0
    await run.tell(listen=True)
    for mail in await OutgoingMail.all():
        await outbox.try_again(mail.id, now=NOON + timedelta(days=3))

    assert await _carried_at(NOON + timedelta(days=3), server) == 5
    server.close()
    assert await run.told("… and then tried again by hand") == (5, 0, 0)


async def test_while_the_disk_is_full_nothing_begins_and_what_went_out_is_marked_later(
    run: Run,
) -> None:
    worker = await run.work()
    await run.tell(stop=AFTER)
    await run.post("full", 10)
    await run.stopped()
    async with full_disk(run.settings, worker):
        await run.tell(go=True)
        await until(run.all_taken)
        await asyncio.sleep(0.5)
        assert await OutgoingMail.filter(state=MailState.SENDING).exists()
    await until(run.all_over)

    assert await run.told("disk full while a letter is out") == (10, 0, 0)


async def test_while_the_database_is_locked_what_went_out_waits_for_its_mark(run: Run) -> None:
    """The timeout is a twentieth of the service's, and so is the time that it is locked for."""
    await run.work(busy_timeout=500)
    await run.tell(stop=AFTER)
    await run.post("locked", 10)
    await run.stopped()
    async with locked(run.settings):
        await run.tell(go=True)
        await until(run.all_taken)
        await asyncio.sleep(1.5)
    await until(run.all_over)

    assert await run.told("database locked for three timeouts") == (10, 0, 0)


async def _next_due() -> datetime:
    waiting = await OutgoingMail.filter(state=MailState.DUE).order_by("due_at").first()
    assert waiting is not None
    due_at: datetime = waiting.due_at
    return due_at


async def _last_due() -> datetime:
    waiting = await OutgoingMail.filter(state=MailState.DUE).order_by("-due_at").first()
    assert waiting is not None
    due_at: datetime = waiting.due_at
    return due_at


async def _tries() -> dict[int, int]:
    return {mail.id: mail.attempts for mail in await OutgoingMail.all()}


async def _tried_all(before: dict[int, int]) -> bool:
    """True when each was tried once more, and none is under way."""
    again = await OutgoingMail.filter(state=MailState.DUE)
    return {mail.id for mail in again if mail.attempts > before[mail.id]} == set(before)


async def _carried_at(now: datetime, server: MailServer) -> int:
    with time_machine.travel(now, tick=False):
        return await deliver_due(server)
