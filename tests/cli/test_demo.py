"""`netmentor demo` shows the product alive, and goes again without a trace."""

from __future__ import annotations

import asyncio
import re

import httpx2
import pytest

from netmentor.app import create_app
from netmentor.db.connections import connected
from netmentor.settings import Settings
from tests.cli.inside import counts_of
from tests.cli.processes import netmentor
from tests.conftest import BASE_URL

LOCAL = {"NETMENTOR_BASE_URL": "http://localhost:8000"}
LINE = re.compile(r"^  (\w+@example\.org)  (\S{16})$", re.MULTILINE)


def seen_by(home: Settings, passwords: dict[str, str], who: str, *paths: str) -> list[str]:
    """What one of the sample people sees at these addresses."""
    email = f"{who}@example.org"

    async def seen() -> list[str]:
        async with connected(home):
            door = httpx2.ASGITransport(create_app(home))
            async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
                form = {"email": email, "password": passwords[email]}
                await visitor.post("/sign-in", data=form)
                return [(await visitor.get(path)).text for path in paths]

    return asyncio.run(seen())


def test_everybody_finds_something_to_do(home: Settings) -> None:
    passwords = dict(LINE.findall(netmentor(home, "demo", **LOCAL).stdout))
    everybody = "advisor curator director member mentor organizer".split()
    people = {f"{who}@example.org" for who in everybody}
    assert set(passwords) == people
    pages = ("/my/events", "/events", "/feeds", "/sessions", "/mentors", "/applications")
    seen = seen_by(home, passwords, "member", *pages)
    mine, events, calendars, sessions, mentors, applications = seen
    assert mine.count("Sample: ") >= 5
    assert "At the same time" in mine
    assert "Only you see it" in mine
    assert events.count("<h3><a") == 12
    assert "Apple Calendar on iPhone has not asked for it since" in calendars
    assert "Introduction with Sample Mentor" in sessions
    assert "Telephone call with Sample Advisor" in sessions
    assert mentors.count('<a href="/mentors/m-') == 3
    for stage in ("Held", "Preparing", "Asked", "Interview", "Accepted", "Rejected"):
        assert re.search(f'<li class="tag[^"]*">{stage}</li>', applications), stage
    assert "Through somebody you met at an event" in applications
    assert "Through a mentor" in applications
    here = re.search(r'href="(/applications/\S+)"><b>Sample: practicum at the front', applications)
    assert here
    under_way, kept = seen_by(home, passwords, "member", here[1], "/documents")
    assert "30.5 of 240 hours" in under_way
    assert "With <a href" in under_way
    assert "2 versions" in kept
    [organize] = seen_by(home, passwords, "organizer", "/organize/sample-chapter")
    assert organize.count("Sample: ") >= 12
    curate, opportunities = seen_by(
        home, passwords, "curator", "/curate/suggestions", "/curate/opportunities"
    )
    assert "Sample: forum that a member suggested" in curate
    assert "Sample: internship that a member suggested" in opportunities


def test_it_fills_what_is_empty_and_leaves_no_trace(home: Settings) -> None:
    before = counts_of(home)
    netmentor(home, "demo", **LOCAL)
    again = netmentor(home, "demo", **LOCAL)
    assert (again.returncode, "accounts already" in again.stderr) == (1, True)
    assert "6 sample accounts are gone" in netmentor(home, "demo", "--remove").stdout
    shared = {"source", "topic", "catalogue_revision", "landmark"}  # in use by others, too
    assert {table: n for table, n in counts_of(home).items() if table not in shared} == {
        table: n for table, n in before.items() if table not in shared
    }


@pytest.mark.parametrize("address", ["https://netmentor.example", "http://10.0.0.5"])
def test_it_is_refused_where_others_come_in(home: Settings, address: str) -> None:
    answer = netmentor(home, "demo", NETMENTOR_BASE_URL=address)
    assert (answer.returncode, "is reached by others" in answer.stderr) == (1, True)
    assert counts_of(home)["user_account"] == 0
