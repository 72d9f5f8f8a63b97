"""The pages of curators: who may see them, and what nobody can do to them."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx2
import pytest

from netmentor.accounts.actions import give_role
from netmentor.accounts.rules import Role
from netmentor.events.curating.actions import lock
from netmentor.events.importing.models import Telling
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON, make_organization
from tests.web.curating import FORMS, NASTY, PAGES, a_pair, a_proposal, an_offer, told_by
from tests.web.visiting import come_in, post, token_of

WRONG_NUMBERS = ["", "0", "-1", "1.5", "１", "²", "x", "999", "99999999999999999999", "\x00", "1 2"]


async def test_strangers_are_led_to_sign_in(client: httpx2.AsyncClient) -> None:
    for path in PAGES:
        answer = await client.get(path)
        assert answer.headers["location"] == f"/sign-in?next={quote(path, safe='')}"
    for path in FORMS:
        answer = await client.post(path, data={"number": "1", "deed": "accept"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MENTOR, Role.ORGANIZER])
async def test_others_than_curators_are_refused(client: httpx2.AsyncClient, role: Role) -> None:
    await give_role(await make_user(STRANGER), role)
    await come_in(client, STRANGER)
    number = await a_proposal()
    token, before = await token_of(client), await every_row()
    for path in PAGES:
        assert (await client.get(path)).status_code == 403
    for path in FORMS:
        told = {"form_token": token, "number": str(number), "deed": "accept"}
        answer = await client.post(path, data=told)
        assert answer.status_code == 403, path
    assert await every_row() == before


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ADMIN])
async def test_curators_and_administrators_see_every_page(
    client: httpx2.AsyncClient, role: Role
) -> None:
    await give_role(await make_user(OWNER), role)
    await come_in(client)
    for path in PAGES:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "no-store"
    assert 'href="/curate"' in (await client.get("/settings")).text


async def test_a_member_is_not_shown_the_way(client: httpx2.AsyncClient) -> None:
    await make_user(STRANGER)
    await come_in(client, STRANGER)
    assert 'href="/curate"' not in (await client.get("/settings")).text


async def test_forms_without_the_token_of_the_sign_in_do_nothing(
    curator: httpx2.AsyncClient,
) -> None:
    number = str(await a_proposal())
    before = await every_row()
    for path in FORMS:
        for token in ("", "0" * 64):
            told = {"form_token": token, "number": number, "deed": "accept"}
            assert (await curator.post(path, data=told)).status_code == 403, path
    assert await every_row() == before


async def test_the_first_page_counts_what_waits(curator: httpx2.AsyncClient) -> None:
    await a_pair()
    await a_proposal()
    await a_proposal(SUGGESTIONS, title="Sample suggestion")
    await an_offer()
    page = (await curator.get("/curate")).text
    counts = dict(
        re.findall(r'href="/curate/([\w/]+)">[^<]+</a></h3><p class="meta"><b>(\d+)', page)
    )
    assert counts == {
        "suggestions": "1",
        "proposals": "1",
        "opportunities": "1",
        "duplicates": "1",
        "sources": "4",
        "locks": "0",
        "opportunities/locks": "0",
        "missing": "1",
        "mentors": "0",
    }


@pytest.mark.parametrize("number", WRONG_NUMBERS)
async def test_numbers_of_every_wrong_shape_are_not_found(
    curator: httpx2.AsyncClient, number: str
) -> None:
    before = await every_row()
    for path, deed in (
        ("/curate/proposals", "accept"),
        ("/curate/suggestions", "dismiss"),
        ("/curate/duplicates", "same"),
        ("/curate/decisions", ""),
    ):
        answer = await post(curator, path, number=number, deed=deed)
        assert answer.status_code == 404, path
        assert "netmentor curate" not in answer.text
    assert await every_row() == before


@pytest.mark.parametrize("nasty", NASTY)
async def test_hostile_words_in_any_field_break_nothing(
    curator: httpx2.AsyncClient, nasty: str
) -> None:
    await told_by("alpha")
    slug = (await Event.get()).slug
    await make_organization()
    before = await every_row()
    token = await token_of(curator)
    names = "number deed next source page back key address organization authority every_hours"
    for path in FORMS:
        for deed in (nasty, "accept", "same", "set", "release", "connect", "change", "read"):
            told = dict.fromkeys([*names.split(), "state", "event", "seen", "facet"], nasty)
            body = {**told, "deed": deed, "form_token": token}
            encoded = "&".join(f"{k}={quote(v, errors='surrogatepass')}" for k, v in body.items())
            answer = await curator.post(
                path,
                content=encoded,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
            assert answer.status_code in (404, 413, 422), (path, deed)
            assert "<script>alert" not in answer.text
            assert "49" not in re.findall(r'value="(\d+)"', answer.text)
    for path in PAGES:
        asked = quote(nasty, errors="surrogatepass")
        for name in ("event", "source", "page", "state"):
            answer = await curator.get(f"{path}?{name}={asked}")
            assert answer.status_code in (200, 404), (path, name)
    assert (await curator.get(f"/events/{slug}")).status_code == 200
    assert await every_row() == before


async def test_markup_of_sources_is_shown_and_not_carried_out(curator: httpx2.AsyncClient) -> None:
    script = "<script>alert(1)</script>"
    fields = {"title": f"Sample {script}", "description": script, "venue": script}
    await a_proposal(**fields)
    await told_by("alpha", **fields)
    await told_by("beta", Authority.FILL, **fields | {"city": script})
    await lock((await Event.all().order_by("id").first()).slug, {"city": script}, now=NOON)  # type: ignore[union-attr]
    assert await Telling.all().count() == 3
    for path in PAGES:
        assert script not in (await curator.get(path)).text, path
    assert PASSWORD not in (await curator.get("/curate")).text
