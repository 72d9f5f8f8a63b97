"""`netmentor outbox` tells where letters are, and never what stands in them."""

from __future__ import annotations

import json
from datetime import timedelta
from subprocess import CompletedProcess
from typing import Any

import pytest

from netmentor import clock
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.cli.inside import inside
from tests.cli.processes import netmentor
from tests.factories import NOON
from tests.mail.posting import READER, post_sample

SAID = "The mail server answered 550: no such mailbox"
OTHER = "other@example.org"
NEVER = NOON + timedelta(days=365 * 50)


def outbox(settings: Settings, *arguments: str, code: int = 0) -> str:
    """What a command says on standard output, and only there."""
    done: CompletedProcess[str] = netmentor(settings, "outbox", *arguments)
    assert (done.returncode, done.stderr) == (code, ""), done.stdout + done.stderr
    return done.stdout


def states(settings: Settings) -> dict[int, str]:
    async def look() -> dict[int, str]:
        return {one.id: one.state for one in await OutgoingMail.all().order_by("id")}

    return inside(settings, look)


@pytest.fixture
def three(home: Settings) -> Settings:
    """An outbox with a letter that waits, one that failed, and one with a code that is over."""

    async def fill() -> None:
        await post_sample(home, "waits", to=OTHER, now=NOON)
        await post_sample(home, "failed", now=NOON)
        await post_sample(home, "over", now=NOON, secret_until=NOON)
        await OutgoingMail.filter(key="waits").update(due_at=NEVER)
        failed = OutgoingMail.filter(key__in=("failed", "over"))
        await failed.update(state="failed", over_at=NOON, attempts=2, last_error=SAID)

    inside(home, fill)
    return home


def test_an_empty_outbox_is_told_as_one(home: Settings) -> None:
    assert outbox(home, "list") == (
        "0 due, 0 claimed, 0 sending, 0 sent, 0 failed, 0 suppressed, 0 kept\n"
    )
    assert json.loads(outbox(home, "list", "--json")) == []
    assert outbox(home, "retry", "--failed") == "No letter failed.\n"


def test_each_letter_is_told_and_none_of_its_words(three: Settings) -> None:
    told = outbox(three, "list")

    assert told.splitlines() == [
        "1 due, 0 claimed, 0 sending, 0 sent, 2 failed, 0 suppressed, 0 kept",
        f"3  failed  email_changed to {READER}",
        f"  given up 2026-11-24 12:00 UTC, 2 tries: {SAID}",
        f"2  failed  email_changed to {READER}",
        f"  given up 2026-11-24 12:00 UTC, 2 tries: {SAID}",
        f"1  due  email_changed to {OTHER}",
        f"  next try {NEVER:%Y-%m-%d %H:%M} UTC, 0 tries",
    ]
    for hidden in ("another address", "Sample Reader", "new@example.org"):
        assert hidden not in told + outbox(three, "list", "--json")


def test_how_long_the_queue_has_waited_is_told(home: Settings) -> None:
    async def fill() -> None:
        await post_sample(home, now=clock.now() - timedelta(hours=3, minutes=5))

    inside(home, fill)

    assert outbox(home, "list").splitlines()[0].endswith("; the queue has waited for 3 hours")


def test_programs_are_told_the_same(three: Settings) -> None:
    rows: list[dict[str, Any]] = json.loads(outbox(three, "list", "--json"))

    assert [row["id"] for row in rows] == [3, 2, 1]
    assert rows[1] == {
        "id": 2,
        "letter": "email_changed",
        "to": READER,
        "state": "failed",
        "attempts": 2,
        "last_error": SAID,
        "at": "2026-11-24T12:00:00+00:00",
        "can_be_tried": True,
        "can_be_dropped": True,
    }


def test_a_letter_is_tried_again_by_its_number(three: Settings) -> None:
    assert outbox(three, "retry", "2") == "Letter 2 is due now.\n"
    assert states(three) == {1: "due", 2: "due", 3: "failed"}

    told = outbox(three, "retry", "2", "3", "99", code=1)
    assert told.splitlines() == [
        "Letter 2: It is due now, and waits for its turn.",
        "Letter 3: It failed, and the code in it is over: whoever needs one asks anew.",
        "Letter 99: There is no such letter to send again.",
    ]


def test_a_letter_that_waits_for_another_try_is_hurried(three: Settings) -> None:
    assert outbox(three, "retry", "1") == "Letter 1 is due now.\n"
    told = outbox(three, "retry", "1", code=1)
    assert told == "Letter 1: It is due now, and waits for its turn.\n"


def test_all_that_failed_are_tried_again_but_a_code_that_is_over(three: Settings) -> None:
    assert outbox(three, "retry", "--failed", code=1) == (
        "Letter 2 is due now.\n"
        "Letter 3: It failed, and the code in it is over: whoever needs one asks anew.\n"
    )


def test_letters_are_dropped_by_number_or_all_that_failed(three: Settings) -> None:
    assert outbox(three, "drop", "1") == "Letter 1 is not sent.\n"
    assert outbox(three, "drop", "1", code=1) == (
        "Letter 1: It was held back or dropped, and is not sent any more.\n"
    )
    assert outbox(three, "drop", "--failed") == "Letter 2 is not sent.\nLetter 3 is not sent.\n"

    assert set(states(three).values()) == {"suppressed"}
    assert "An operator dropped it." in outbox(three, "list")


@pytest.mark.parametrize(
    "wrong", [(), ("x",), ("-1",), ("1e3",), ("9" * 30,), ("1", "--failed"), ("\u0663",)]
)
@pytest.mark.parametrize("deed", ["retry", "drop"])
def test_what_is_no_number_is_wrong_usage(home: Settings, deed: str, wrong: tuple[str]) -> None:
    assert netmentor(home, "outbox", deed, *wrong).returncode == 2
