"""Everybody out of here, for address books and spreadsheets."""

from __future__ import annotations

import csv
import io
from base64 import b64encode

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.contacts.models import Contact, Picture
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.web.visiting import come_in

JPEG = b"\xff\xd8sample"


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


async def people(owner: User) -> Contact:
    """Two people of the owner, one in the bin, and one of somebody else."""
    zoe = await make_contact(owner, "Zoë Sample", note="Said; a, b", email="z@example.org")
    await make_contact(owner, "Ada Sample", role="Director", tags=("Ohio",))
    await Contact.all().update(private_note="quokka")
    gone = await make_contact(owner, "Gone Sample")
    await delete(owner, [gone], now=NOON)
    await make_contact(await make_user(STRANGER), "Their Sample")
    for number in range(2):
        jpeg = JPEG + bytes([number])
        await Picture.create(contact=zoe, key=str(number), jpeg=jpeg, created_at=NOON)
    return zoe


@pytest.mark.parametrize("version", ["3.0", "4.0"])
async def test_everybody_is_one_file_without_what_never_leaves(
    client: httpx2.AsyncClient, owner: User, version: str
) -> None:
    zoe = await people(owner)
    answer = await client.get(f"/contacts.vcf?version={version}")
    assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="contacts.vcf"'
    assert answer.headers["cache-control"] == "no-store"
    cards = answer.text.replace("\r\n ", "").split("BEGIN:VCARD\r\n")[1:]
    assert [f"VERSION:{version}\r\n" in card for card in cards] == [True, True]
    assert "FN:Zoë Sample\r\n" in cards[0]
    assert f"{b64encode(JPEG + bytes([0])).decode()}\r\n" in cards[0]
    assert "TITLE:Director\r\n" in cards[1]
    assert "CATEGORIES:Ohio\r\n" in cards[1]
    for never in ("quokka", "Gone Sample", "Their Sample"):
        assert never not in answer.text
    one = await client.get(f"/contacts/{zoe.key}.vcf?version={version}")
    assert one.text in answer.text


async def test_everybody_is_a_table(client: httpx2.AsyncClient, owner: User) -> None:
    await people(owner)
    answer = await client.get("/contacts.csv")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert [(row["Name"], row["Email"], row["Title"], row["Met on"]) for row in rows] == [
        ("Zoë Sample", "z@example.org", "", "2026-11-24"),
        ("Ada Sample", "", "Director", "2026-11-24"),
    ]
    assert "quokka" not in answer.text


async def test_more_people_than_are_read_at_once_are_all_there(
    client: httpx2.AsyncClient, owner: User
) -> None:
    names = [f"Sample {number}" for number in range(201)]
    for name in names:
        await make_contact(owner, name)
    answer = await client.get("/contacts.vcf")
    assert [line[3:] for line in answer.text.splitlines() if line.startswith("FN:")] == names


async def test_another_version_is_refused_with_a_sentence(
    client: httpx2.AsyncClient, owner: User
) -> None:
    answer = await client.get("/contacts.vcf?version=5")
    assert answer.status_code == 422
    assert "A vCard of version 3.0 or 4.0 can be had." in answer.text


async def test_nobody_gets_them_without_signing_in(client: httpx2.AsyncClient) -> None:
    for path in ("/contacts.vcf", "/contacts.csv"):
        assert (await client.get(path)).status_code in (302, 303), path
