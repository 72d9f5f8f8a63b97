"""People on their way in, or out again: by turns, so that no large file keeps others waiting."""

from __future__ import annotations

import logging
from typing import BinaryIO

from netmentor import clock
from netmentor.contacts.books import filling, photos, putting, turns, undoing
from netmentor.contacts.books.judging import Acquaintance, acquaintance_of
from netmentor.contacts.books.models import ContactImport
from netmentor.contacts.books.rules import MOST_SENT, State
from netmentor.contacts.pictures import Darkroom
from netmentor.db.fullness import is_full

log = logging.getLogger(__name__)

STEPS = 20  # of one import before the next one's
_OUR_FAULT = "It broke off on our side. What came in is here; undo it, or bring the file in again."
_UNREAD = "It broke off on our side, and nothing of it came in. Bring the file in again."
_NO_ROOM = "There is no room left here. Once there is, bring the file in again: nobody comes twice."


async def mind_imports() -> int:
    """Go on with whatever waits until nothing does; return how many times that was.

    Where not even that it broke off can be written down, it goes on once its lease is over.
    """
    count, darkroom = 0, Darkroom()
    while row := await turns.take_one(now=clock.now()):
        count += 1
        try:
            await go_on(row, darkroom)
        except turns.NotOurs:
            continue
        except Exception as exc:
            log.exception("Import %d broke off.", row.id)
            await turns.end(row, State.FAILED, _why(row, exc), now=clock.now())
        finally:
            await turns.give_back(row)
    return count


def _why(row: ContactImport, broke: Exception) -> str:
    if is_full(broke):
        return _NO_ROOM
    return _UNREAD if row.state == State.READING else _OUR_FAULT


async def go_on(
    row: ContactImport,
    darkroom: Darkroom,
    *,
    most: int = MOST_SENT,
    given: BinaryIO | None = None,
) -> None:
    """Do the next steps of an import that is held, `STEPS` of them; raises turns.NotOurs.

    `most` is how many people a file may hold, and `given` a file that is not kept.
    """
    match row.state:
        case State.READING:
            await filling.read_rows(row, now=clock.now(), most=most, given=given)
        case State.UNDOING:
            await _take_out(row)
        case _:
            await _put(row, darkroom)


async def _take_out(row: ContactImport) -> None:
    for _ in range(STEPS):
        await turns.renew(row, now=clock.now())
        if not await undoing.take_out_some(row, now=clock.now()):
            await turns.end(row, State.UNDONE, now=clock.now())
            return


async def _put(row: ContactImport, darkroom: Darkroom) -> None:
    known: Acquaintance | None = None
    for _ in range(STEPS):
        await turns.renew(row, now=clock.now())
        if await putting.is_left(row):
            known = known or await acquaintance_of(await row.user, row)
            await putting.put_some(row, known, now=clock.now())
        elif not await photos.keep_next(row, darkroom, now=clock.now()):
            await turns.end(row, State.DONE, now=clock.now())
            return
