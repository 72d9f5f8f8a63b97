"""Whatever happens, the ledger is what planning from scratch would make it; and it reads true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from netmentor.accounts.actions import describe_oneself, plan_again
from netmentor.accounts.models import AgendaRevision, User
from netmentor.agenda.gathering import FIRST, gather
from netmentor.calendars.dated import TO_DO, Dated, Kind
from netmentor.calendars.entry import Days
from netmentor.db.models import Landmark
from netmentor.db.transactions import transaction
from netmentor.errors import NetMentorError
from netmentor.events.attending.rules import UNTOLD
from netmentor.events.rules import moment
from netmentor.reminders import actions
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_changed, plan_inside
from netmentor.reminders.planning import last_day_of
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import (
    CHOICES,
    DIGESTS,
    LED,
    MOVED,
    State,
    Subject,
    why_not_morning,
)
from netmentor.reminders.telling import tell_due
from netmentor.reminders.things import LOOKS_BACK, Thing, agenda_of
from netmentor.reminders.wishes import Wishes
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.agenda import living
from tests.agenda.meeting import People

pytestmark = pytest.mark.usefixtures("database")

STEPS = 60
ZONES = ("America/Chicago", "Pacific/Auckland", "Pacific/Honolulu", "America/St_Johns")


class RolledBack(Exception):
    """Nothing of what was tried is to stay."""


def thing_of(dated: Dated, zone: ZoneInfo) -> Thing:
    """The thing that calendars are told of, as its whole entry has it."""
    entry, when = dated.entry, dated.entry.when
    to_do = dated.kind in TO_DO
    starts = ends = None
    if isinstance(when, Days):
        first, last, occurrence = when.first, when.last, f"{when.first}"
        if dated.due_time:
            there = dated.place_zone or zone.key
            starts = ends = moment(first, dated.due_time, there)
            occurrence = f"{first}T{dated.due_time} {there}"
        else:
            midnight = moment(last + timedelta(days=1), "00:00", dated.place_zone or zone.key)
            ends = dated.closes_at or midnight
    else:
        first, last = when.starts.date(), when.ends.date()
        starts, ends = when.starts.astimezone(UTC), when.ends.astimezone(UTC)
        occurrence = f"{first}T{when.starts:%H:%M} {dated.zone}"
        ends = ends if ends > starts else starts + UNTOLD
    return Thing(
        uid=dated.uid,
        subject=Subject(dated.kind.value),
        title=entry.title,
        path=dated.path,
        version=entry.sequence,
        occurrence=occurrence,
        first=first,
        last=last,
        starts=starts,
        ends=None if to_do else ends,
        zone=dated.place_zone,
        place=entry.place,
        off=entry.status == "canceled",
        done=entry.done,
    )


async def as_calendars_have_it(user: User, now: datetime) -> set[Thing]:
    zone = ZoneInfo(user.timezone)
    today, last = now.astimezone(zone).date(), last_day_of(now)
    over = frozenset(Kind) - TO_DO
    found = await gather(user.id, today=today, first=today - LOOKS_BACK, last=last, kinds=over)
    found += await gather(user.id, today=today, first=FIRST, last=last, kinds=TO_DO)
    return {thing_of(one, zone) for one in found}


async def as_reminders_have_it(user: User, now: datetime) -> set[Thing]:
    zone = ZoneInfo(user.timezone)
    today, last = now.astimezone(zone).date(), last_day_of(now)
    return set((await agenda_of(user.id, zone, today=today, last=last)).things)


async def planned_of(user: User, now: datetime) -> tuple[set[Any], set[Any]]:
    """What lies ahead for a user; and which moves they are still to be told of."""
    rows = await Reminder.filter(user=user, state=State.PLANNED.value)
    ahead = {
        (one.uid, one.occurrence, one.lead, one.schedule_version, one.kind, one.slot, one.due_at,
         one.title, one.path)
        for one in rows
        if one.lead != MOVED and one.due_at > now
    }  # fmt: skip
    return ahead, {(one.uid, one.occurrence) for one in rows if one.lead == MOVED}


async def planned_from_scratch(user: User, now: datetime) -> tuple[set[Any], set[Any]]:
    """The same, as if nobody had ever planned; what was told stays told."""
    found: list[tuple[set[Any], set[Any]]] = []
    try:
        async with transaction():
            await Reminder.filter(user=user).exclude(state=State.TOLD.value).delete()
            await AgendaRevision.filter(user_id=user.id).update(planned=-1, planned_at=None)
            await Landmark.filter(name="reminders").delete()
            await plan_inside(user.id, now=now)
            found.append(await planned_of(user, now))
            raise RolledBack
    except RolledBack:
        return found[0]


def wishes_by_chance(chance: Random, before: Wishes) -> Wishes:
    leads = {
        subject: tuple(chance.sample(CHOICES[subject], chance.randrange(4))) for subject in LED
    }
    quiet = chance.choice(["21:00", "22:30", "00:00"]), chance.choice(["06:00", "07:00"])
    mornings = [one for one in ("06:30", "08:00", "12:00") if not why_not_morning(one, *quiet)]
    return Wishes(
        leads=leads,
        digests=frozenset(one for one in DIGESTS if chance.random() < 0.8),
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        morning=chance.choice(mornings),
        version=before.version,
    )


class Wishing:
    """What users do to their reminders, by chance."""

    def __init__(self, world: living.Events, settings: Settings) -> None:
        self.world, self.settings = world, settings

    @property
    def deeds(self) -> list[tuple[int, Callable[[], Any]]]:
        return [(4, self.wishes), (3, self.moves_house), (2, self.pauses), (12, self.is_told)]

    async def wishes(self) -> None:
        user = self.world.user
        await actions.wish(user, wishes_by_chance(self.world.chance, await wishes_of(user)))

    async def moves_house(self) -> None:
        user = self.world.user
        user.timezone = self.world.chance.choice(ZONES)
        await describe_oneself(user, name=user.name, timezone=user.timezone)

    async def pauses(self) -> None:
        if self.world.chance.random() < 1 / 3:
            await actions.pause(self.world.user, now=self.world.now)
        else:
            await actions.resume(self.world.user)

    async def is_told(self) -> None:
        await tell_due(self.settings, now=self.world.now)


@pytest.mark.parametrize("seed", range(3))
async def test_a_ledger_is_what_planning_from_scratch_makes(seed: int, database: Settings) -> None:
    users = [await make_user(OWNER), await make_user(STRANGER, timezone="Pacific/Auckland")]
    world = await living.begin(users, seed)
    people = People(users, world.chance)
    deeds = [*world.deeds, *people.deeds, *Wishing(world, database).deeds]
    done: list[str] = []
    seen = 0
    for _ in range(STEPS):
        world.now = people.now = now = living.later(world.now, world.chance)
        [(_, deed)] = world.chance.choices(deeds, [often for often, _ in deeds])
        done.append(deed.__name__)
        try:
            await deed()
        except NetMentorError as exc:
            done[-1] += f": {exc.message}"
        await plan_changed(now=now)
        for user in users:
            assert await as_reminders_have_it(user, now) == await as_calendars_have_it(user, now)
            told = seed, now, done[-6:]
            planned, scratch = await planned_of(user, now), await planned_from_scratch(user, now)
            assert planned[0] == scratch[0], (told, planned[0] ^ scratch[0])
            assert planned[1] == scratch[1], (told, planned[1] ^ scratch[1])
            seen += len(planned[0])
    assert seen > STEPS


async def test_planning_again_writes_nothing(database: Settings) -> None:
    user = await make_user()
    world = await living.begin([user], 7)
    for _ in range(12):
        await world.keeps()
    await plan_changed(now=world.now)
    before = await Reminder.all().order_by("id").values_list()

    await plan_again([user.id])
    await plan_changed(now=world.now + timedelta(minutes=1))

    assert before
    assert await Reminder.all().order_by("id").values_list() == before
