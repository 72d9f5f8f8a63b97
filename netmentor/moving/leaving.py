"""All that is somebody's as one ZIP, written while it is sent: little of it is ever in memory.

What is in it is decided in docs/decisions/0032-a-whole-account-as-a-file.md.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from netmentor.accounts.keeping import account_of
from netmentor.accounts.models import Memento, User
from netmentor.agenda.feeding import feed_body
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.rules import Detail, Tasks
from netmentor.calendars.dated import Kind
from netmentor.contacts.books.gathering import people_of
from netmentor.contacts.books.tables import table
from netmentor.contacts.vcards import Version, vcard
from netmentor.db.carried import Row
from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.rules import listing_day
from netmentor.moving.readme import README
from netmentor.moving.rooms import CARRIED, records_of
from netmentor.moving.rows import AT_A_TIME, Leaving, files

FORMAT = "netmentor-account-2"
FILE_NAME = "netmentor-account.zip"
_ENOUGH = 64 * 1024  # bytes that are sent at once
_IN_THE_CALENDAR = sorted(set(Kind) - {Kind.SESSIONS})  # which are told: another shares them

Pieces = AsyncIterator[bytes]


async def zip_of(user: User, *, base_url: str, now: datetime) -> AsyncIterator[bytes]:
    """Yield the bytes of a ZIP with everything of `user`.

    Nothing holds the database meanwhile: what is changed while it is written may be in it as it
    was, or as it is. Of the same rows the same bytes are made, but for the moment that
    account.json names. Raises NotFound where the account goes meanwhile.
    """
    sink = _Sink()
    # What is stored as it is, with its size behind it, some programs cannot unpack.
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        async for name, pieces in _members(user, base_url=base_url, now=now):
            with archive.open(name, "w") as into:
                async for piece in pieces:
                    into.write(piece)
                    if sink.held >= _ENOUGH:
                        yield sink.take()
                        await asyncio.sleep(0)  # others wait for the same thread
    if not await User.exists(id=user.id):
        raise NotFound("This account has gone.")
    yield sink.take()


async def _members(
    user: User, *, base_url: str, now: datetime
) -> AsyncIterator[tuple[str, Pieces]]:
    """Each file of the ZIP, what every program can read first."""
    told = {"format": FORMAT, "made_at": now.isoformat(), "account": account_of(user)}
    yield "README.txt", _whole(README)
    yield "account.json", _whole(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    yield "contacts.vcf", _cards(user)
    yield "contacts.csv", _encoded(table(people_of(user, with_photos=False)))
    yield "calendar.ics", _calendar(user, base_url=base_url, now=now)
    leaving = Leaving(user)
    for carried in CARRIED:
        ids = await leaving.ids(carried)
        yield f"data/{carried.name}.jsonl", leaving.lines(carried, ids)
        async for name, body in files(carried, ids):
            yield name, _whole(body)
    records = await records_of(user)
    earlier = await values_of(Memento.filter(user=user).distinct(), "kind")
    for kind in sorted({*records, *earlier}):
        yield f"records/{kind}.jsonl", _told(user, kind, records.get(kind, ()))


async def _whole(text: str | bytes) -> Pieces:
    body = text.encode() if isinstance(text, str) else text
    for start in range(0, len(body), _ENOUGH):
        yield body[start : start + _ENOUGH]


async def _told(user: User, kind: str, rows: Sequence[Row] | AsyncIterator[Row]) -> Pieces:
    """What was told elsewhere, and after it what is told here."""
    last, earlier = 0, Memento.filter(user=user, kind=kind).order_by("id").limit(AT_A_TIME)
    while some := await earlier.filter(id__gt=last):
        last = some[-1].id
        for memento in some:
            yield memento.told.encode() + b"\n"
    async for row in rows if isinstance(rows, AsyncIterator) else _each(rows):
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


async def _each(rows: Sequence[Row]) -> AsyncIterator[Row]:
    for row in rows:
        yield row


async def _encoded(texts: AsyncIterator[str]) -> Pieces:
    async for text in texts:
        yield text.encode()


async def _cards(user: User) -> Pieces:
    async for person in people_of(user, with_photos=True):
        yield vcard(person, Version.THREE)


async def _calendar(user: User, *, base_url: str, now: datetime) -> Pieces:
    """What is dated, as a private feed of all kinds has it."""
    feed = PrivateFeed(
        user_id=user.id,
        name="NetMentor",
        kinds=",".join(_IN_THE_CALENDAR),
        detail=Detail.FULL.value,
        tasks=Tasks.TODO.value,
        created_at=user.created_at,
    )
    yield await feed_body(feed, today=listing_day(now), base_url=base_url)


class _Sink:
    """What ZipFile writes into: nothing that can be sought, until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.held = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self.held += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        self.held = 0
        return taken
