"""Pages on which a file of people is sent, looked over, put in and undone."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.books.models import ContactImport, ContactImportFile
from netmentor.contacts.models import Contact
from netmentor.jobs.imports import mind_imports
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.db.disks import fill_the_disk
from tests.web.breaking_off import broken_off
from tests.web.visiting import come_in, post, token_of

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:<b>Ada</b> Sample\r\nUID:a\r\nEND:VCARD\r\n"


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


async def sent(client: httpx2.AsyncClient, body: bytes, **told: str) -> httpx2.Response:
    form = {"form_token": await token_of(client), **told}
    files = {"file": ("../my \r\nbook.vcf", body, "text/vcard")}
    return await client.post("/contacts/import", data=form, files=files)


async def test_from_a_file_to_people_and_back(client: httpx2.AsyncClient, owner: User) -> None:
    assert 'href="/contacts/import"' in (await client.get("/contacts")).text
    place = (await sent(client, CARD)).headers["location"]
    page = (await client.get(place)).text
    assert "The file is being read." in page
    assert "data-arriving" in page
    await mind_imports()
    page = (await client.get(place)).text
    assert "New: 1" in page
    assert "&lt;b&gt;Ada&lt;/b&gt; Sample" in page
    assert await Contact.all().count() == 0
    assert (await post(client, f"{place}/go", doubles="join")).status_code == 303
    await mind_imports()
    page = (await client.get(place)).text
    assert "All of it is here." in page
    assert f'href="/contacts/{(await Contact.get()).key}"' in page
    await post(client, f"{place}/undo")
    await mind_imports()
    assert await Contact.all().count() == 0
    assert "It is undone." in (await client.get(place)).text
    answer = await post(client, f"{place}/drop")
    assert answer.headers["location"] == "/contacts/import"
    assert (await client.get(place)).status_code == 404


async def test_columns_that_nobody_knows_are_chosen(
    client: httpx2.AsyncClient, owner: User
) -> None:
    place = (await sent(client, b"Wer,Mail\r\nAda Sample,a@x.example\r\n")).headers["location"]
    await mind_imports()
    page = (await client.get(place)).text
    assert page.count('<option value="Wer">') > 10
    answer = await post(client, f"{place}/columns", note="Mail")
    assert answer.status_code == 422
    assert "Say at least which column is the name." in answer.text
    await post(client, f"{place}/columns", name="Wer", email="Mail", phone="not there")
    await mind_imports()
    assert "New: 1" in (await client.get(place)).text


async def test_a_page_that_asks_about_columns_does_not_grow_with_them(
    client: httpx2.AsyncClient, owner: User
) -> None:
    wide = ",".join(f"{n:0100}" for n in range(40_000)).encode()
    place = (await sent(client, wide + b"\r\nAda\r\n")).headers["location"]
    await mind_imports()
    page = (await client.get(place)).text
    assert "Which of its columns is what?" in page
    assert len(page) < 300_000


async def test_programs_are_told_how_far_it_is(client: httpx2.AsyncClient, owner: User) -> None:
    place = (await sent(client, CARD)).headers["location"]
    await mind_imports()
    answer = await client.get(place, headers={"Accept": "application/json"})
    told = answer.json()
    assert (told["state"], told["total"], told["rows"]) == ("ready", 1, {"new": 1})


async def test_a_file_sent_twice_by_one_form_is_one_import(
    client: httpx2.AsyncClient, owner: User
) -> None:
    page = (await client.get("/contacts/import")).text
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert found
    places = {(await sent(client, CARD, key=found[1])).headers["location"] for _ in range(2)}
    assert len(places) == 1
    assert await ContactImport.all().count() == 1


@pytest.mark.parametrize("body", [b"", b" \r\n"])
async def test_nothing_is_no_file(client: httpx2.AsyncClient, owner: User, body: bytes) -> None:
    answer = await sent(client, body)
    assert answer.status_code == 422
    assert "Choose a file that holds somebody." in answer.text


async def test_a_file_that_is_too_large_is_refused(client: httpx2.AsyncClient, owner: User) -> None:
    assert (await sent(client, b"x" * 5_290_000)).status_code == 422
    assert (await sent(client, b"x" * 5_400_000)).status_code == 413
    assert await ContactImport.all().count() == 0


async def test_a_browser_closed_while_it_sends_leaves_nothing(
    client: httpx2.AsyncClient, owner: User, database: Settings
) -> None:
    begun = (
        f'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{await token_of(client)}'
        '\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.vcf"\r\n\r\n'
    ).encode()
    await broken_off(client, database, "/contacts/import", begun + CARD * 20_000)
    assert await ContactImport.all().count() == 0


async def test_where_there_is_no_room_a_file_is_refused_with_a_sentence(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await fill_the_disk(ContactImportFile, but=20)
    answer = await sent(client, CARD * 20_000)
    assert answer.status_code == 507
    assert "There is no room left here, so this was not kept." in answer.text
    assert await ContactImport.all().count() == 0
    assert (await client.get("/contacts/import")).status_code == 200


async def test_imports_of_others_are_as_unknown_as_none(
    client: httpx2.AsyncClient, owner: User
) -> None:
    place = (await sent(client, CARD)).headers["location"]
    await mind_imports()
    await ContactImport.all().update(user=await make_user(STRANGER))
    assert (await client.get(place)).status_code == 404
    for deed in ("columns", "go", "undo", "drop"):
        answer = await post(client, f"{place}/{deed}", doubles="join", name="x")
        assert answer.status_code == 404, deed
    assert (await ContactImport.get()).state == "ready"
