"""Who was met and waits to be sorted, after which event, and who was sorted into what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tortoise.functions import Count
from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, FollowUp, Position
from netmentor.contacts.queries import contacts_of
from netmentor.contacts.rules import Answer, Origin, State
from netmentor.contacts.words import near_day, weeks_words
from netmentor.db.reading import rows_by_key
from netmentor.events.models import Event
from netmentor.events.queries import ids_with_doubles
from netmentor.events.rules import moment

EVENING = "18:00"
LANES = (Answer.TODAY, Answer.WEEK, Answer.KEEP, Answer.NONE)
IN_A_LANE = 8  # people shown
IN_THE_QUEUE = 200  # people that skipping goes through
_WAITING = """
    SELECT coalesce(e.merged_into_id, e.id), CAST(sum(number) AS integer)
    FROM (SELECT event_id, count(*) AS number FROM contact
        WHERE user_id = {user} AND answer = '' AND gone_at IS NULL GROUP BY event_id) AS c
    LEFT JOIN event AS e ON e.id = c.event_id GROUP BY 1"""
_EARLIER = """
    SELECT 1 FROM contact WHERE user_id = {user} AND event_id IS NULL
        AND answer = '' AND gone_at IS NULL AND met_at < '{began}' LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people wait after an event, or elsewhere, and since when they are asked for."""

    event: Event | None
    people: int
    is_time: bool  # the evening has come


@dataclass(frozen=True, slots=True)
class Sorted:
    """Somebody on the board: what they are, and what comes next."""

    key: str
    name: str
    role: str
    next: str


@dataclass(frozen=True, slots=True)
class Board:
    """How many people have each answer, and the first few of each lane."""

    counts: Mapping[str, int]
    lanes: Mapping[str, Sequence[Sorted]]

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        return self.counts.get(Answer.WAITING, 0)


async def met_at(user: User, event: Event | None) -> QuerySet[Contact]:
    """Whom `user` met at an event, those met at its doubles included; None: without an event."""
    if event is None:
        return contacts_of(user).filter(event_id=None)
    return contacts_of(user).filter(event_id__in=await ids_with_doubles(event))


async def waiting(user: User, event: Event | None) -> list[Contact]:
    """Who waits to be sorted, in the order they were met."""
    met = (await met_at(user, event)).filter(answer=Answer.WAITING.value)
    return await met.order_by("met_at", "id").limit(IN_THE_QUEUE)


async def waiting_by_event(user: User, *, now: datetime) -> list[Waiting]:
    """After which events people wait, the latest first, and those met elsewhere at the end."""
    found = dict(map(tuple, await rows_by_key(_WAITING.format(user=user.id))))
    ids = [id_ for id_ in found if id_]
    events = await Event.filter(id__in=ids) if ids else []
    events.sort(key=lambda one: (one.ends_on or date.max, one.id), reverse=True)
    told = [Waiting(one, found[one.id], now >= _evening_of(one, user)) for one in events]
    if None in found:
        ready = await _elsewhere_since(user, now)
        told.append(Waiting(None, found[None], ready))
    return told


def _evening_of(event: Event, user: User) -> datetime:
    """When those met at an event begin to wait: at its end, or in the evening of its last day.

    What has no day is over when people were met at it.
    """
    ended: datetime = event.ends_at or event.created_at
    if event.ends_at or event.ends_on is None:
        return ended
    return moment(event.ends_on, EVENING, event.timezone or user.timezone)


async def _elsewhere_since(user: User, now: datetime) -> bool:
    """Whether the evening of the day has come on which the first of those met elsewhere was."""
    here = now.astimezone(ZoneInfo(user.timezone))
    if here.time() >= time.fromisoformat(EVENING):
        return True
    began = moment(here.date(), "00:00", user.timezone)
    earlier = _EARLIER.format(user=user.id, began=began.astimezone(UTC).isoformat(" "))
    return bool(await rows_by_key(earlier))


async def board(user: User, event: Event | None, today: date) -> Board:
    """Everybody who was met there by the answer, the latest answer first."""
    met = await met_at(user, event)
    counted = met.annotate(many=Count("id")).group_by("answer")
    counts = dict(await counted.values_list("answer", "many"))
    people: dict[str, list[Contact]] = {}
    for lane in LANES:
        some = met.filter(answer=lane.value).order_by("-sorted_at", "-id").limit(IN_A_LANE)
        people[lane.value] = await some if counts.get(lane.value) else []
    ids = [one.id for some in people.values() for one in some]
    roles, nexts = await roles_of(ids), await _next_days(ids)
    return Board(
        counts,
        {
            lane: [
                Sorted(one.key, one.name, roles.get(one.id, ""), _next(one, nexts, today))
                for one in some
            ]
            for lane, some in people.items()
        },
    )


async def roles_of(contact_ids: Sequence[int]) -> dict[int, str]:
    """What each contact is and where, of what has not ended the first."""
    found: dict[int, str] = {}
    held = Position.filter(contact_id__in=list(contact_ids), to_on=None).order_by("id")
    for row in await held if contact_ids else []:
        found.setdefault(row.contact_id, ", ".join(filter(None, (row.title, row.organization))))
    return found


async def _next_days(contact_ids: Sequence[int]) -> dict[int, date]:
    open_ = FollowUp.filter(contact_id__in=list(contact_ids), state=State.OPEN.value)
    first: dict[int, date] = {}
    planned = open_.exclude(origin=Origin.CADENCE.value).order_by("due_on", "id")
    for row in await planned if contact_ids else []:
        first.setdefault(row.contact_id or 0, row.due_on)
    return first


def _next(contact: Contact, days: Mapping[int, date], today: date) -> str:
    if contact.answer == Answer.KEEP and contact.cadence_weeks:
        return weeks_words(contact.cadence_weeks).capitalize()
    day = days.get(contact.id)
    if day is None:
        return ""
    return f"Due {near_day(day, today)}" if day >= today else f"Was due {near_day(day, today)}"
