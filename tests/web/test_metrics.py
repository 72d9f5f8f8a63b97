"""The numbers are for this machine and for whoever has the token, and tell of nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from netmentor import __version__
from netmentor.accounts.models import AgendaRevision
from netmentor.app import create_app
from netmentor.db import signs
from netmentor.mail import pulse
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.reminders.models import Reminder
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.mail.posting import READER, post_sample

TOKEN = "moonlight-" * 4
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SAMPLE_REMINDER: dict[str, Any] = {
    "kind": "going",
    "occurrence": "2026-11-25",
    "channel": "mail",
    "schedule_version": 0,
    "slot": "morning",
    "title": "Sample congress",
    "planned_at": NOON,
}
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(
    rf'({NAME})(?:{{({NAME}="[^"\\\n]*"(?:,{NAME}="[^"\\\n]*")*)}})? (\+Inf|-?[0-9.e+-]+)'
)


def numbers(text: str) -> dict[str, float]:
    """What a text in Prometheus' format tells; fails where a line is none of it."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    described: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            _, kind, name, rest = line.split(" ", 3)
            assert rest == "gauge" if kind == "TYPE" else kind == "HELP" and rest
            assert kind not in described.setdefault(name, set())
            described[name].add(kind)
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        assert described[sample[1]] == {"HELP", "TYPE"}, line
        key = sample[1] + (f"{{{sample[2]}}}" if sample[2] else "")
        assert key not in found
        found[key] = float(sample[3])
    return found


async def asked(
    settings: Settings,
    peer: str = "127.0.0.1",
    method: str = "GET",
    at: str = "http://localhost:8000",
    **headers: str,
) -> httpx2.Response:
    door = httpx2.ASGITransport(create_app(settings), client=(peer, 4711))
    async with httpx2.AsyncClient(transport=door, base_url=at) as visitor:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return await visitor.request(method, "/metrics", headers=told)


async def told(settings: Settings) -> Mapping[str, float]:
    return numbers((await asked(settings)).text)


async def test_the_numbers_are_told_in_the_format_of_prometheus(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await post_sample(database, "first", now=NOON - timedelta(minutes=7))
    await post_sample(database, "second", now=NOON)
    await OutgoingMail.filter(key="second").update(state="failed", over_at=NOON)
    await signs.record("worker", at=NOON - timedelta(seconds=20))

    answer = await asked(database)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    found = numbers(answer.text)
    assert found[f'netmentor_build_info{{version="{__version__}"}}'] == 1
    assert found['netmentor_letters{state="due"}'] == 1
    assert found['netmentor_letters{state="failed"}'] == 1
    assert found['netmentor_letters{state="sent"}'] == 0
    assert found["netmentor_queue_lag_seconds"] == 7 * 60
    assert found["netmentor_queue_moves"] == 1
    assert found["netmentor_worker_silence_seconds"] == 20
    assert found["netmentor_dead_addresses"] == 0


async def test_nothing_yet_is_told_as_well(client: httpx2.AsyncClient, database: Settings) -> None:
    found = await told(database)

    assert found["netmentor_queue_lag_seconds"] == 0
    assert found["netmentor_worker_silence_seconds"] == float("inf")


async def test_a_queue_that_stands_still_is_a_zero(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await pulse.note_round("The mail server cannot be reached.", now=NOON)
    assert (await told(database))["netmentor_queue_moves"] == 0
    await pulse.note_round(now=NOON)
    assert (await told(database))["netmentor_queue_moves"] == 1


async def test_what_rounds_have_not_got_to_is_counted(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    users = [await make_user(f"{number}@example.org") for number in range(4)]
    await AgendaRevision.all().delete()
    for user, planned, until in zip(
        users, (6, 7, 7, 6), (None, NOON, NOON + timedelta(days=1), NOON), strict=True
    ):
        await AgendaRevision.create(user_id=user.id, number=7, planned=planned, plan_until=until)
    for lead, due_at, state in (
        ("1d", NOON, "planned"),
        ("0d", NOON + timedelta(seconds=1), "planned"),
        ("7d", NOON, "told"),
    ):
        await Reminder.create(
            user=users[0], uid="sample", lead=lead, due_at=due_at, state=state, **SAMPLE_REMINDER
        )
    await Reminder.create(
        user=users[0],
        uid="held",
        lead="1d",
        due_at=NOON,
        held_until=NOON + timedelta(days=1),
        state="planned",
        **SAMPLE_REMINDER,
    )
    await DeadAddress.create(address="gone@example.org", since=NOON, said="550 5.1.1")

    found = await told(database)

    assert found["netmentor_reminders_due"] == 1
    assert found["netmentor_users_to_plan"] == 3
    assert found["netmentor_dead_addresses"] == 1


async def test_no_number_names_anybody(client: httpx2.AsyncClient, database: Settings) -> None:
    mail = await post_sample(database)
    await pulse.note_round(f"The mail server answered 451: {READER}", now=NOON)

    text = (await asked(database)).text

    for hidden in (READER, "reader", mail.subject, mail.key, "451"):
        assert hidden not in text


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_may_read_them(
    client: httpx2.AsyncClient, database: Settings, peer: str
) -> None:
    assert (await asked(database, peer)).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example"])
async def test_a_name_of_elsewhere_that_leads_here_opens_nothing(
    client: httpx2.AsyncClient, database: Settings, host: str
) -> None:
    assert (await asked(database, at=f"http://{host}")).status_code == 404


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "fd00::1", "", "x"])
async def test_to_anybody_else_there_is_no_such_page(
    client: httpx2.AsyncClient, database: Settings, peer: str
) -> None:
    unknown = await client.get("/metricz", headers={"Accept": "text/html"})

    answer = await asked(database, peer, at=BASE_URL, accept="text/html")

    assert answer.status_code == unknown.status_code == 404
    assert answer.text == unknown.text.replace("/metricz", "/metrics")
    assert answer.headers == unknown.headers
    for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        other = await client.request(method, "/metricz")
        mine = await asked(database, peer, method, at=BASE_URL)
        assert (mine.status_code, mine.headers) == (other.status_code, other.headers)


@pytest.mark.parametrize(
    "header",
    [
        *("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via"),
        *("X-Real-IP", "True-Client-IP", "Origin", "Sec-Fetch-Site"),
    ],
)
async def test_a_proxy_of_this_machine_speaks_for_others_and_a_browser_for_its_page(
    client: httpx2.AsyncClient, database: Settings, header: str
) -> None:
    assert (await asked(database, **{header: "127.0.0.1"})).status_code == 404
    guarded = replace(database, metrics_token=TOKEN)
    assert (await asked(guarded, **BEARER, **{header: "203.0.113.9"})).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 404),
        (f"Bearer {TOKEN[:-1]}", 404),
        (f"Basic {TOKEN}", 404),
        ("Bearer", 404),
        ("Bearer ", 404),
        ("", 404),
        (TOKEN, 404),
    ],
)
async def test_the_token_opens_them_from_anywhere(
    client: httpx2.AsyncClient, database: Settings, header: str, status: int
) -> None:
    guarded = replace(database, metrics_token=TOKEN)

    assert (await asked(guarded, "192.0.2.7", authorization=header)).status_code == status


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", f"Bearer {TOKEN}"])
async def test_no_token_that_was_not_set_opens_anything(
    client: httpx2.AsyncClient, database: Settings, header: str
) -> None:
    assert (await asked(database, "192.0.2.7", authorization=header)).status_code == 404
