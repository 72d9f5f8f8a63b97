"""What happens to events, by chance: sources tell, curators decide, people go, keep and follow."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.db.models import Landmark
from netmentor.events import own
from netmentor.events.actions import keep_moments_true
from netmentor.events.attending import actions as attending
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.rules import Answer
from netmentor.events.curating import actions as curating
from netmentor.events.curating.models import Decision
from netmentor.events.curating.queries import open_resemblances
from netmentor.events.curating.rules import Verdict
from netmentor.events.drafts import DeadlineDraft, Draft
from netmentor.events.importing import sources
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import Event, Series
from netmentor.events.organizing import actions as organizing
from netmentor.events.rules import Authority
from netmentor.events.written import read
from netmentor.organizations.models import Organization
from tests.events.organizing.telling import fields_of
from tests.events.telling import leave_out, make_teller, tell
from tests.factories import make_draft, make_expected_draft, make_organization, make_series

SERIES = "sample-series"
TELLERS = {"alpha": Authority.OVERWRITE, "beta": Authority.FILL, "gamma": Authority.PROPOSE}
TITLES = ("Sample forum", "Sample forum on staffing", "Sample breakfast")
DEADLINES = (
    DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1)),
    DeadlineDraft(kind="hotel_block", due_on=date(2026, 12, 2), note="Online."),
)

Deed = Callable[[], Awaitable[object]]


@dataclass
class Events:
    """Everything that happens to events, whoever does it; each deed picks by chance."""

    users: list[User]
    chance: Random
    now: datetime = field(default=datetime(2026, 11, 24, 12, tzinfo=UTC))

    @property
    def deeds(self) -> list[tuple[int, Deed]]:
        """How often something happens, and what."""
        return [
            *((12, self.source_tells), (4, self.source_tells_the_same), (2, self.source_drops)),
            *((3, self.curator_sets), (5, self.curator_settles_two), (5, self.curator_takes_back)),
            *((2, self.curator_accepts), (10, self.answers), (3, self.notes), (4, self.follows)),
            *((3, self.keeps), (3, self.changes_own), (3, self.puts_own_away)),
            *((2, self.organizer_publishes), (2, self.organizer_calls_off), (1, self.withdraws)),
            *((1, self.bins_are_emptied), (1, self.texts_are_made_anew)),
        ]

    @property
    def user(self) -> User:
        return self.chance.choice(self.users)

    async def source_tells(self) -> None:
        key, number = self.chance.choice(list(TELLERS)), self.chance.randrange(8)
        await self._tell(key, self._draft(f"{key}-{number}"))

    async def source_tells_the_same(self) -> None:
        if telling := await self._one(Telling.filter(source__key__in=list(TELLERS))):
            await tell(await telling.source, read(json.loads(telling.draft)), now=self.now)

    async def source_drops(self) -> None:
        if telling := await self._one(Telling.filter(source__key__in=list(TELLERS))):
            await leave_out(await telling.source, telling.external_id, now=self.now)

    async def curator_sets(self) -> None:
        if event := await self._listed():
            day = self._day()
            fields: dict[str, object] = self.chance.choice(
                [{"title": "Sample set by hand"}, {"starts_on": f"{day}"}, {"url": ""}]
            )
            if self.chance.random() < 0.3:
                await curating.release(event.slug, (), now=self.now)
            else:
                await curating.lock(event.slug, fields, now=self.now)

    async def curator_settles_two(self) -> None:
        if pairs := await open_resemblances():
            verdict = self.chance.choice([Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT])
            await curating.settle_resemblance(self.chance.choice(pairs).id, verdict, now=self.now)

    async def curator_takes_back(self) -> None:
        if decision := await self._one(Decision.filter(undone_at=None)):
            await curating.undo(decision.id, now=self.now)

    async def curator_accepts(self) -> None:
        if waiting := await self._one(Telling.filter(source__key="gamma")):
            await curating.accept(waiting.id, (), now=self.now)

    async def answers(self) -> None:
        if event := await self._listed():
            said = self.chance.choice(list(Answer))
            await attending.answer(self.user, event, said, now=self.now)

    async def notes(self) -> None:
        if event := await self._listed():
            note = self.chance.choice(["", "By train."])
            await attending.note_down(self.user, event, Notes(note=note), now=self.now)

    async def follows(self) -> None:
        user, series = self.user, await Series.get(slug=SERIES)
        if self.chance.random() < 0.6:
            await attending.follow(user, series, now=self.now)
        else:
            await attending.unfollow(user, series)

    async def keeps(self) -> None:
        await own.keep(self.user, self._draft("own"), now=self.now)

    async def changes_own(self) -> None:
        if event := await self._one(Event.filter(owner_id__not_isnull=True)):
            await own.change(event, self._draft("own"), now=self.now)

    async def puts_own_away(self) -> None:
        if event := await self._one(Event.filter(owner_id__not_isnull=True)):
            away = self.chance.random() < 0.5
            await (own.put_away(event, now=self.now) if away else own.take_back(event))

    async def organizer_publishes(self) -> None:
        organization = await Organization.get(slug="sample-association")
        told = fields_of(title=self.chance.choice(TITLES), starts_on=f"{self._day()}")
        name = f"{self.chance.getrandbits(64):x}"
        await organizing.publish(organization, told, name=name, now=self.now)

    async def organizer_calls_off(self) -> None:
        organization = await Organization.get(slug="sample-association")
        if event := await self._listed():
            call = self.chance.choice([organizing.call_off, organizing.hold_after_all])
            await call(organization, event.slug, following=False, now=self.now)

    async def withdraws(self) -> None:
        if source := await self._one(Source.filter(key__in=list(TELLERS))):
            await sources.withdraw(source, now=self.now)

    async def bins_are_emptied(self) -> None:
        await own.empty_bins(now=self.now)

    async def texts_are_made_anew(self) -> None:
        await Landmark.all().delete()
        await keep_moments_true(now=self.now)

    async def _tell(self, key: str, draft: Draft) -> None:
        source = await make_teller(key, TELLERS[key])
        await tell(source, draft, now=self.now)

    def _draft(self, name: str) -> Draft:
        by = self.chance
        series = SERIES if by.random() < 0.4 else ""
        if by.random() < 0.15:
            return make_expected_draft(external_id=name, series=series)
        day = self._day()
        return make_draft(
            external_id=name,
            series=series,
            title=by.choice(TITLES),
            starts_on=day,
            ends_on=day,
            status=by.choice(["confirmed", "confirmed", "confirmed", "canceled", "postponed"]),
            deadlines=by.choice([(), DEADLINES[:1], DEADLINES]),
            topics=by.choice([(), ("finance",)]),
            description=by.choice(["", "Sample words."]),
        )

    def _day(self) -> date:
        return date(2026, 12, self.chance.choice([9, 9, 9, 10]))

    async def _listed(self) -> Event | None:
        found = await self._one(Event.filter(merged_into_id=None, owner_id=None))
        return found if isinstance(found, Event) else None

    async def _one(self, rows: Any) -> Any:
        """One row, by chance, or None where there is none."""
        ids = sorted(await values_of(rows, "id"))
        return await rows.get(id=self.chance.choice(ids)) if ids else None


async def begin(users: list[User], seed: int) -> Events:
    """A world in which somebody follows a series that has no edition yet."""
    await make_organization()
    world = Events(users, Random(seed))
    await attending.follow(users[0], await make_series(SERIES), now=world.now)
    return world


def later(now: datetime, chance: Random) -> datetime:
    """Some moment after `now`: mostly the same day, at times more than a week later."""
    steps = [timedelta(seconds=1), timedelta(minutes=20), timedelta(hours=7), timedelta(days=9)]
    return now + chance.choices(steps, [10, 10, 4, 1])[0]
