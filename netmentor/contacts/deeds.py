"""What was done, kept so that it can be undone: how each row was before."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from tortoise.fields import BinaryField
from tortoise.models import Model

from netmentor.accounts.actions import bump, plan_again
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.doubles.roots import check_unmerged
from netmentor.contacts.models import Contact, Deed, Promise
from netmentor.contacts.rules import UNDOABLE_FOR
from netmentor.contacts.showing import Key, Row, tell
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound

Line = tuple[str, int, dict[str, Any] | None]  # table, id, columns before; None for a new row


class InTheBin(Conflict):
    """Nothing is done about somebody who was put into the bin."""


class Journal:
    """Notes how rows were before a deed changes them. Hold each row before it is changed."""

    def __init__(self) -> None:
        self._lines: dict[Key, dict[str, Any] | None] = {}
        self._stay: set[Key] = set()
        self.planned = False  # a follow-up that undoing leaves where it is

    async def hold(self, *rows: Model) -> None:
        """Read rows anew and note them; what a page was shown may have changed since.

        Raises NotFound where one is gone. A row that is held already is left as the deed has it.
        """
        wanted = [row for row in rows if _key(row) not in self._lines]
        for table in dict.fromkeys(map(type, wanted)):
            mine = [row for row in wanted if type(row) is table]
            await _read_anew(table, mine)
            self.before(*mine)

    async def hold_kept(self, *contacts: Contact) -> None:
        """As `hold`, for people about whom something is done; raise InTheBin and Merged."""
        await self.hold(*contacts)
        for contact in contacts:
            if contact.gone_at:
                await check_unmerged(contact)
                raise InTheBin(f"{contact.name} is in the bin. Take them out of it first.")

    def before(self, *rows: Model) -> None:
        """Note rows that were read inside this transaction; the first note of a row counts."""
        for row in rows:
            self._lines.setdefault(_key(row), _columns(row))

    def undone_as(self, row: Model, **columns: object) -> None:
        """Note what undoing makes of a row that was just inserted, where it is not deleted."""
        self._lines.setdefault(_key(row), _columns(row) | columns)
        self._stay.add(_key(row))

    def made(self, *rows: Model) -> None:
        """Note rows that were just inserted."""
        for row in rows:
            self._lines.setdefault(_key(row), None)

    def forget(self) -> None:
        """Forget what was noted: nothing came of the deed, and there is nothing to undo."""
        self._lines.clear()

    @property
    def rows_before(self) -> Mapping[Key, Row]:
        """How each row was, None for those that are new, whatever undoing makes of them."""
        return self._lines | dict.fromkeys(self._stay)

    @property
    def lines(self) -> list[Line]:
        return [(table, id_, columns) for (table, id_), columns in self._lines.items()]


@asynccontextmanager
async def deed(user: User, words: str, *, now: datetime) -> AsyncIterator[Journal]:
    """Hold a transaction that can be undone; at its end calendars are told what is new for them.

    `words` say what was done, as "Priya is in the bin." The deeds of one user wait for each
    other; what a deed does to a row about a person, it notes of the person, too.
    """
    async with transaction():
        await take_turns_of(user)
        journal = Journal()
        yield journal
        if journal.lines:
            rows = json.dumps(journal.lines, default=str, separators=(",", ":"))
            await Deed.create(user=user, words=words[:300], rows=rows, made_at=now)
            if await tell(journal.rows_before, now=now) or journal.planned:
                await bump([user.id])
            elif may_be_owed(journal.rows_before):
                await plan_again([user.id])


def may_be_owed(keys: Iterable[Key]) -> bool:
    """True where whether anything is promised can be another by these rows: no date, yet told."""
    return any(table in (Promise.__name__, Contact.__name__) for table, _ in keys)


async def latest_deed(user: User, *, since: datetime) -> Deed | None:
    """What `user` did last since a moment, and has not undone."""
    recent = Deed.filter(user=user, undone_at=None, made_at__gte=since)
    return await recent.order_by("-id").first()


async def forget_deeds_about(user: User, contact_ids: Iterable[int], *, now: datetime) -> None:
    """Let no deed about these be undone any more; inside the caller's transaction."""
    keys = {(Contact.__name__, id_) for id_ in contact_ids}
    for row in await Deed.filter(user=user, undone_at=None):
        if any((table, id_) in keys for table, id_, _ in json.loads(row.rows)):
            row.undone_at = now
            await row.save(update_fields=["undone_at"])


async def forget_old_deeds(*, now: datetime) -> None:
    """Delete the notes of what can be undone no more."""
    async with transaction():
        await Deed.filter(made_at__lte=now - UNDOABLE_FOR).delete()


async def _read_anew(table: type[Model], rows: Sequence[Model]) -> None:
    """As `refresh_from_db`, for many of one table at once."""
    found = {one.pk: one for one in await table.filter(pk__in=[row.pk for row in rows])}
    for row in rows:
        if row.pk not in found:
            raise NotFound("That was deleted a moment ago.")
        for name in table._meta.db_fields:
            setattr(row, name, getattr(found[row.pk], name))


def _key(row: Model) -> Key:
    return type(row).__name__, row.pk


def _columns(row: Model) -> dict[str, Any]:
    """A row's columns as JSON has them, pictures' bytes left out: they never change."""
    kinds = row._meta.fields_map
    names = [name for name in row._meta.fields_db_projection if name != row._meta.pk_attr]
    plain = [name for name in names if not isinstance(kinds[name], BinaryField)]
    return {name: getattr(row, name) for name in plain}
