"""A mentor's own page: three answers, a private link at once, a listing that waits."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.mentoring.blocking import block
from netmentor.mentoring.models import Blocking, Mentor
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor
from tests.web.visiting import FORM, come_in, post

THREE = {"name": "Sample Mentor", "topics": "finance", "timezone": "America/New_York"}
LINK = re.compile(r'value="(http://test\.example(/mentors/m-[a-z0-9]{8}\?key=nmm_[\w-]+))"')


@pytest.fixture
async def user(client: httpx2.AsyncClient) -> User:
    """The owner, signed in."""
    made = await make_user()
    await come_in(client)
    return made


async def test_three_answers_make_a_profile_behind_a_link_that_works_at_once(
    client: httpx2.AsyncClient, user: User
) -> None:
    answer = await post(client, "/mentoring", act="save", **THREE)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    found = LINK.search(answer.text)
    assert found
    assert found[1] not in (await client.get("/mentoring")).text
    client.cookies.clear()
    page = await client.get(found[2])
    assert page.status_code == 200
    assert "Finance and revenue cycle" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert user.email not in page.text


async def test_whoever_has_no_account_is_led_to_make_one_on_the_way_to_a_profile(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/mentors")).text
    [link] = re.findall(r'href="([^"]+)">Become a mentor', page)

    answer = await client.post("/sign-up", data=FORM | {"next": link.partition("next=")[2]})

    assert link.startswith("/sign-up?")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mentoring")


async def test_a_replaced_link_leads_nowhere(client: httpx2.AsyncClient, user: User) -> None:
    first = LINK.search((await post(client, "/mentoring", **THREE)).text)
    second = LINK.search((await post(client, "/mentoring", act="link")).text)
    assert first
    assert second
    client.cookies.clear()

    assert (await client.get(first[2])).status_code == 404
    assert (await client.get(second[2])).status_code == 200
    await come_in(client)
    await post(client, "/mentoring", act="unlink")
    client.cookies.clear()
    assert (await client.get(second[2])).status_code == 404


async def test_whoever_has_no_key_gets_the_answer_of_nothing(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    hidden = await make_mentor(visibility="link")
    other = await make_mentor()
    await make_user(STRANGER)
    await come_in(client, STRANGER)
    nothing = await client.get("/mentors/m-zzzzzzzz")

    for address in (
        f"/mentors/{hidden.slug}",
        f"/mentors/{hidden.slug}?key=",
        f"/mentors/{hidden.slug}?key=nmm_wrong",
        f"/mentors/{hidden.slug}?key=%00%ED%A0%80",
    ):
        answer = await client.get(address)
        assert answer.status_code == nothing.status_code == 404
        assert answer.text.replace(hidden.slug, "m-zzzzzzzz") == nothing.text
    assert (await client.get(f"/mentors/{other.slug}")).status_code == 200


async def test_listing_waits_and_the_directory_shows_it_then(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(client, "/mentoring", **THREE)
    answer = await post(client, "/mentoring", act="list")
    assert answer.status_code == 303
    assert "Waits for a curator" in (await client.get("/mentoring")).text
    assert "Nobody is listed yet." in (await client.get("/mentors")).text
    await Mentor.all().update(listing="listed")

    assert "Sample Mentor" in (await client.get("/mentors?topic=finance")).text
    await post(client, "/mentoring", act="unlist")
    assert "Nobody here." in (await client.get("/mentors?topic=finance")).text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Enter the name that others should see."),
        ("topics", "golf", "Choose at least one topic that you can help with."),
        ("timezone", "Mars/Olympus", "Choose your time zone."),
        ("state", "ZZ", "Choose one of these."),
        ("since_year", "1066", "Write a year between 1950"),
        ("mentees_most", "9" * 30, "Write a number between 1 and 50"),
        ("about", "x" * 4001, "Use at most 4,000 letters"),
        ("headline", "x" * 201, "Use at most 200 letters"),
        ("paused_from", "2027-02-30", "Choose a day between 1970 and 2100."),
        ("paused_until", "2027-01-01", "Say from when on you pause."),
    ],
)
async def test_what_is_amiss_is_said_and_nothing_is_kept(
    client: httpx2.AsyncClient, user: User, field: str, value: str, said: str
) -> None:
    answer = await post(client, "/mentoring", **THREE | {field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert await Mentor.all().count() == 0


async def test_markup_in_every_field_is_shown_as_text(
    client: httpx2.AsyncClient, user: User
) -> None:
    bad = "<script>alert(1)</script>{{ 7*7 }}"
    names = (
        "name", "headline", "about", "role_title", "organization_name", "specialties",
        "credentials", "city",
    )  # fmt: skip
    answer = await post(client, "/mentoring", **THREE | dict.fromkeys(names, bad))
    slug = (await Mentor.get()).slug

    for page in (answer, await client.get(f"/mentors/{slug}"), await client.get("/mentoring")):
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in page.text


async def test_a_form_sets_nothing_but_what_it_shows(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(
        client, "/mentoring", **THREE, listing="listed", slug="mine", credentials_checked="curator",
        reply_band="day", user_id="7", next_openings="[1]",
    )  # fmt: skip

    mentor = await Mentor.get()
    assert (mentor.listing, mentor.credentials_checked, mentor.reply_band) == ("draft", "self", "")
    assert (mentor.user_id, mentor.next_openings) == (user.id, "[]")


async def test_of_two_windows_the_second_keeps_what_was_typed(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(client, "/mentoring", **THREE)
    await post(client, "/mentoring", **THREE | {"city": "Columbus", "version": "1"})

    answer = await post(client, "/mentoring", **THREE | {"city": "Dayton", "version": "1"})

    assert answer.status_code == 409
    assert 'value="Dayton"' in answer.text
    assert (await Mentor.get()).city == "Columbus"
    assert 'name="version" value="2"' in answer.text


async def test_a_mentor_is_blocked_and_reported_from_their_page(
    client: httpx2.AsyncClient, user: User
) -> None:
    mentor = await make_mentor(name="Unkind Sample")
    answer = await post(client, f"/mentors/{mentor.slug}/block", text="They were unkind.")

    assert answer.status_code == 303
    assert "Unkind Sample" not in (await client.get("/mentors?q=sample")).text
    page = (await client.get(f"/mentors/{mentor.slug}")).text
    assert "No openings at the moment." in page
    number = (await Blocking.get()).id
    assert "Unkind Sample is not in your directory" in (await client.get("/mentoring")).text
    await post(client, "/mentoring", act="unblock", number=str(number))
    assert "Unkind Sample" in (await client.get("/mentors?q=sample")).text


async def test_whom_a_mentor_blocked_takes_no_block_back(
    client: httpx2.AsyncClient, user: User
) -> None:
    mentor = await make_mentor()
    await block(mentor, user, by_mentor=True, now=NOON)
    number = str((await Blocking.get()).id)

    answer = await post(client, "/mentoring", act="unblock", number=number)

    assert answer.status_code == 404
    assert await Blocking.all().count() == 1
    assert "Blocked" not in (await client.get("/mentoring")).text


async def test_a_typo_in_the_address_of_the_directory_is_refused_by_name(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    answer = await client.get("/mentors?topic=finanse")

    assert answer.status_code == 400 or answer.status_code == 422
    assert "Did you mean “finance”?" in answer.text


async def test_programs_of_associations_stand_beside_with_their_sources(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    page = (await client.get("/mentors")).text

    assert page.count("As seen on") == 8
    assert "https://www.wsmgma.org/mentor-program" in page
    assert "12 months" in page
    assert "Not seen" not in page.replace("Later rounds not seen", "")
