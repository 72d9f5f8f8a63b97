"""Nothing inside is ever connected to, whatever the address, the name or the redirect says.

A canary listens at 127.0.0.1 and counts who comes. `OUTSIDE`, loopback too, plays a public
address where a test needs one that answers: nothing here leaves this machine.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from netmentor.fetching.addresses import is_public
from netmentor.fetching.web import Resolve, Unfetchable, Web, resolved
from tests.factories import NOON
from tests.fetching.servers import Server, answering, by_path, redirecting, serving
from tests.fetching.test_addresses import INSIDE

OUTSIDE = "127.0.0.2"  # Linux answers at all of 127.0.0.0/8
LEADS_INSIDE = "calendar.example leads inside, to an address that is not public."
SPELLINGS = """
    127.0.0.1 localhost 0.0.0.0 0 2130706433 017700000001 0x7f000001 0x7f.1 0177.0.0.1 127.1
    127.0.0.010 127.0.0.1. 127。0。0。1 ①②⑦.0.0.1 [::ffff:127.0.0.1] [::ffff:7f00:1] [::] [::1]
    [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [::1%25lo]
""".split()


@pytest.fixture
async def canary() -> AsyncIterator[Server]:
    async with serving(answering(body=b"inside")) as server:
        yield server


def answers(*addresses: str) -> Resolve:
    """The same numbers for every name."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


def one_after_another(*rounds: Sequence[str]) -> tuple[Resolve, list[str]]:
    """A name that changes its mind, and the list of who asked for it."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return rounds[len(asked) - 1]

    return resolve, asked


def web(resolve: Resolve = resolved) -> Web:
    """The guard as it is, but for the ports: a server of a test gets any."""
    return Web(user_agent="Test", ports=None, resolve=resolve)


def outside_or_public(address: str) -> bool:
    return address == OUTSIDE or is_public(address)


@pytest.mark.parametrize("address", [a for a in INSIDE if not is_public(a)])
async def test_a_name_that_leads_inside_reaches_nobody(canary: Server, address: str) -> None:
    with pytest.raises(Unfetchable) as refused:
        await web(answers(address)).get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert refused.value.message == LEADS_INSIDE
    assert refused.value.status == 0
    assert canary.accepted == 0


@pytest.mark.parametrize("host", SPELLINGS)
async def test_a_number_that_leads_inside_reaches_nobody(canary: Server, host: str) -> None:
    with pytest.raises(Unfetchable):
        await web().get(f"http://{host}:{canary.port}/", now=NOON)

    assert canary.accepted == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::ffff:127.0.0.1", "::ffff:7f00:1"])
async def test_the_canary_counts_where_the_guard_is_off(canary: Server, address: str) -> None:
    """Without this, the tests above could pass because nobody can reach the canary."""
    off = Web(
        user_agent="Test", ports=None, resolve=answers(address), may_connect=lambda number: True
    )

    found = await off.get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert (found.body, canary.accepted) == (b"inside", 1)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1", "93.184.216.34"],
        ["93.184.216.34", "127.0.0.1"],
        ["93.184.216.34", "2606:4700::1111", "::1", "8.8.8.8"],
    ],
)
async def test_one_number_inside_among_public_ones_is_enough_to_refuse(
    canary: Server, addresses: list[str]
) -> None:
    with pytest.raises(Unfetchable, match="leads inside"):
        await web(answers(*addresses)).get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert canary.accepted == 0


async def test_a_name_without_a_number_reaches_nobody(canary: Server) -> None:
    with pytest.raises(Unfetchable, match=r"calendar\.example cannot be reached\."):
        await web(answers()).get(f"http://calendar.example:{canary.port}/", now=NOON)


async def test_a_name_that_changes_its_mind_is_asked_once(canary: Server) -> None:
    resolve, asked = one_after_another([OUTSIDE], ["127.0.0.1"])
    guarded = Web(
        user_agent="Test", ports=None, resolve=resolve, may_connect=lambda a: a == OUTSIDE
    )

    async with serving(answering(body=b"outside"), host=OUTSIDE, port=canary.port):
        found = await guarded.get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert found.body == b"outside"
    assert (asked, canary.accepted) == (["calendar.example"], 0)


async def test_a_refused_name_is_not_asked_again(canary: Server) -> None:
    resolve, asked = one_after_another(["203.0.113.1"], ["127.0.0.1"])

    with pytest.raises(Unfetchable, match="leads inside"):
        await web(resolve).get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert (asked, canary.accepted) == (["calendar.example"], 0)


async def test_a_redirect_is_resolved_and_checked_anew(canary: Server) -> None:
    """The host that led outside a moment ago leads inside now."""
    resolve, asked = one_after_another([OUTSIDE], ["127.0.0.1"])
    guarded = Web(user_agent="Test", ports=None, resolve=resolve, may_connect=outside_or_public)

    async with serving(redirecting("/again"), host=OUTSIDE, port=canary.port):
        with pytest.raises(Unfetchable) as refused:
            await guarded.get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert refused.value.message == LEADS_INSIDE
    assert (len(asked), canary.accepted) == (2, 0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "[::ffff:7f00:1]", "localhost"])
async def test_a_redirect_to_the_inside_reaches_nobody(
    canary: Server, host: str, status: int
) -> None:
    inside = redirecting(f"http://{host}:{canary.port}/", status)
    guarded = Web(user_agent="Test", ports=None, may_connect=outside_or_public)

    async with serving(inside, host=OUTSIDE) as server:
        with pytest.raises(Unfetchable):
            await guarded.get(f"http://{OUTSIDE}:{server.port}/", now=NOON)

    assert (server.accepted, canary.accepted) == (1, 0)


async def test_only_the_two_ports_of_the_web_are_followed_to(canary: Server) -> None:
    guarded = Web(user_agent="Test", resolve=answers("127.0.0.1"), may_connect=lambda a: True)

    with pytest.raises(Unfetchable, match="Only the ports 80 and 443"):
        await guarded.get(f"http://calendar.example:{canary.port}/", now=NOON)

    assert canary.accepted == 0


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "Only addresses that begin with https:// or http:// are read."),
        ("gopher://127.0.0.1:6379/_x", "Only addresses that begin with https://"),
        ("data:text/calendar,x", "Only addresses that begin with https://"),
        ("http://ada:secret@calendar.example/", "holds a user name or a password"),
        ("http://[::1", "That is no address of a page."),
        ("http://2130706433/", "not its number in another form"),
        ("/" + "a" * 3000, "longer than 2000 characters"),
    ],
)
async def test_a_redirect_to_what_is_not_read_is_refused(target: str, reason: str) -> None:
    guarded = Web(user_agent="Test", ports=None, may_connect=lambda a: a == "127.0.0.1")

    async with serving(redirecting(target)) as server:
        with pytest.raises(Unfetchable) as refused:
            await guarded.get(f"http://127.0.0.1:{server.port}/", now=NOON)

    assert refused.value.message.startswith("127.0.0.1 leads on to an address that is not read.")
    assert reason in refused.value.message
    assert refused.value.status == 302


async def test_proxies_of_the_environment_are_not_asked(
    canary: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    guarded = Web(user_agent="Test", ports=None, may_connect=lambda a: a == "127.0.0.1")

    async with serving(by_path({"/a.ics": answering(body=b"outside")})) as server:
        found = await guarded.get(f"http://127.0.0.1:{server.port}/a.ics", now=NOON)

    assert (found.body, canary.accepted) == (b"outside", 0)
