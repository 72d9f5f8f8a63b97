"""Hanging all that belongs to one event onto another, and taking it off again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model

from netmentor.db.columns import values_of
from netmentor.errors import Conflict
from netmentor.events.attending.models import Attendance, Watch
from netmentor.events.curating.models import Lock, Resemblance
from netmentor.events.curating.rules import Verdict
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event

# Tables with rows of users about an event, and the columns that are there once an event.
OF_USERS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Watch, ("user_id", "reason")),
    (Attendance, ("user_id",)),
)

Moved = dict[str, Any]  # as JSON has it


class Apart(Conflict):
    """Two events that cannot be two again; the sentence says why."""


async def merge(goes: Event, stays: Event) -> Moved:
    """Hang all that belongs to `goes` onto `stays`; return what it takes to have two again.

    Runs inside the caller's transaction. What both have stays with each.
    """
    moved: Moved = {"stays": stays.id, "goes": goes.id}
    moved["tellings"] = await _move(Telling, goes.id, stays.id)
    locked = await values_of(Lock.filter(event=stays), "facet")
    mine = Lock.filter(event=goes).exclude(facet__in=locked)
    moved["facets"] = await values_of(mine, "facet")
    await mine.update(event_id=stays.id)
    moved["of_users"] = {
        table.__name__: await _move(table, goes.id, stays.id, once)  # by users
        for table, once in OF_USERS
    }
    doubles = Event.filter(merged_into_id=goes.id)
    moved["doubles"] = await values_of(doubles, "id")
    await doubles.update(merged_into_id=stays.id)
    goes.merged_into_id = stays.id
    await goes.save(update_fields=["merged_into_id"])
    moved["pairs"], moved["thirds"] = await _move_pairs(goes.id, stays.id)
    return moved


async def take_apart(moved: Moved) -> None:
    """Give each of two events back what was its own; what came in between stays where it is.

    Runs inside the caller's transaction. Raises Apart where they cannot be two again.
    """
    stays, goes = moved["stays"], moved["goes"]
    if not await Event.filter(id=goes, merged_into_id=stays).update(merged_into_id=None):
        raise Apart("One of the two events is there no longer.")
    await Telling.filter(id__in=moved["tellings"], event_id=stays).update(event_id=goes)
    for one in (stays, goes):
        if not await Telling.exists(event_id=one):
            raise Apart("One of the two events is told by no source any more.")
    await Lock.filter(event_id=stays, facet__in=moved["facets"]).update(event_id=goes)
    for table, once in OF_USERS:
        await _move(table, stays, goes, once, among=moved["of_users"].get(table.__name__, []))
    await Event.filter(id__in=moved["doubles"]).update(merged_into_id=goes)
    for one, other, told in moved["pairs"]:
        await put_pair_back(one, other, told)


def pair_as_it_is(pair: Resemblance) -> list[Any]:
    """Return what a pair says, as JSON has it."""
    settled = pair.settled_at.isoformat() if pair.settled_at else None
    return [pair.reason, pair.verdict, settled]


async def put_pair_back(one: int, other: int, told: list[Any] | None) -> None:
    """Let a pair say what it said, or be none again."""
    if told is None:
        await Resemblance.filter(one_id=one, other_id=other).delete()
    elif await Event.filter(id__in=[one, other]).count() == 2:
        reason, verdict, settled = told
        settled_at = datetime.fromisoformat(settled) if settled else None
        said = {"reason": reason, "verdict": verdict, "settled_at": settled_at}
        await Resemblance.update_or_create(said, one_id=one, other_id=other)


async def _move(
    table: type[Model],
    from_id: int,
    to_id: int,
    once: tuple[str, ...] = (),
    among: list[int] | None = None,
) -> list[int]:
    """Move rows of one event to another, save those whose like is there; return their numbers."""
    rows = table.filter(event_id=from_id)
    if among is not None:
        rows = rows.filter(id__in=among)
    there = set(await table.filter(event_id=to_id).values_list(*once)) if once else set()
    moving = [
        row.pk
        for row in await rows.order_by("id")
        if not once or tuple(getattr(row, name) for name in once) not in there
    ]
    await table.filter(id__in=moving).update(event_id=to_id)
    return moving


async def _move_pairs(goes: int, stays: int) -> tuple[list[list[Any]], list[int]]:
    """Forget open pairs of `goes`; what it differs from, `stays` differs from, too.

    Returns the pairs as they were, None for one that is new, and what `stays` differs from.
    """
    before: list[list[Any]] = []
    thirds: list[int] = []
    for pair in await Resemblance.filter(Q(one_id=goes) | Q(other_id=goes)).order_by("id"):
        if pair.verdict == Verdict.OPEN:
            before.append([pair.one_id, pair.other_id, pair_as_it_is(pair)])
            await pair.delete()
        elif pair.verdict == Verdict.DIFFERENT:
            third = pair.other_id if pair.one_id == goes else pair.one_id
            thirds.append(third)
            one, two = sorted((third, stays))
            known = await Resemblance.get_or_none(one_id=one, other_id=two)
            before.append([one, two, pair_as_it_is(known) if known else None])
            told = {"reason": pair.reason, "verdict": pair.verdict, "settled_at": pair.settled_at}
            await Resemblance.update_or_create(told, one_id=one, other_id=two)
    return before, thirds
