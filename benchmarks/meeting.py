"""What people cost the service: a list, a search, what is due today, one more, who is two."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from benchmarks import loads
from benchmarks.loads import Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from gates.services import Service
from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, FollowUp, Position, Tag, Tagging, Touch, Way
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from netmentor.text import folded

LIST = 8.0  # ms
TODAY = 12.0
CAPTURE = 6.0
DOUBLES = 2_000.0
MANY, FEW = 10_000, 500  # contacts
DUE = 200  # follow-ups
FIRST = ("Ada", "Beatriz", "Chidi", "Dao", "Eleni", "Farid", "Grace", "Hana", "Imani", "José")
LAST = ("Sample", "Muster", "Exemple", "Ejemplo", "Esempio", "Przykład", "Örnek", "Voorbeeld")
TOPICS = ("revenue cycle", "staffing", "a new record system", "payer contracts", "access")
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def measure(bench: Bench) -> Iterator[Row]:
    """Measure lists with thousands of contacts, Today with hundreds, and captures."""
    with bench.place() as place:
        count = MANY // 10 if bench.smoke else MANY
        many, few = alone(fill, place.settings, count)
        with place.running() as service:
            for what, path in (
                ("list", ""),
                ("search", "?q=staffing+sample"),
                ("tag", "?tag=ally"),
            ):
                cost = _page(bench, service, many, f"/contacts{path}")
                title = f"contacts, {what}, of {count:,}"
                yield at_most(title, cost, LIST, "ms", loosely=bench.smoke)
            cost = _page(bench, service, few, "/today")
            title = f"today, {FEW} contacts and {DUE} follow-ups"
            yield at_most(title, cost, TODAY, "ms", loosely=bench.smoke)
            cost = _least(bench, service, _captures(bench, few))
            yield at_most("one captured", cost, CAPTURE, "ms", loosely=bench.smoke)
            asked = Request("GET", "/contacts/duplicates", _signed_in(many) | _BROWSER)
            cost = loads.cpu_of_each(service, [asked] * (loads.WARM_UP + 5)) * 1000
            title = f"who may be here twice, of {count:,}"
            yield at_most(title, cost, DOUBLES, "ms", loosely=bench.smoke)


def fill(found: Settings, many: int) -> tuple[str, str]:
    """Make two people with contacts; return the secrets of their sign-ins."""
    return asyncio.run(_fill(found, many))


def _page(bench: Bench, service: Service, secret: str, path: str) -> float:
    request = Request("GET", path, _signed_in(secret) | _BROWSER)
    return _least(bench, service, [request] * (loads.WARM_UP + (20 if bench.smoke else 100)))


def _least(bench: Bench, service: Service, requests: Sequence[Request]) -> float:
    """Milliseconds of the processor for each; of several rounds the least counts."""
    if requests[0].method == "POST":
        return loads.cpu_of_each(service, requests) * 1000
    rounds = 1 if bench.smoke else 5
    return min(loads.cpu_of_each(service, requests) for _ in range(rounds)) * 1000


def _captures(bench: Bench, secret: str) -> list[Request]:
    headers = _signed_in(secret) | {
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    return [
        Request("POST", "/contacts", headers, json.dumps(_told(n)).encode())
        for n in range(loads.WARM_UP + (20 if bench.smoke else 200))
    ]


def _told(number: int) -> dict[str, str]:
    return {
        "id": str(UUID(int=number, version=4)),
        "name": f"{FIRST[number % 10]} {LAST[number % 8]}",
        "organization": "Sample Clinic",
        "role": "Administrator",
        "email": f"sample-{number}@example.org",
        "note": f"Talked about {TOPICS[number % 5]}.",
        "promise": "the staffing model",
        "follow_up_on": "2027-01-04",
        "tags": "Ally",
    }


def _signed_in(secret: str) -> dict[str, str]:
    return {"Cookie": f"netmentor={secret}"}


async def _fill(found: Settings, many: int) -> tuple[str, str]:
    async with connected(found):
        secrets = []
        for number, count in enumerate((many, FEW)):
            who = Joining(
                name="Sample Person",
                email=f"sample-{number}@example.org",
                password="lantern copper violin meadow",  # noqa: S106 - of nobody
                timezone="America/Chicago",
            )
            user = await actions.join(who, now=clock.now())
            await _meet(user, count)
            secrets.append(await actions.admit(user, device="benchmark", now=clock.now()))
        return secrets[0], secrets[1]


async def _meet(user: User, count: int) -> None:
    now = clock.now()
    async with transaction():
        columns = (
            "user_id key name folded_name credentials note private_note met_where met_at answer"
            " searched version created_at"
        ).split()
        await insert(Contact, columns, [_contact(user.id, n, now) for n in range(count)])
        ids = await values_of(Contact.filter(user=user).order_by("id"), "id")
        await insert(
            Position,
            ("contact_id", "title", "organization"),
            [(id_, "Administrator", f"Sample Clinic {n % 300}") for n, id_ in enumerate(ids)],
        )
        await insert(
            Way,
            ("contact_id", "kind", "value"),
            # Each fiftieth has the address of whoever came before: they may be one.
            [
                (id_, "email", f"sample-{n - (n % 50 == 1)}@example.org")
                for n, id_ in enumerate(ids)
            ],
        )
        await insert(
            Touch,
            ("contact_id", "kind", "by_them", "note", "at", "created_at"),
            [
                (id_, "message", n % 2, "", now - timedelta(n % 90), now)
                for n, id_ in enumerate(ids)
            ],
        )
        tag = await Tag.create(user=user, name="Ally", folded="ally")
        await insert(Tagging, ("contact_id", "tag_id"), [(id_, tag.id) for id_ in ids[::7]])
        due = [
            (user.id, str(UUID(int=user.id << 64 | n, version=4)), ids[n % len(ids)],
             f"Write to sample {n}", now.date() + timedelta(n % 20 - 10), "", "", "hand",
             "open", now)
            for n in range(DUE)
        ]  # fmt: skip
        asked = ("user_id", "uid", "contact_id", "what", "due_on", "due_time", "timezone",
                 "origin", "state", "created_at")  # fmt: skip
        await insert(FollowUp, asked, due)


def _contact(user_id: int, number: int, now: object) -> tuple[object, ...]:
    name = f"{FIRST[number % 10]} {LAST[number // 10 % 8]} {number}"
    note = f"Talked about {TOPICS[number % 5]} after the panel, and about summer help for a clinic."
    words = folded(f"{name}\n{note}\nSample Clinic {number % 300}\nsample-{number}@example.org")
    key = str(UUID(int=user_id << 64 | number, version=4))
    return (user_id, key, name, folded(name), "", note, "", "Sample forum", now, "", words, 1, now)
