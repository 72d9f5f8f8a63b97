"""The buttons of a mentor's letter: pages that change nothing, and answer without signing in."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor.mentoring.booking.links import Purpose, sign
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.web.booking import FRIDAY, SECRET, Offer, ask, make_offer, moment, the_session
from tests.web.visiting import come_in, post


@pytest.fixture
async def offer(client: httpx2.AsyncClient) -> Offer:
    """A mentor who was asked for a session; the browser is nobody's."""
    made = await make_offer()
    await make_user(name="Amara Reyes", timezone="America/Chicago")
    await come_in(client)
    await ask(client, made, questions="Which first?")
    client.cookies.clear()
    return made


@pytest.fixture
async def links(database: Settings, offer: Offer) -> dict[Purpose, str]:
    session = await the_session()
    signed = {one: sign(database, offer.user, session, one, now=NOON) for one in Purpose}
    return {one: link.removeprefix(database.base_url) for one, link in signed.items()}


async def test_opening_a_link_changes_nothing_and_tells_what_is_asked(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    before = await every_row()
    for link in links.values():
        for method in ("GET", "HEAD"):
            page = await client.request(method, link)
            assert page.status_code == 200
            assert page.headers["referrer-policy"] == "no-referrer"
            assert page.headers["cache-control"] == "no-store"
        page = await client.get(link)
        assert "Résumé review with Amara Reyes" in page.text
        assert "A first job or a fellowship" in page.text
        assert SECRET not in page.text
    assert await every_row() == before


async def test_approve_works_once_and_a_repeat_is_harmless(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    done = await client.post(links[Purpose.APPROVE])
    assert (done.status_code, list(client.cookies)) == (200, [])
    assert "Approved." in done.text
    assert (await the_session()).state == "confirmed"
    before = await every_row()
    for again in (
        await client.post(links[Purpose.APPROVE]),
        await client.get(links[Purpose.APPROVE]),
    ):
        assert (again.status_code, "is confirmed already" in again.text) == (200, True)
    assert (await client.post(links[Purpose.DECLINE])).status_code == 409
    assert await every_row() == before


async def test_not_a_fit_frees_the_time(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    assert (await client.post(links[Purpose.DECLINE])).status_code == 200
    assert (await client.post(links[Purpose.DECLINE])).status_code == 200
    assert (await the_session()).state == "declined"
    assert (await client.post(links[Purpose.APPROVE])).status_code == 409


async def test_other_times_are_chosen_on_the_page_itself(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    link = links[Purpose.TIMES]
    assert f'<option value="{FRIDAY}">Fri 10:00 am</option>' in (await client.get(link)).text
    none = await client.post(link)
    assert (none.status_code, "Choose at least one time." in none.text) == (422, True)
    wrong = await client.post(link, data={"starts_1": "soon"})
    assert (wrong.status_code, "Choose a time." in wrong.text) == (422, True)
    done = await client.post(link, data={"starts_1": FRIDAY})
    assert (done.status_code, "Proposed." in done.text) == (200, True)
    assert (await the_session()).proposed == [moment(FRIDAY)]


async def test_a_link_is_about_the_time_that_was_asked_for(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    await come_in(client)
    await post(client, f"/sessions/{(await the_session()).key}/move", starts_at=FRIDAY)
    client.cookies.clear()
    page = await client.get(links[Purpose.APPROVE])
    assert (page.status_code, "It moved since" in page.text) == (200, True)
    assert (await client.post(links[Purpose.APPROVE])).status_code == 409
    assert (await the_session()).state == "asked"


async def test_a_link_is_over_after_a_month(
    client: httpx2.AsyncClient, links: dict[Purpose, str]
) -> None:
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        for answer in (
            await client.get(links[Purpose.APPROVE]),
            await client.post(links[Purpose.APPROVE]),
        ):
            assert (answer.status_code, "This link is over" in answer.text) == (410, True)


@pytest.mark.parametrize("spoil", ["cut", "turned", "lengthened", "emptied"])
async def test_what_is_forged_or_cut_short_is_not_found(
    client: httpx2.AsyncClient, links: dict[Purpose, str], spoil: str
) -> None:
    link = links[Purpose.APPROVE]
    spoiled = {
        "cut": link[:-3],
        "turned": link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:],
        "lengthened": link + "A" * 4,
        "emptied": "/m/x",
    }[spoil]
    for answer in (await client.get(spoiled), await client.post(spoiled)):
        assert answer.status_code == 404
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert (await the_session()).state == "asked"
