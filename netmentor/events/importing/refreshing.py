"""Reading a source again: fetched, put in, and its next time set, whatever came of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from netmentor.events.importing.items import Asked
from netmentor.events.importing.models import Source
from netmentor.events.importing.reading import Unreadable
from netmentor.events.importing.rules import MOST_FETCHED, ZONE, format_of, pause, window
from netmentor.events.importing.sync import Report, read_into
from netmentor.fetching.web import Fetched, Unfetchable, Web
from netmentor.text import one_line

GONE = 410  # RFC 9110 section 15.5.11: for good
TOLD_OF_SKIPPED = 20  # in the record of a reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of one try: a report, or what went wrong."""

    report: Report = field(default_factory=Report)
    trouble: str = ""


async def refresh(source: Source, web: Web, *, now: datetime) -> Refreshed:
    """Read `source`, which the caller has taken, and write down how it went.

    What fails touches no event: the last good reading stays, and the pages say since when.
    """
    try:
        fetched = await _fetch(source, web, now=now)
        report = await _put(source, fetched, now=now)
    except (Unfetchable, Unreadable) as exc:
        retry_after = exc.retry_after if isinstance(exc, Unfetchable) else None
        if isinstance(exc, Unfetchable) and exc.status == GONE:
            source.retired_at = now
        await _failed(source, exc.message, retry_after, now=now)
        return Refreshed(trouble=exc.message)
    await _read(source, report, fetched, now=now)
    return Refreshed(report=report or Report())


async def broke(source: Source, *, now: datetime) -> Refreshed:
    """Write down that reading `source` failed by a fault of our own; it is tried later."""
    trouble = "Reading it broke off; the log of this service tells why."
    await _failed(source, trouble, None, now=now)
    return Refreshed(trouble=trouble)


async def _fetch(source: Source, web: Web, *, now: datetime) -> Fetched:
    """Ask only for what is new, once a month for all: what recurs reaches further by then."""
    read_at = source.read_at
    if read_at is None or (read_at.year, read_at.month) != (now.year, now.month):
        return await web.get(source.address, now=now)
    return await web.get(
        source.address, etag=source.etag, last_modified=source.last_modified, now=now
    )


async def _put(source: Source, fetched: Fetched, *, now: datetime) -> Report | None:
    """Put what was fetched in; None where the source says that nothing is new."""
    if not fetched.body and fetched.status != 200:
        return None
    asked = asked_of(source, fetched.charset, fetched.url, most=MOST_FETCHED, now=now)
    if not asked.format:
        asked = replace(asked, format=format_of(fetched.body[:200], fetched.media_type))
    with tempfile.TemporaryFile() as file:
        file.write(fetched.body)
        file.flush()
        report = await read_into(source, file, asked, now=now)
    source.format = asked.format  # not before: a page that says sorry is in another one
    return report


def asked_of(source: Source, charset: str, address: str, *, most: int, now: datetime) -> Asked:
    """What a reader must know of this source's file."""
    since, until = window(now)
    mapping: Mapping[str, str] = json.loads(source.mapping or "{}")
    return Asked(
        format=source.format,
        address=address,
        charset=charset,
        zone=source.timezone or ZONE,
        since=since,
        until=until,
        most=most,
        mapping=mapping,
    )


async def _read(source: Source, report: Report | None, fetched: Fetched, *, now: datetime) -> None:
    source.read_at = source.tried_at = now
    source.failures, source.trouble = 0, ""
    if fetched.moved_to:
        source.trouble = f"It has moved for good to {fetched.moved_to}: change its address."
    if report is not None:
        source.etag, source.last_modified = fetched.etag, fetched.last_modified
        source.outcome = json.dumps(
            asdict(report)
            | {"skipped": len(report.skipped), "notes": len(report.notes)}
            | {"because": [asdict(one) for one in report.skipped[:TOLD_OF_SKIPPED]]}
        )
    await _set_next(source, None, now=now)


async def _failed(
    source: Source, sentence: str, retry_after: timedelta | None, *, now: datetime
) -> None:
    source.tried_at = now
    source.failures += 1
    source.trouble = one_line(sentence)  # it quotes what came from there
    await _set_next(source, retry_after, now=now)


async def _set_next(source: Source, retry_after: timedelta | None, *, now: datetime) -> None:
    every = timedelta(hours=source.every_hours)
    wait = pause(every, source.failures, retry_after, source.key, now.date())
    source.next_try_at = now + wait if source.every_hours and not source.retired_at else None
    await source.save(
        update_fields=[
            "format",
            "etag",
            "last_modified",
            "fingerprint",
            "read_at",
            "tried_at",
            "next_try_at",
            "failures",
            "trouble",
            "outcome",
            "retired_at",
        ]
    )
