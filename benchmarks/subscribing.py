"""What private feeds cost: nothing new, a whole one, one built anew, and among many users."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import uuid4

from benchmarks import importing, loads
from benchmarks.loads import Cost, Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench, Place
from benchmarks.serving import ALWAYS_FRESH, PLAIN, STRICTLY_FRESH
from gates.services import Service
from netmentor import clock
from netmentor.accounts import tokens
from netmentor.accounts.actions import bump
from netmentor.accounts.models import AgendaRevision, User
from netmentor.agenda.models import PrivateFeed
from netmentor.calendars.dated import Kind
from netmentor.contacts.models import Contact, FollowUp
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.events.attending.models import Attendance, Watch
from netmentor.events.models import Event
from netmentor.settings import Settings

NOTHING_NEW = 3.0  # times a bare 304; on SQLite read fresh, too
LARGER = 1.2  # times what it costs with fewer entries, or among fewer users
FROM_CACHE = 1.6  # times a bare answer of the same bytes
COLD = 12.0  # ms
ENTRIES = (10, 300, 1_000)  # of three users; two thirds are events, the rest follow-ups
USERS = 100_000
_AT_A_TIME = 20_000


def measure(bench: Bench) -> Iterator[Row]:
    """Measure three feeds of different sizes, among three users and among a hundred thousand.

    Small numbers tell nothing of what stays flat, so then a 304 and a feed built anew are all.
    """
    with bench.place() as place:
        alone(importing.read, place.settings, bench.events(place.folder, 1_000))
        alone(fill, place.settings)
        few, middle, many = map(_path, ENTRIES)
        usual = _poll(bench, place, many)
        yield from _nothing_new(bench, place, usual)
        with place.running(ALWAYS_FRESH) as service:  # or a second passes before it is built anew
            yield _cold(bench, place, service, middle)
        if bench.smoke:
            return
        less = _poll(bench, place, few)
        yield _flat(f"304 of {ENTRIES[2]:,} entries, against {ENTRIES[0]}", less, usual)
        with place.running() as service:
            yield _from_cache(bench, service, middle)
        alone(crowd, place.settings, USERS)
        yield _flat(f"304 among {USERS:,} users, against 3", less, _poll(bench, place, few))
        with place.running() as service:
            yield _each_once(service)


def fill(found: Settings) -> None:
    """Make three users with feeds of so many entries."""
    asyncio.run(_fill(found))


def crowd(found: Settings, users: int) -> None:
    """Make as many more users with a feed each."""
    asyncio.run(_crowd(found, users))


def _path(number: int) -> str:
    return f"/feeds/{_token(number)}.ics"


def _token(number: int) -> str:
    return f"nmf_{number:043}"


def _poll(bench: Bench, place: Place, path: str, given: Mapping[str, str] | None = None) -> Cost:
    with place.running(given or {}) as service:
        tag = loads.ask(service, path, {}).header("etag")
        asked = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
        cost = loads.beside_bare(service, path, asked, count=_count(bench), rounds=_rounds(bench))
    if cost.answer.status != 304:
        raise loads.UnlikeTheFirst(f"{path} answers {cost.answer.status} and not 304")
    return cost


def _nothing_new(bench: Bench, place: Place, usual: Cost) -> Iterator[Row]:
    most = STRICTLY_FRESH if bench.server else NOTHING_NEW
    known = "304 of a private feed, known within the last second"
    yield usual.row(known, NOTHING_NEW, loosely=bench.smoke)
    fresh = _poll(bench, place, _path(ENTRIES[2]), ALWAYS_FRESH)
    yield fresh.row("304 of a private feed, read fresh", most, loosely=bench.smoke)


def _flat(what: str, less: Cost, more: Cost) -> Row:
    told = f"{more.ratio:.2f} × bare, then {less.ratio:.2f}"
    return at_most(what, more.ratio / less.ratio, LARGER, "×", loosely=False, note=told)


def _from_cache(bench: Bench, service: Service, path: str) -> Row:
    count, rounds = _count(bench) // 2, _rounds(bench)
    cost = loads.beside_bare(service, path, PLAIN, count=count, rounds=rounds)
    size = f"{len(cost.answer.body):,} bytes"
    return cost.row("whole private feed from the cache", FROM_CACHE, loosely=bench.smoke, note=size)


def _cold(bench: Bench, place: Place, service: Service, path: str) -> Row:
    """Each asking comes after a change; what a change costs whoever makes it is not counted."""
    costs, body = alone(_built, place.settings, service, path, 3 if bench.smoke else 40)
    note = f"{body.count(b'BEGIN:VEVENT'):,} VEVENTs, {len(body):,} bytes"
    cost = min(costs) * 1000
    what = "private feed built anew"
    return at_most(what, cost, COLD, "ms", loosely=bench.smoke, note=note)


def _built(found: Settings, service: Service, path: str, rounds: int) -> tuple[list[float], bytes]:
    return asyncio.run(_build(found, service, path, rounds))


async def _build(
    found: Settings, service: Service, path: str, rounds: int
) -> tuple[list[float], bytes]:
    costs = []
    answer = loads.ask(service, path, PLAIN)
    async with connected(found):
        ids = await values_of(User.all(), "id")
        for _ in range(rounds):
            async with transaction():
                await bump(ids)
            before, last = loads.spent(service.pid), answer.header("etag")
            answer = loads.ask(service, path, PLAIN)
            costs.append(loads.spent(service.pid) - before)
            if answer.header("etag") == last:
                raise loads.UnlikeTheFirst(f"{path} is not built anew after a change")
    return costs, answer.body


def _each_once(service: Service) -> Row:
    """Nobody is remembered: each request is of another user, as on a real day."""
    count = loads.WARM_UP + 1_000
    asked = {"If-None-Match": "*", "Accept-Encoding": "gzip"}
    paths = [f"/feeds/{_token(10_000 + n * (USERS // count))}.ics" for n in range(count)]
    requests = [Request("GET", path, asked) for path in paths]
    cost = min(loads.cpu_of_each(service, requests) for _ in range(5))
    return Row(f"304 of {count:,} users in turn", "–", f"{cost * 1e6:,.0f} µs each", None)


async def _fill(found: Settings) -> None:
    async with connected(found):
        events = await values_of(Event.filter(starts_on__not_isnull=True).order_by("-id"), "id")
        for entries in ENTRIES:
            async with transaction():
                [user_id] = await make_users([entries])
                going = events[: entries * 2 // 3]
                await _go(user_id, going)
                await follow_up(user_id, entries - len(going))


async def _crowd(found: Settings, users: int) -> None:
    async with connected(found):
        for start in range(0, users, _AT_A_TIME):
            async with transaction():
                await make_users(range(10_000 + start, 10_000 + min(start + _AT_A_TIME, users)))


async def make_users(numbers: range | list[int]) -> list[int]:
    """Make users with a feed of everything each; return their ids."""
    now = clock.now()
    emails = [f"sample-{number}@example.org" for number in numbers]
    columns = "email name password_hash timezone role aims theme single_keys created_at".split()
    told = ("Sample Person", "", "America/Chicago", "member", "", "", True, now)
    await insert(User, columns, [(email, *told) for email in emails])
    first = await User.get(email=emails[0])
    ids = await values_of(User.filter(id__gte=first.id).order_by("id"), "id")
    await insert(AgendaRevision, ("user_id", "number", "planned"), [(id_, 1, -1) for id_ in ids])
    columns = (
        "user_id name kinds detail tasks alarms token_hash salt version created_at addressed_at"
    ).split()
    feed = ("Sample feed", ",".join(Kind), "full", "event", "going:1h,follow_ups:0")
    await insert(
        PrivateFeed,
        columns,
        [
            (id_, *feed, tokens.hashed(_token(number)), "salt", 1, now, now)
            for id_, number in zip(ids, numbers, strict=True)
        ],
    )
    return ids


async def _go(user_id: int, events: list[int]) -> None:
    now = clock.now()
    columns = "user_id event_id answer why note goals people again changed_at".split()
    rows = [(user_id, one, "going", "", "", "", "", "", now) for one in events]
    await insert(Attendance, columns, rows)
    watches = [(user_id, one, "attending") for one in events]
    await insert(Watch, ("user_id", "event_id", "reason"), watches)


async def follow_up(user_id: int, count: int) -> None:
    """Give a user so many follow-ups, one due each day from today on."""
    now = clock.now()
    for number in range(count):
        person = await Contact.create(
            user_id=user_id,
            key=str(uuid4()),
            name=f"Sample Person {number}",
            folded_name=f"sample person {number}",
            note="Talked about staffing a small clinic, and about what payers pay.",
            met_where="Sample congress",
            met_at=now,
            created_at=now,
        )
        await FollowUp.create(
            user_id=user_id,
            uid=str(uuid4()),
            contact=person,
            what=f"Write to Sample Person {number}",
            due_on=(now + timedelta(days=number % 90)).date(),
            origin="hand",
            created_at=now,
        )


def _count(bench: Bench) -> int:
    return 50 if bench.smoke else 100


def _rounds(bench: Bench) -> int:
    return 5 if bench.smoke else 50
