"""When somebody is reminded, as they choose it: leads, letters, hours, and a pause."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import AgendaRevision, User
from netmentor.app import create_app
from netmentor.reminders import actions
from netmentor.reminders.models import ReminderWishes
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import DIGESTS, LEADS, LED, Subject
from netmentor.reminders.wishes import Wishes
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.web.visiting import come_in, post, token_of

PAGE = "/settings/reminders"
CHECKED = re.compile(r'name="(\w+)" value="([\w:]+)" checked')
HOSTILE = ("\x00", "\ud800", "x" * 50_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "9" * 30)
FORM: dict[str, Any] = {
    "leads": ["going:1h", "going:14d", "deadlines:3d"],
    "digests": ["week", "morning"],
    "morning": "06:00",
    "quiet_from": "22:00",
    "quiet_until": "05:00",
    "version": "0",
}


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user(timezone="America/New_York")
    await come_in(client)
    return made


async def send(client: httpx2.AsyncClient, **fields: Any) -> httpx2.Response:
    form = FORM | fields | {"form_token": await token_of(client)}
    return await client.post(PAGE, data=form)


async def test_the_form_shows_what_is_usual_where_nothing_was_chosen(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get(PAGE)
    assert page.headers["cache-control"] == "no-store"
    checked = CHECKED.findall(page.text)
    usual = {f"{subject}:{lead}" for subject, leads in LEADS.items() for lead in leads}
    assert {value for name, value in checked if name == "leads"} == usual
    assert {value for name, value in checked if name == "digests"} == set(DIGESTS)
    assert page.text.count("Eastern time") == 1
    assert "Letters to owner@example.org." in page.text
    assert '<option value="08:00" selected>8:00 am</option>' in page.text
    assert 'href="/reminders"' in page.text


async def test_what_was_chosen_is_kept_and_shown(client: httpx2.AsyncClient, user: User) -> None:
    answer = await send(client)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    nothing = dict.fromkeys({*LED} - {Subject.GOING, Subject.DEADLINES}, ())
    assert await wishes_of(user) == Wishes(
        leads={Subject.GOING: ("14d", "1h"), Subject.DEADLINES: ("3d",), **nothing},
        digests=frozenset({Subject.WEEK, Subject.MORNING}),
        quiet_from="22:00",
        quiet_until="05:00",
        morning="06:00",
        version=1,
    )
    assert (await AgendaRevision.get(user_id=user.id)).planned == -1
    page = (await client.get(PAGE)).text
    assert "When you are reminded is saved." in page
    chosen = [value for _, value in CHECKED.findall(page)]
    assert chosen == ["going:14d", "going:1h", "deadlines:3d", "morning", "week"]


async def test_a_list_can_be_sent_with_commas(client: httpx2.AsyncClient, user: User) -> None:
    await send(client, leads="Going:2h, follow-ups:0d", digests="", version="")
    wishes = await wishes_of(user)
    assert wishes.leads_of(Subject.GOING) == ("2h",)
    assert wishes.leads_of(Subject.FOLLOW_UPS) == ("0d",)
    assert wishes.digests == frozenset()


async def test_nothing_chosen_turns_everything_off(client: httpx2.AsyncClient, user: User) -> None:
    await send(client, leads=[], digests=[])
    wishes = await wishes_of(user)
    assert not any(wishes.wants(subject) for subject in Subject)
    page = (await client.get(PAGE)).text
    assert CHECKED.findall(page) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("leads", "going:9y", "“going:9y” is none of these. Write “going:1d”"),
        ("leads", "weddings:1d", "“weddings:1d” is none of these."),
        ("leads", "morning:1d", "“morning:1d” is none of these."),
        ("leads", "series:1h", "“series:1h” is none of these."),
        (
            "leads",
            ",".join(f"going:{lead}" for lead in ("14d", "7d", "3d", "1d", "0d", "3h", "2h")),
            "Going: Choose at most 6 times.",
        ),
        ("digests", "hourly", "“hourly” is none of these letters. Known: morning, week,"),
        ("digests", "going", "“going” is none of these letters."),
        ("morning", "25:00", "Write a time as 07:30."),
        ("morning", "04:00", "The morning is in your quiet hours. Choose one outside them."),
        ("quiet_from", "9 pm", "Write a time as 07:30."),
        ("quiet_until", "٠٧:٠٠", "Write a time as 07:30."),
    ],
)
async def test_what_is_amiss_stands_beside_its_field_and_nothing_is_kept(
    client: httpx2.AsyncClient, field: str, value: str, sentence: str
) -> None:
    answer = await send(client, **{field: value})
    assert answer.status_code == 422
    [said] = re.findall(
        rf'<p class="small complaint" id="{field}-said"[^>]*>(.*?)</p>', answer.text
    )
    assert sentence in said
    assert 'value="deadlines:3d" checked' in answer.text or field == "leads"
    assert await ReminderWishes.all().count() == 0


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", list(FORM))
async def test_hostile_values_are_refused_with_a_sentence(
    client: httpx2.AsyncClient, field: str, value: str
) -> None:
    told = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = await send(client, **{field: told})
    assert answer.status_code in (303, 409, 422)
    assert "<script>alert" not in answer.text
    assert "49" not in re.findall(r"complaint.*?</p>", answer.text)


async def test_the_second_of_two_windows_is_told_so(client: httpx2.AsyncClient, user: User) -> None:
    assert (await send(client)).status_code == 303
    second = await send(client, leads=["going:1d"])
    assert second.status_code == 409
    assert "changed in another window" in second.text
    assert (await wishes_of(user)).leads_of(Subject.GOING) == ("14d", "1h")


async def test_all_are_paused_and_come_again_by_one_button_each(
    client: httpx2.AsyncClient, user: User
) -> None:
    for _ in range(2):
        answer = await post(client, f"{PAGE}/pause")
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert (await wishes_of(user)).paused_at == NOON
    for path in (PAGE, "/reminders"):
        page = (await client.get(path)).text
        assert "All reminders are paused since Tue, Nov 24, 2026, 7:00 am." in page
        assert 'action="/settings/reminders/resume"' in page
        assert "Pause all reminders" not in page
    for _ in range(2):
        assert (await post(client, f"{PAGE}/resume")).status_code == 303
    assert (await wishes_of(user)).paused_at is None
    assert "paused since" not in (await client.get(PAGE)).text


async def test_the_form_leaves_a_pause_as_it_is(client: httpx2.AsyncClient, user: User) -> None:
    await actions.pause(user, now=NOON)
    assert (await send(client, version="1")).status_code == 303
    assert (await wishes_of(user)).paused_at == NOON


async def test_without_a_mail_server_the_page_says_that_nothing_leaves(
    client: httpx2.AsyncClient,
) -> None:
    for path in (PAGE, "/reminders"):
        assert "No letter leaves this copy of NetMentor:" in (await client.get(path)).text


async def test_with_a_mail_server_it_says_nothing_of_that(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    mailing = create_app(replace(database, smtp_url="smtp://sample:secret@localhost"))
    door = httpx2.ASGITransport(mailing)
    async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
        await come_in(visitor)
        for path in (PAGE, "/reminders"):
            page = (await visitor.get(path)).text
            assert "No letter leaves" not in page
            assert "secret" not in page


async def test_nobody_elses_wishes_are_touched(client: httpx2.AsyncClient, user: User) -> None:
    other = await make_user(STRANGER)
    await send(client)
    await post(client, f"{PAGE}/pause")
    assert await wishes_of(other) == Wishes()


async def test_strangers_are_led_to_sign_in(client: httpx2.AsyncClient) -> None:
    client.cookies.clear()
    for path in (PAGE, "/reminders"):
        answer = await client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    for path in (PAGE, f"{PAGE}/pause", f"{PAGE}/resume", "/reminders/1/skip"):
        assert (await client.post(path)).status_code in (303, 401, 403)


async def test_a_post_without_the_forms_token_changes_nothing(
    client: httpx2.AsyncClient, user: User
) -> None:
    for path in (PAGE, f"{PAGE}/pause"):
        assert (await client.post(path, data=FORM)).status_code == 403
    assert await wishes_of(user) == Wishes()
