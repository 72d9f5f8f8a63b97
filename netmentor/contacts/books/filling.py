"""A file that came becomes the rows of an import, each with what would become of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from netmentor.accounts.models import User
from netmentor.contacts.books.cards import Card, Refused
from netmentor.contacts.books.judging import Acquaintance, acquaintance_of, judge
from netmentor.contacts.books.models import (
    ContactImport,
    ContactImportFile,
    ContactImportPhoto,
    ContactImportRow,
)
from netmentor.contacts.books.packing import Found, Headers, without_photo
from netmentor.contacts.books.reading import read
from netmentor.contacts.books.rules import (
    AT_A_TIME,
    LONGEST_REASON,
    MOST_SENT,
    Doubles,
    Format,
    State,
    Verdict,
)
from netmentor.contacts.books.turns import end, hold
from netmentor.db.bulk import insert
from netmentor.db.transactions import transaction
from netmentor.events.importing.reading import Unreadable

_ROOM = 1024 * 1024  # bytes of photos
_ROW = "of_id line name told verdict reason made added".split()


async def read_rows(
    row: ContactImport, *, now: datetime, most: int = MOST_SENT, given: BinaryIO | None = None
) -> None:
    """Read a file into rows with their verdicts; then it is ready, or says why it is not.

    Rows come in by parts, so that others write meanwhile; read anew they come anew. The file is
    the one that was kept, or `given`.
    """
    with given or await _kept(row) as file:
        await _read(row, file, now=now, most=most)


async def _kept(row: ContactImport) -> BinaryIO:
    kept = await ContactImportFile.get(of=row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    file.write(kept.told)
    file.flush()
    return file


async def _read(row: ContactImport, file: BinaryIO, *, now: datetime, most: int) -> None:
    user, mapping = await User.get(id=row.user_id), json.loads(row.mapping or "{}")
    known = await acquaintance_of(user)
    try:
        async with read(file, Format(row.format), mapping, most=most) as found:
            await _begin_anew(row, now=now)
            while some := _some(found):
                if isinstance(some[0], Headers):
                    await ContactImport.filter(id=row.id).update(headers=json.dumps(some[0].names))
                    return await end(row, State.ASKING, now=now)
                people = [one for one in some if not isinstance(one, Headers)]
                await _keep_rows(row, user, people, known, now=now)
        await _end(row, now=now)
    except Unreadable as exc:
        await end(row, State.FAILED, str(exc), now=now)


def _some(found: Iterator[Found]) -> list[Found]:
    """The next rows of a file, as many as may lie in memory with their photos."""
    some, room = list[Found](), _ROOM
    for one in islice(found, AT_A_TIME):
        some.append(one)
        room -= len(one.photo) if isinstance(one, Card) else 0
        if room < 0:
            break
    return some


async def _keep_rows(
    row: ContactImport,
    user: User,
    found: list[Card | Refused],
    known: Acquaintance,
    *,
    now: datetime,
) -> None:
    cards = [one for one in found if isinstance(one, Card)]
    judged = iter(await judge(user, cards, known, Doubles.JOIN))
    rows: list[tuple[object, ...]] = []
    for one in found:
        if isinstance(one, Refused):
            verdict = (Verdict.REFUSED.value, one.reason[:LONGEST_REASON])
            rows.append((row.id, one.line, one.name[:200], "", *verdict, False, ""))
            continue
        said = next(judged)
        told = "" if said.verdict is Verdict.REFUSED else without_photo(one)
        verdict = (said.verdict.value, said.reason)
        rows.append((row.id, one.line, one.name, told, *verdict, False, ""))
    async with transaction():
        await hold(row, now=now)
        await insert(ContactImportRow, _ROW, rows)
        photos = {one.line: one.photo for one in cards if one.photo}
        those = ContactImportRow.filter(of=row, line__in=list(photos)).exclude(told="")
        pairs = await those.values_list("id", "line")
        sent = [(id_, photos[line]) for id_, line in pairs]
        await insert(ContactImportPhoto, ("row_id", "told"), sent)


async def _begin_anew(row: ContactImport, *, now: datetime) -> None:
    async with transaction():
        await hold(row, now=now)
        await ContactImportRow.filter(of=row).delete()


async def _end(row: ContactImport, *, now: datetime) -> None:
    people = ContactImportRow.filter(of=row).exclude(told="")
    photos = await ContactImportPhoto.filter(row__of=row).count()
    if not await ContactImportRow.filter(of=row).exists():
        raise Unreadable("Nobody is in it.")
    async with transaction():
        await hold(row, now=now, total=await people.count() + photos, done=0)
    await end(row, State.READY, now=now)
