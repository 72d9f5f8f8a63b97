"""All that left somewhere as a ZIP comes in: into an account that has nothing, or not at all."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from tortoise.exceptions import IntegrityError

from netmentor.accounts.actions import bump
from netmentor.accounts.joining import why_not_zone
from netmentor.accounts.keeping import WISHES
from netmentor.accounts.models import Memento, User
from netmentor.accounts.rules import THEMES, why_not_name
from netmentor.accounts.turns import take_turns_of
from netmentor.db.bulk import insert
from netmentor.db.carried import Row
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict
from netmentor.moving.leaving import FORMAT
from netmentor.moving.opening import Opened, Unreadable, opened
from netmentor.moving.putting import Putting
from netmentor.moving.rooms import CARRIED, settle_in
from netmentor.moving.rows import AT_A_TIME
from netmentor.moving.sorting import rows_of
from netmentor.moving.values import Odd, value_of

_HALF = re.compile("[\ud800-\udfff]")
_NOT_EMPTY = "The account of {} has something in it already; make a new one for this."


class NotEmpty(Conflict):
    """An account that has something in it already."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many things came in, and of each table how many are about what is not listed here."""

    count: int
    lacking: Counter[str] = field(default_factory=Counter)


async def take_in(user: User, file: BinaryIO, *, now: datetime) -> Arrived:
    """Bring in what `moving.leaving` wrote, in one transaction.

    The whole file is looked through before; raises Unreadable for one that is not as we write
    them, and NotEmpty. Numbers in it are its own: nothing in it can lead to anybody else's.
    """
    with opened(file) as archive:
        account = _account(archive)
        for carried in CARRIED:
            for _ in rows_of(archive, carried):
                pass
        try:
            async with transaction():
                return await _take_in(user, archive, account, now=now)
        except IntegrityError as exc:
            raise Unreadable("Two things in it exclude each other.") from exc


def _account(archive: Opened) -> Row:
    told = archive.account()
    if told.get("format") != FORMAT:
        raise Unreadable("It is no account that this version of NetMentor wrote.")
    return told


async def _remember(user: User, archive: Opened) -> None:
    """Keep what is told and is no row here, to hand it out again."""
    for kind in archive.records:
        told = (
            (user.id, kind, _as_text(row, where))
            for where, row in archive.lines(f"records/{kind}.jsonl")
        )
        while some := list(islice(told, AT_A_TIME)):
            await insert(Memento, ("user_id", "kind", "told"), some)


def _as_text(row: Row, where: str) -> str:
    text = json.dumps(row, ensure_ascii=False)
    if not text.isascii() and _HALF.search(text):
        raise Unreadable(f"{where} has half a character in it.")
    return text


def _wishes(account: Row) -> Row:
    """What of the account another one takes over; its address and its rights it has itself."""
    told = account.get("account")
    if not isinstance(told, dict):
        raise Unreadable("account.json says nothing of an account.")
    columns = User._meta.fields_map
    try:
        found = {one: value_of(one, columns[one], None, told.get(one)) for one in WISHES}
    except Odd as exc:
        raise Unreadable(f"account.json: {exc.message}") from exc
    if reason := why_not_name(found["name"]) or why_not_zone(found["timezone"]):
        raise Unreadable(f"account.json: {reason}")
    if found["theme"] not in THEMES:
        raise Unreadable("account.json: its theme is none.")
    return found


async def _take_in(user: User, archive: Opened, account: Row, *, now: datetime) -> Arrived:
    await take_turns_of(user)
    await User.filter(id=user.id).update(**_wishes(account))  # the first write, so that ids stay
    if await Memento.exists(user=user):
        raise NotEmpty(_NOT_EMPTY.format(user.email))
    putting = Putting(user, now=now)
    for carried in CARRIED:
        if await carried.table.filter(**{carried.whose: user.id}).exists():
            raise NotEmpty(_NOT_EMPTY.format(user.email))
        await putting.put(carried, rows_of(archive, carried))
    await _remember(user, archive)
    await settle_in(user)
    await bump([user.id])
    return Arrived(putting.count, putting.lacking)
