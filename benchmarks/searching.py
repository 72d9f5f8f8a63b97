"""What the box over everything costs somebody with thousands of people, and notes of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from benchmarks import internships, loads, meeting, mentoring, sample
from benchmarks.loads import Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench, settled
from gates.services import Service
from netmentor import clock
from netmentor.contacts.models import Contact, FollowUp, Touch
from netmentor.db.bulk import change, insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.events.importing.models import Source
from netmentor.events.models import Event
from netmentor.events.rules import Authority, EventKind, EventStatus, Modality
from netmentor.events.search_words import words_of
from netmentor.organizations.actions import bump_catalogue
from netmentor.settings import Settings

PAGE = 12.0  # ms
EVENTS, OPPORTUNITIES, MENTORS = 50_000, 5_000, 1_000
DUE = 2_000  # follow-ups
_AT_A_TIME = 500
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
_WORDS = ("staffing", "sample 17", "clinic budget", "josé", "zzz nothing")


def measure(bench: Bench) -> Iterator[Row]:
    """Measure searches nobody asked before, and one that is asked again and again."""
    size = 10 if bench.smoke else 1
    with bench.place() as place:
        alone(fill_shared, place.settings, size)
        many, few = alone(meeting.fill, place.settings, meeting.MANY // size)
        alone(fill_own, place.settings)
        with place.running() as service:
            for who, secret in (("10,000 people", many), ("500 people", few)):
                for words in _WORDS:
                    cost = _again(bench, service, secret, words)
                    title = f"“{words}” again, {who}"
                    yield at_most(title, cost, PAGE, "ms", loosely=bench.smoke)
                cost = _each_once(bench, service, secret)
                title = f"words that nobody asked for before, {who}"
                yield at_most(title, cost, PAGE, "ms", loosely=bench.smoke)


def fill_shared(found: Settings, size: int) -> None:
    """Fill in what everybody sees, a part of it where `size` says so."""
    asyncio.run(_fill_events(found, EVENTS // size))
    internships.fill(found, OPPORTUNITIES // size)
    mentoring.fill(found, MENTORS // size)


def fill_own(found: Settings) -> None:
    """Note something of everybody whom somebody met, and plan what is to be done."""
    asyncio.run(_fill_own(found))


def _again(bench: Bench, service: Service, secret: str, words: str) -> float:
    asked = [_asked(secret, words)] * (loads.WARM_UP + (20 if bench.smoke else 100))
    rounds = 1 if bench.smoke else 5
    return min(loads.cpu_of_each(service, asked) for _ in range(rounds)) * 1000


def _each_once(bench: Bench, service: Service, secret: str) -> float:
    count = 20 if bench.smoke else 100
    some = [f"sample {n}" for n in range(loads.WARM_UP)]
    topics = [one.split()[0] for one in meeting.TOPICS]
    some += [f"{topics[n % len(topics)]} {n}" for n in range(count)]
    return loads.cpu_of_each(service, [_asked(secret, words) for words in some]) * 1000


def _asked(secret: str, words: str) -> Request:
    path = f"/search?q={words.replace(' ', '+').replace('é', '%C3%A9')}"
    return Request("GET", path, {"Cookie": f"netmentor={secret}"} | _BROWSER)


async def _fill_events(found: Settings, many: int) -> None:
    async with connected(found):
        now = clock.now()
        source = await Source.create(
            key="events", name="Sample events", authority=Authority.OVERWRITE.value
        )
        async with transaction():
            some = (_event(n, source, now) for n in range(many))
            await Event.bulk_create(some, batch_size=_AT_A_TIME)
            await bump_catalogue(now=now)
        await settled()


def _event(number: int, source: Source, now: datetime) -> Event:
    kind = sample.KINDS[number % len(sample.KINDS)]
    topic = sample.TOPICS[number % len(sample.TOPICS)]
    city, state = sample.CITIES[number % len(sample.CITIES)][:2]
    day = sample.FIRST_ON + timedelta(days=number % 700)
    title = f"{kind}: {topic} {number}"
    told = f"Sessions on {topic} for clinics with a small budget. " * 3
    return Event(
        slug=f"sample-{number}",
        uid=f"sample-{number}",
        source=source,
        external_id=str(number),
        title=title,
        kind=EventKind.CONFERENCE,
        status=EventStatus.CONFIRMED,
        starts_on=day,
        ends_on=day,
        city=city,
        state=state,
        modality=Modality.IN_PERSON,
        description=told,
        search_head=" ".join(words_of(f"{title} {city} {state}")),
        search_body=" ".join(words_of(told)),
        source_url="https://example.org/",
        source_kind="page",
        verified_on=day,
        status_changed_at=now,
        created_at=now,
        changed_at=now,
    )


async def _fill_own(found: Settings) -> None:
    async with connected(found):
        now = clock.now()
        async with transaction():
            ids = await values_of(Contact.all().order_by("id"), "id")
            notes = [
                (id_, "call", False, f"Spoke of {meeting.TOPICS[n % 5]} and a budget of {n}.",
                 now - timedelta(n % 900), now)
                for id_ in ids
                for n in (id_, id_ * 7)
            ]  # fmt: skip
            columns = ("contact_id", "kind", "by_them", "note", "at", "created_at")
            await insert(Touch, columns, notes)
            await change(
                "UPDATE contact SET private_note = CASE WHEN id % 10 = 0 THEN"
                " 'Prefers mornings; the ' || CASE WHEN id % 3 = 0 THEN 'sister’s' ELSE 'new' END"
                " || ' clinic opens in ' || (2027 + id % 5) ELSE '' END,"
                " searched = searched || ' spoke of ' || id || ' and a budget of ' || (id * 7)"
            )
            users = await values_of(Contact.all().distinct(), "user_id")
            asked = ("user_id", "uid", "contact_id", "what", "due_on", "due_time", "timezone",
                     "origin", "state", "created_at")  # fmt: skip
            for user_id in sorted(set(users)):
                theirs = await values_of(Contact.filter(user_id=user_id).order_by("id"), "id")
                planned = [
                    (user_id, str(UUID(int=(1 << 100) | user_id << 64 | n, version=4)),
                     theirs[n % len(theirs)], f"Send the {meeting.TOPICS[n % 5]} paper {n}",
                     now.date() + timedelta(n % 300), "", "", "hand", "open", now)
                    for n in range(DUE)
                ]  # fmt: skip
                await insert(FollowUp, asked, planned)
        await settled()
