"""What the doctor thinks of what it sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netmentor.cli import checks
from netmentor.cli.checks import Level
from netmentor.cli.observations import Answer, Inside
from netmentor.mail.pulse import Pulse
from tests.factories import NOON

GOOD = Inside(backup_at=NOON, worker_at=NOON)
UNREADABLE = Inside(trouble="The database refuses: no.", readable=False)


def ago(**span: float) -> datetime:
    return NOON - timedelta(**span)


@pytest.mark.parametrize(
    ("made_at", "level", "sentence"),
    [
        (None, Level.WARN, "No backup was ever made: netmentor backup OUT."),
        (ago(hours=1), Level.OK, "The last backup was made 1 hour ago."),
        (ago(days=2), Level.OK, "The last backup was made 2 days ago."),
        (ago(days=2, seconds=1), Level.WARN, "The last backup was made 2 days ago."),
    ],
)
def test_a_backup_older_than_two_days_is_too_old(
    made_at: datetime | None, level: Level, sentence: str
) -> None:
    found = checks.backup(Inside(backup_at=made_at), now=NOON)

    assert (found.level, found.sentence) == (level, sentence)


@pytest.mark.parametrize(
    ("inside", "level", "sentence"),
    [
        (GOOD, Level.OK, "No calendar is connected."),
        (Inside(sources=3), Level.OK, "All 3 connected sources were read."),
        (
            Inside(sources=9, troubled=("a", "b", "c", "d")),
            Level.WARN,
            "4 of 9 sources could not be read: a, b, c …; netmentor source list says why.",
        ),
        (UNREADABLE, Level.WARN, "Not known without the database."),
    ],
)
def test_a_source_that_cannot_be_read_is_named(inside: Inside, level: Level, sentence: str) -> None:
    found = checks.sources(inside)

    assert (found.level, found.sentence) == (level, sentence)


@pytest.mark.parametrize(
    ("sign_at", "level", "word"),
    [
        (None, Level.WARN, "No worker ever ran"),
        (ago(seconds=30), Level.OK, "The worker runs."),
        (ago(minutes=2), Level.OK, "The worker runs."),
        (ago(minutes=2, seconds=1), Level.WARN, "2 minutes ago; it does not run"),
        (ago(seconds=-5), Level.OK, "The worker runs."),
        (ago(days=-1), Level.WARN, "from the future"),
    ],
)
def test_a_worker_silent_for_two_minutes_does_not_run(
    sign_at: datetime | None, level: Level, word: str
) -> None:
    found = checks.worker(Inside(worker_at=sign_at), now=NOON)

    assert found.level is level
    assert word in found.sentence


@pytest.mark.parametrize(
    ("pulse", "level", "sentence"),
    [
        (Pulse(), Level.OK, "No letter is overdue."),
        (Pulse(next_due_at=ago(minutes=-1)), Level.OK, "No letter is overdue."),
        (Pulse(next_due_at=ago(minutes=10)), Level.OK, "A letter has been due for 10 minutes."),
        (
            Pulse(next_due_at=ago(minutes=10, seconds=1)),
            Level.WARN,
            "Letters do not go out. One has been due for 10 minutes.",
        ),
        (
            Pulse(trouble="The mail server does not answer."),
            Level.WARN,
            "Letters do not go out. The mail server does not answer.",
        ),
    ],
)
def test_a_queue_that_does_not_move_is_told(pulse: Pulse, level: Level, sentence: str) -> None:
    found = checks.queue(Inside(pulse=pulse), now=NOON)

    assert (found.level, found.sentence) == (level, sentence)


@pytest.mark.parametrize(
    ("failed", "dead", "level", "sentence"),
    [
        (0, 0, Level.OK, "No letter failed."),
        (0, 1, Level.OK, "No letter failed, 1 address has no mailbox."),
        (
            1200,
            2,
            Level.WARN,
            "1,200 letters failed, 2 addresses have no mailbox; netmentor outbox list says why.",
        ),
    ],
)
def test_letters_that_failed_and_dead_addresses_are_counted(
    failed: int, dead: int, level: Level, sentence: str
) -> None:
    found = checks.letters(Inside(failed=failed, dead=dead))

    assert (found.level, found.sentence) == (level, sentence)


def test_without_a_database_backup_and_worker_are_not_known() -> None:
    assert checks.database(UNREADABLE).level is Level.FAIL
    assert checks.backup(UNREADABLE, now=NOON).sentence == checks.UNKNOWN
    assert checks.worker(UNREADABLE, now=NOON).sentence == checks.UNKNOWN
    assert checks.queue(UNREADABLE, now=NOON).sentence == checks.UNKNOWN
    assert checks.letters(UNREADABLE).sentence == checks.UNKNOWN


@pytest.mark.parametrize(
    ("base_url", "level"),
    [("https://netmentor.example", Level.OK), ("http://netmentor.example", Level.WARN)],
)
def test_phones_will_not_capture_without_https(base_url: str, level: Level) -> None:
    found = checks.https(base_url)

    assert found.level is level
    assert ("phones will not capture offline" in found.sentence) is (level is Level.WARN)


def test_an_address_that_does_not_answer_is_told_with_the_reason() -> None:
    found = checks.address("https://netmentor.example", Answer(trouble="status 502"))

    assert found.level is Level.WARN
    assert found.sentence == ("https://netmentor.example does not answer as it should: status 502.")


@pytest.mark.parametrize(
    ("free", "level"),
    [(10**12, Level.OK), (10**9 - 1, Level.WARN), (10**8 - 1, Level.FAIL), (0, Level.FAIL)],
)
def test_a_disk_that_fills_up_is_told_before_it_is_full(free: int, level: Level) -> None:
    assert checks.disk(free).level is level


@pytest.mark.parametrize(
    ("version", "now", "level"),
    [
        ("2026a", datetime(2026, 11, 24, tzinfo=UTC), Level.OK),
        ("2025b", datetime(2026, 6, 1, tzinfo=UTC), Level.OK),
        ("2025b", datetime(2026, 7, 15, tzinfo=UTC), Level.WARN),
        ("2024.2", datetime(2026, 2, 1, tzinfo=UTC), Level.WARN),
        ("unknown", datetime(2026, 2, 1, tzinfo=UTC), Level.WARN),
    ],
)
def test_zone_data_that_missed_a_year_is_old(version: str, now: datetime, level: Level) -> None:
    assert checks.zones(version, now=now).level is level


@pytest.mark.parametrize(
    ("inside", "answer", "sentence"),
    [
        (
            Inside(ahead=timedelta(minutes=5)),
            Answer(),
            "This machine's clock is 5 minutes behind that of the database server.",
        ),
        (
            Inside(),
            Answer(ahead=timedelta(hours=-2)),
            "This machine's clock is 2 hours ahead of that of the base URL.",
        ),
    ],
)
def test_a_clock_that_differs_is_told_by_how_much(
    inside: Inside, answer: Answer, sentence: str
) -> None:
    found = checks.clocks(inside, answer)

    assert (found.level, found.sentence) == (Level.WARN, sentence)


def test_clocks_that_agree_are_well() -> None:
    close = timedelta(seconds=3)

    assert checks.clocks(Inside(ahead=close), Answer(ahead=-close)).level is Level.OK
    assert checks.clocks(UNREADABLE, Answer(trouble="refused")).level is Level.OK


def test_no_mail_server_means_no_letters() -> None:
    assert checks.mail("").level is Level.WARN
    assert checks.mail("smtp://mail.example").level is Level.OK
