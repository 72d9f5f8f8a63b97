"""Random edits of what repeats, on the database, do what a small model says they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from netmentor.events.models import Event
from netmentor.events.organizing import actions, queries
from netmentor.events.queries import event_by_slug
from netmentor.events.rules import moment
from netmentor.settings import Settings
from tests.events.organizing.telling import publish
from tests.factories import NOON, make_organization

WEEKS = 4


@dataclass(frozen=True)
class Model:
    """An occurrence as the model knows it."""

    title: str = "Sample lunch"
    status: str = "confirmed"
    off_by: int = 0
    starts: str = "12:00"


@pytest.mark.parametrize(
    ("first", "zone"),
    [
        ("2027-03-02", "America/New_York"),
        ("2027-10-26", "America/Chicago"),
        ("2027-03-16", "Europe/London"),
        ("2027-03-02", "America/Phoenix"),
    ],
)
async def test_random_edits_do_what_the_model_does(
    database: Settings, first: str, zone: str
) -> None:
    organization = await make_organization()
    events = await publish(
        organization, times=WEEKS, starts_on=first, starts_time="12:00", timezone=zone
    )
    slugs, uids = [one.slug for one in events], [one.uid for one in events]
    originals = [date.fromisoformat(first) + timedelta(weeks=week) for week in range(WEEKS)]
    models = [Model() for _ in originals]
    chance = Random(f"{first} {zone}")
    for turn in range(8):
        place, following = chance.randrange(WEEKS), chance.random() < 0.6
        before = models[place]
        after = _edited(before, chance)
        facets = _facets(await event_by_slug(slugs[place]), originals[place], before, after)
        await actions.edit(
            organization,
            slugs[place],
            facets,
            following=following,
            now=NOON + timedelta(minutes=turn + 1),
        )
        for other in range(place, WEEKS if following else place + 1):
            models[other] = _taken(models[other], before, after)

        rows = [await Event.get(slug=slug) for slug in slugs]
        assert [_told(row, day) for row, day in zip(rows, originals, strict=True)] == models
        assert [row.uid for row in rows] == uids
        assert all(
            row.starts_at == moment(row.starts_on, row.starts_time, zone)
            for row in rows
            if row.starts_on
        )


def _edited(before: Model, chance: Random) -> Model:
    edits: list[dict[str, Any]] = [
        {"title": "Sample supper"},
        {"title": "Sample lunch"},
        {"status": "canceled"},
        {"status": "confirmed"},
        {"off_by": 1},
        {"off_by": -2, "starts": "02:30"},
        {"starts": "17:00"},
    ]
    return replace(before, **chance.choice(edits))


def _facets(
    event: Event, original: date, before: Model, after: Model
) -> dict[str, dict[str, object]]:
    """The facets in which two models of one occurrence differ, as an edit has them."""
    day = (original + timedelta(days=after.off_by)).isoformat()
    when = queries.facets_of(event)["when"]
    told: dict[str, dict[str, object]] = {
        "title": {"title": after.title},
        "status": {"status": after.status},
        "when": when | {"starts_on": day, "ends_on": day, "starts_time": after.starts},
    }
    if before.title == after.title:
        del told["title"]
    if before.status == after.status:
        del told["status"]
    if (before.off_by, before.starts) == (after.off_by, after.starts):
        del told["when"]
    return told


def _taken(other: Model, before: Model, after: Model) -> Model:
    """What another occurrence becomes: it takes over where it agreed."""
    for names in (("title",), ("status",), ("off_by", "starts")):
        if all(getattr(other, name) == getattr(before, name) for name in names):
            other = replace(other, **{name: getattr(after, name) for name in names})
    return other


def _told(event: Event, original: date) -> Model:
    assert event.starts_on
    off_by = (event.starts_on - original).days
    return Model(event.title, event.status, off_by, event.starts_time)
