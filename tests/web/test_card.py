"""One's own card: written, handed out by a link and a code, turned off, given another link."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.cards.models import Card
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.db.rows import every_row
from tests.web.visiting import come_in, post

CARD = {
    "name": "Ada Sample",
    "title": "Administrator; fellow",
    "organization": "Sample, Clinic",
    "email": "ada@clinic.example",
    "phone": "614 555-0101",
    "website": "clinic.example/ada",
    "introduction": "I run <front desks>.\r\nI look for mentors, and " + "say so " * 20,
}


@pytest.fixture
async def user(client: httpx2.AsyncClient) -> User:
    """The owner, signed in."""
    made = await make_user()
    await come_in(client)
    return made


async def test_a_card_is_written_and_its_link_works_at_once(
    client: httpx2.AsyncClient, user: User
) -> None:
    empty = (await client.get("/card")).text
    assert f'value="{OWNER}"' in empty
    assert "<svg xmlns" not in empty
    await post(client, "/card", act="begin", **CARD)
    card = await Card.get()
    mine = (await client.get("/card")).text
    assert f'value="http://test.example/c/{card.token}"' in mine
    assert mine.count('class="qrline"') == 2

    client.cookies.clear()
    page = await client.get(f"/c/{card.token}")

    assert page.status_code == 200
    assert "I run &lt;front desks&gt;.<br>I look for mentors" in page.text
    assert 'href="https://clinic.example/ada" rel="noopener nofollow"' in page.text
    assert OWNER not in page.text
    assert user.name not in page.text
    for name, value in (
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex"),
        ("referrer-policy", "no-referrer"),
    ):
        assert page.headers[name] == value
    assert "set-cookie" not in page.headers


async def test_the_file_is_a_vcard_whatever_was_typed(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(client, "/card", act="begin", **CARD)
    answer = await client.get(f"/c/{(await Card.get()).token}.vcf")

    assert answer.headers["content-disposition"] == 'attachment; filename="ada-sample.vcf"'
    assert answer.headers["content-type"].startswith("text/vcard")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    assert lines[:9] == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Sample;Ada;;;",
        "FN:Ada Sample",
        r"ORG:Sample\, Clinic",
        r"TITLE:Administrator\; fellow",
        "TEL;TYPE=CELL:614 555-0101",
        "EMAIL:ada@clinic.example",
        "URL:https://clinic.example/ada",
    ]
    assert lines[9].startswith(r"NOTE:I run <front desks>.\nI look for mentors\, and say so")


async def test_a_link_that_is_off_replaced_or_never_was_is_answered_alike(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(client, "/card", act="begin", **CARD)
    first = (await Card.get()).token
    await post(client, "/card", act="link")
    second = (await Card.get()).token
    assert (await client.get(f"/c/{second}")).status_code == 200
    await post(client, "/card", act="off")

    answers = set()
    for token in (first, second, "a" * 16, "x", "A" * 16, "%00", "a" * 9000):
        for end in ("", ".vcf"):
            answer = await client.get(f"/c/{token}{end}")
            told = answer.text.replace(token, "")
            answers.add((answer.status_code, len(told) if len(token) == 16 else 0))
    assert {status for status, _ in answers} == {404}
    assert len({told for _, told in answers if told}) == 1

    assert "The link is off." in (await client.get("/card")).text
    await post(client, "/card", act="on")
    assert (await client.get(f"/c/{second}")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 201), ("email", "nobody"), ("website", "javascript:alert(1)"),
        ("website", "https://a b.example"), ("introduction", "x" * 1501), ("phone", "1" * 41),
    ],
)  # fmt: skip
async def test_what_is_amiss_changes_nothing(
    client: httpx2.AsyncClient, user: User, field: str, value: str
) -> None:
    await post(client, "/card", act="begin", **CARD)
    before = await every_row()

    answer = await post(client, "/card", **CARD | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-said" role="alert"' in answer.text
    assert await every_row() == before


async def test_nobody_turns_on_what_was_not_written_nor_does_what_is_no_deed(
    client: httpx2.AsyncClient, user: User
) -> None:
    assert (await post(client, "/card", act="on")).status_code == 409
    assert (await post(client, "/card", act="erase")).status_code == 422
    assert (await client.post("/card", data={"act": "off"})).status_code == 403
    assert await Card.all().count() == 0


async def test_saving_again_keeps_the_link_and_a_stranger_has_a_card_of_their_own(
    client: httpx2.AsyncClient, user: User
) -> None:
    await post(client, "/card", act="begin", **CARD)
    token = (await Card.get()).token
    await post(client, "/card", name="Ada Sample-Jones", act="save")
    card = await Card.get()
    assert (card.token, card.name, card.phone, card.is_on) == (token, "Ada Sample-Jones", "", True)

    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    assert "Ada" not in (await client.get("/card")).text
    assert (await post(client, "/card", act="off")).status_code == 409
    assert (await Card.get(token=token)).is_on
