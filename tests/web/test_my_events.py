"""Pages of what events are to the person signed in, and of the events they keep for themselves."""

from __future__ import annotations

import re
from itertools import product

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.events import own
from netmentor.events.attending.models import Attendance, Following
from netmentor.events.models import Event
from tests.accounts.casting import STRANGER, make_user
from tests.factories import FULL, NOON, make_draft, make_event, make_series
from tests.web.visiting import come_in, post, token_of

NEW = {"title": "Sample class", "starts_on": "2026-12-02"}
HOSTILE = ("\x00", "x" * 50_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "\u202egnp.exe", "'--")


@pytest.fixture(autouse=True)
async def signed_in(client: httpx2.AsyncClient) -> None:
    await make_user()
    await come_in(client)


async def test_an_answer_shows_on_the_event_and_among_mine(client: httpx2.AsyncClient) -> None:
    event = await make_event(title="Sample symposium")
    answer = await post(client, f"/events/{event.slug}/going", status="going")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event.slug}")
    page = await client.get(f"/events/{event.slug}")
    assert 'value="none" aria-pressed="true">Going' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "Sample symposium" in (await client.get("/my/events")).text

    taken_back = await post(client, f"/events/{event.slug}/going", status="none", next="/my/events")
    assert taken_back.headers["location"] == "/my/events"
    assert await Attendance.all().count() == 0


async def test_strangers_get_another_page_that_caches_keep_apart(
    client: httpx2.AsyncClient,
) -> None:
    event, series = await make_event(), await make_series()
    client.cookies.clear()
    for path in (f"/events/{event.slug}", f"/series/{series.slug}"):
        page = await client.get(path)
        assert page.headers["vary"].startswith("Cookie")
        assert page.headers["cache-control"] == "public, max-age=60"
        assert "form_token" not in page.text


async def test_one_of_my_own_that_takes_registrations_has_a_page(
    client: httpx2.AsyncClient,
) -> None:
    user = await User.get()
    told = {"organizers": (), "credits": (), "registration_url": "https://events.example.org/in"}
    event = await own.keep(user, make_draft(**FULL | told), now=NOON)
    page = await client.get(f"/events/{event.slug}")
    assert page.status_code == 200
    assert "Register</a>" in page.text


async def test_what_is_no_answer_is_refused(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    for status in ("", "Going", "maybe", "none ", "going\x00", "x" * 5000):
        answer = await post(client, f"/events/{event.slug}/going", status=status)
        assert answer.status_code == 422, status
    assert await Attendance.all().count() == 0


async def test_an_answer_leads_to_no_place_elsewhere(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    for place in ("//evil.example", "https://evil.example", "/\\evil", "\x00"):
        answer = await post(client, f"/events/{event.slug}/going", status="going", next=place)
        assert answer.headers["location"] == "/events", place


async def test_no_answer_without_the_token_of_the_form(client: httpx2.AsyncClient) -> None:
    event, series = await make_event(), await make_series()
    for path in (f"/events/{event.slug}/going", f"/series/{series.slug}/follow", "/events/new"):
        answer = await client.post(path, data=NEW | {"status": "going", "follow": "yes"})
        assert answer.status_code == 403
    assert (await Attendance.all().count(), await Following.all().count()) == (0, 0)


async def test_notes_are_kept_with_their_lines_and_shown_to_their_owner(
    client: httpx2.AsyncClient,
) -> None:
    event = await make_event()
    noted = {"note": "One\n\nTwo", "goals": "Meet two", "people": "", "cost": "$1,250.50"}
    await post(client, f"/events/{event.slug}/notes", **noted)
    kept = await Attendance.get()
    assert (kept.note, str(kept.cost)) == ("One\n\nTwo", "1250.50")
    page = await client.get(f"/events/{event.slug}")
    assert "One&#10;&#10;Two" in page.text
    assert 'value="1,250.50"' in page.text


async def test_a_cost_that_is_none_loses_no_note(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    for cost in ("much", "-5", "1e9", "NaN", "12345678", "1,2,3"):
        answer = await post(client, f"/events/{event.slug}/notes", note="Long note", cost=cost)
        assert (answer.status_code, "Long note" in answer.text) == (422, True), cost
        assert answer.text.count('role="alert"') == 1


async def test_no_text_in_a_note_breaks_a_page(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    for field, text in product(("note", "goals", "people", "cost"), HOSTILE):
        answer = await post(client, f"/events/{event.slug}/notes", **{field: text})
        assert answer.status_code in (303, 422)
        for path in (f"/events/{event.slug}", "/my/events"):
            page = await client.get(path)
            assert (page.status_code, "<script>alert" in page.text) == (200, False), (field, text)


async def test_a_series_is_followed_and_left(client: httpx2.AsyncClient) -> None:
    series = await make_series()
    await post(client, f"/series/{series.slug}/follow", follow="yes")
    assert "Stop following" in (await client.get(f"/series/{series.slug}")).text
    assert series.name in (await client.get("/my/events")).text
    await post(client, f"/series/{series.slug}/follow", follow="no")
    assert "Follow this series" in (await client.get(f"/series/{series.slug}")).text


async def test_an_event_of_ones_own_needs_a_title_and_a_day(client: httpx2.AsyncClient) -> None:
    answer = await post(client, "/events/new", **NEW)
    path = answer.headers["location"]
    page = await client.get(path)
    assert (answer.status_code, page.status_code) == (303, 200)
    assert "Only you see it" in page.text
    assert (await Event.get()).slug in path

    for missing in NEW:
        refused = await post(client, "/events/new", **(NEW | {missing: ""}))
        assert (refused.status_code, refused.text.count('role="alert"')) == (422, 1)


async def test_it_is_edited_put_away_and_taken_back(client: httpx2.AsyncClient) -> None:
    path = (await post(client, "/events/new", **NEW)).headers["location"]
    edited = await post(client, f"{path}/edit", **NEW, city="Columbus", state="OH", topics="x")
    assert edited.headers["location"] == path
    assert "Columbus, OH" in (await client.get(path)).text
    await post(client, f"{path}/put-away", away="yes")
    assert "You put this away" in (await client.get(path)).text
    mine = (await client.get("/my/events")).text
    assert "Sample class</a>, deleted for good 30 days after Tue, Nov 24, 2026" in mine
    await post(client, f"{path}/put-away", away="no")
    assert "Sample class</a>, deleted" not in (await client.get("/my/events")).text
    await post(client, f"{path}/going", status="none")
    assert "Sample class" in (await client.get("/my/events")).text  # going or not, it is theirs


async def test_what_was_done_is_said_once(client: httpx2.AsyncClient) -> None:
    event = await make_event()
    await post(client, f"/events/{event.slug}/notes", note="x")
    assert "Your notes are saved." in (await client.get(f"/events/{event.slug}")).text
    assert "Your notes are saved." not in (await client.get(f"/events/{event.slug}")).text


async def test_a_listed_event_is_nobodys_to_edit(client: httpx2.AsyncClient) -> None:
    event = await make_event(**FULL)
    for path in ("edit", "put-away"):
        answer = await post(client, f"/events/{event.slug}/{path}", **NEW, away="yes")
        assert answer.status_code == 404
    assert (await Event.get()).title == FULL["title"]


async def test_the_same_key_makes_one_event(client: httpx2.AsyncClient) -> None:
    form = NEW | {"form_token": await token_of(client)}
    headers = {"Idempotency-Key": "sample-1", "Accept": "application/json"}
    first, second = [await client.post("/events/new", data=form, headers=headers) for _ in "12"]
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == {"url": first.headers["location"]}
    other = await client.post("/events/new", data=form | {"title": "Other"}, headers=headers)
    assert (other.status_code, await Event.all().count()) == (422, 1)
    for key in ("x" * 101, "\x7f", "é"):
        bad = {b"Idempotency-Key": key.encode()}
        assert (await client.post("/events/new", data=form, headers=bad)).status_code == 422


async def test_a_button_pressed_twice_adds_one_event_and_another_one_is_another(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/events/new")).text
    [key] = re.findall(r'name="key" value="([0-9a-f]{32})"', page)
    first, second = [await post(client, "/events/new", **NEW, key=key) for _ in "12"]
    assert first.headers["location"] == second.headers["location"]
    other = await post(client, "/events/new", **NEW | {"title": "Another class"}, key=key)
    assert other.headers["location"] != first.headers["location"]
    assert await Event.all().count() == 2


async def test_no_text_in_an_event_breaks_a_page(client: httpx2.AsyncClient) -> None:
    fields = ("title", "starts_on", "venue", "timezone", "url", "description")
    for field, text in product(fields, HOSTILE):
        answer = await post(client, "/events/new", **(NEW | {field: text}))
        assert answer.status_code in (303, 422), (field, text)
    page = await client.get("/my/events")
    assert (page.status_code, "<script>alert" in page.text) == (200, False)


async def test_no_address_is_too_long_to_be_unknown(client: httpx2.AsyncClient) -> None:
    for slug in ("x" * 300, "own-" + "a" * 120, "\u202eabc"):
        for path in (f"/events/{slug}/edit", f"/events/suggest?event={slug}"):
            assert (await client.get(path)).status_code == 404, path


async def test_anothers_own_event_is_unknown(client: httpx2.AsyncClient) -> None:
    kept = await own.keep(await make_user(STRANGER), make_draft(organizers=()), now=NOON)
    for path in ("", "/edit"):
        assert (await client.get(f"/events/{kept.slug}{path}")).status_code == 404
    for path in ("going", "notes", "edit", "put-away"):
        answer = await post(client, f"/events/{kept.slug}/{path}", **NEW, status="going")
        assert answer.status_code == 404
    suggested = await post(client, "/events/suggest", event=kept.slug)
    assert suggested.status_code == 404
