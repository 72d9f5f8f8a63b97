"""What an event brought: who was met there, written to, and who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp, Touch
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.rules import Origin, State, TouchKind
from netmentor.events.models import Event
from netmentor.events.queries import ids_with_doubles

_SHOWN = 12  # people who are still to be written to


@dataclass(frozen=True, slots=True)
class Results:
    """How many were met, written to, and answered; keys and names of whom to write to still."""

    met: int
    written: int
    answered: int
    to_write: Sequence[tuple[str, str]]
    more_to_write: int


async def results(user: User, event: Event) -> Results:
    """What came of an event; of each person counts what happened after they were met.

    That two spoke is how they met, and nothing that came of it.
    """
    ids = await ids_with_doubles(event)
    people = {one.id: one for one in await contacts_of(user).filter(event_id__in=ids)}
    here = {"contact__user": user, "contact__event_id__in": ids, "contact__gone_at": None}
    by_me: set[int] = set()
    by_them: set[int] = set()
    for row in await Touch.filter(**here).exclude(kind=TouchKind.SPOKE.value):
        if row.contact_id in people and row.at > people[row.contact_id].met_at:
            (by_them if row.by_them else by_me).add(row.contact_id)
    open_ = FollowUp.filter(**here, state=State.OPEN.value).exclude(origin=Origin.CADENCE.value)
    planned = [row.contact_id for row in await open_.order_by("due_on", "id")]
    left = [people[id_] for id_ in dict.fromkeys(planned) if id_ in people and id_ not in by_me]
    return Results(
        met=len(people),
        written=len(by_me),
        answered=len(by_them),
        to_write=[(one.key, one.name) for one in left[:_SHOWN]],
        more_to_write=len(left[_SHOWN:]),
    )
