"""What the doctor thinks of what it sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netmentor.cli.observations import Answer, Inside
from netmentor.text import how_long

BACKUP_AGE = timedelta(days=2)
SILENCE = timedelta(minutes=2)  # of a worker that gives a sign of life every 30 seconds
SKEW = timedelta(seconds=30)  # between clocks
ZONE_DATA_AGE = timedelta(days=183)  # releases come several times a year
MEGABYTE = 10**6
TIGHT = 1000 * MEGABYTE
FULL = 100 * MEGABYTE
UNKNOWN = "Not known without the database."


class Level(StrEnum):
    """How bad it is: `FAIL` keeps the service from its work, `WARN` will one day."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    level: Level
    sentence: str


def database(inside: Inside) -> Finding:
    if inside.trouble:
        return Finding("database", Level.FAIL, inside.trouble)
    return Finding("database", Level.OK, "The database answers and has this version's tables.")


def https(base_url: str) -> Finding:
    if base_url.startswith("https:"):
        return Finding("https", Level.OK, "People come by HTTPS.")
    return Finding(
        "https",
        Level.WARN,
        f"NETMENTOR_BASE_URL is {base_url}: without HTTPS, others on the way can read along, and"
        " phones will not capture offline.",
    )


def address(base_url: str, answer: Answer) -> Finding:
    if answer.trouble:
        sentence = f"{base_url} does not answer as it should: {answer.trouble.rstrip('.')}."
        return Finding("address", Level.WARN, sentence)
    return Finding("address", Level.OK, f"{base_url} answers.")


def mail(smtp_url: str) -> Finding:
    if smtp_url:
        return Finding("mail", Level.OK, "A mail server is set.")
    return Finding("mail", Level.WARN, "NETMENTOR_SMTP_URL is not set: no letter goes out.")


def queue(inside: Inside, *, now: datetime) -> Finding:
    if not inside.readable:
        return Finding("queue", Level.WARN, UNKNOWN)
    if reason := inside.pulse.why_letters_stay(now=now):
        return Finding("queue", Level.WARN, reason)
    if lag := inside.pulse.lag(now=now):
        return Finding("queue", Level.OK, f"A letter has been due for {how_long(lag)}.")
    return Finding("queue", Level.OK, "No letter is overdue.")


def letters(inside: Inside) -> Finding:
    """Count what did not arrive: letters that failed, and addresses that are dead."""
    if not inside.readable:
        return Finding("letters", Level.WARN, UNKNOWN)
    failed = _count(inside.failed, "letter failed", "letters failed")
    dead = _count(inside.dead, "address has no mailbox", "addresses have no mailbox")
    said = ", ".join(filter(None, [failed or "No letter failed", dead]))
    if inside.failed:
        return Finding("letters", Level.WARN, f"{said}; netmentor outbox list says why.")
    return Finding("letters", Level.OK, f"{said}.")


def backup(inside: Inside, *, now: datetime) -> Finding:
    if not inside.readable:
        return Finding("backup", Level.WARN, UNKNOWN)
    if inside.backup_at is None:
        return Finding("backup", Level.WARN, "No backup was ever made: netmentor backup OUT.")
    age = now - inside.backup_at
    level = Level.WARN if age > BACKUP_AGE else Level.OK
    return Finding("backup", level, f"The last backup was made {how_long(age)} ago.")


def worker(inside: Inside, *, now: datetime) -> Finding:
    if not inside.readable:
        return Finding("worker", Level.WARN, UNKNOWN)
    if inside.worker_at is None:
        return Finding("worker", Level.WARN, "No worker ever ran; serve and work start one.")
    silence = now - inside.worker_at
    if silence < -SKEW:
        return Finding("worker", Level.WARN, "The worker's last sign is from the future.")
    if silence > SILENCE:
        said = f"The worker gave its last sign of life {how_long(silence)} ago; it does not run."
        return Finding("worker", Level.WARN, said)
    return Finding("worker", Level.OK, "The worker runs.")


def sources(inside: Inside) -> Finding:
    if not inside.readable:
        return Finding("sources", Level.WARN, UNKNOWN)
    if inside.troubled:
        some = ", ".join(inside.troubled[:3]) + (" …" if len(inside.troubled) > 3 else "")
        said = f"{len(inside.troubled)} of {inside.sources} sources could not be read: {some};"
        return Finding("sources", Level.WARN, f"{said} netmentor source list says why.")
    said = f"All {inside.sources} connected sources were read." if inside.sources else ""
    return Finding("sources", Level.OK, said or "No calendar is connected.")


def disk(free: int) -> Finding:
    """Judge `free`, in bytes."""
    level = Level.FAIL if free < FULL else Level.WARN if free < TIGHT else Level.OK
    return Finding("disk", level, f"{free // MEGABYTE:,} MB are free on the disk of the data.")


def zones(version: str, *, now: datetime) -> Finding:
    """Judge a release such as "2026f"; in every year so far the first came before July."""
    year = int(version[:4]) if version[:4].isdecimal() else 0
    if year >= (now - ZONE_DATA_AGE).year:
        return Finding("zones", Level.OK, f"The time zone data is of release {version}.")
    return Finding(
        "zones",
        Level.WARN,
        f"The time zone data is of release {version}: update the system's tzdata package, or"
        " Python's where the system has none.",
    )


def clocks(inside: Inside, answer: Answer) -> Finding:
    """Compare this machine's clock with the ones that can be seen from here."""
    seen = {"the database server": inside.ahead, "the base URL": answer.ahead or timedelta(0)}
    for whose, ahead in seen.items():
        if abs(ahead) > SKEW:
            way = "behind" if ahead > timedelta(0) else "ahead of"
            said = f"This machine's clock is {how_long(abs(ahead))} {way} that of {whose}."
            return Finding("clock", Level.WARN, said)
    return Finding("clock", Level.OK, "The clock agrees with those that can be seen from here.")


def _count(number: int, one: str, many: str) -> str:
    """
    >>> _count(0, "letter", "letters"), _count(1, "letter", "letters")
    ('', '1 letter')
    """
    return f"{number:,} {one if number == 1 else many}" if number else ""
