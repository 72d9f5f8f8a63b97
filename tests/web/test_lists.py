"""Lists that organizers hand in and calendars of theirs: judged, then kept, then undone."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.events.importing.models import Source
from netmentor.events.importing.tables import TEMPLATE
from netmentor.events.models import Event
from tests.db.rows import every_row
from tests.events.organizing.telling import make_organizer
from tests.factories import make_organization
from tests.web.visiting import come_in, post, token_of

OURS = "/organize/sample-association"
LIST = (
    "Title,Start date,Start time,City,State\n"
    "Sample breakfast,2027-03-09,8:00 AM,Columbus,OH\n"
    ",2027-03-10,,,\n"
    "Sample dinner,someday,,,\n"
    "Sample supper,2027-04-13,6:00 PM,Dayton,OH\n"
)


@pytest.fixture(autouse=True)
async def organizer(client: httpx2.AsyncClient) -> None:
    await make_organizer()
    await come_in(client)


async def hand_in(
    client: httpx2.AsyncClient, text: str = "", deed: str = "check", body: bytes | None = None
) -> httpx2.Response:
    token = await token_of(client)
    files = {"file": ("events.csv", body or b"", "text/csv")}
    told = {"form_token": token, "deed": deed, "list": text}
    return await client.post(f"{OURS}/list", data=told, files=files)


async def test_each_row_has_its_verdict_before_anything_is_kept(
    client: httpx2.AsyncClient,
) -> None:
    before = await every_row()
    page = await hand_in(client, LIST)
    assert page.status_code == 200
    counts = ("2 of 4 rows become events", "Save 2 events")
    for said in (*counts, "Tue, Mar 9, 2027", "It has no title.", "cannot be read"):
        assert said in page.text
    assert await every_row() == before


async def test_a_list_is_kept_as_a_source_of_its_own_and_undone(
    client: httpx2.AsyncClient,
) -> None:
    answer = await hand_in(client, LIST, "save")
    page = await client.get(answer.headers["location"])
    assert "2 added, 0 changed, 0 unchanged, 2 left out." in page.text
    event = await Event.get(title="Sample breakfast")
    assert event.timezone == "America/Chicago"
    assert "Told here by the organizer" in (await client.get(f"/events/{event.slug}")).text
    assert "List of Tue, Nov 24, 2026" in (await client.get(f"{OURS}/list")).text

    again = await hand_in(client, LIST, "save")
    assert again.headers["location"] == answer.headers["location"]
    assert await Event.all().count() == 2
    noted = await hand_in(client, LIST)
    assert "is on that day already" in noted.text

    await post(client, answer.headers["location"], deed="undo")
    assert await Event.all().count() == await Source.all().count() == 0


async def test_a_file_is_read_as_a_spreadsheet_wrote_it(client: httpx2.AsyncClient) -> None:
    body = "Title;Date\r\nCafé sample;2027-03-09\r\n".encode("utf-16")
    page = await hand_in(client, body=body)
    assert "Café sample" in page.text
    assert "1 of 1 rows" in page.text


async def test_the_table_to_fill_in_is_one_that_can_be_read(client: httpx2.AsyncClient) -> None:
    table = await client.get(f"{OURS}/list/events.csv")
    assert table.text == TEMPLATE
    assert "2 of 2 rows become events" in (await hand_in(client, table.text)).text


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 a workbook",
        b"%PDF-1.7",
        b"\xff\xfe\x00\xd8\x00",
        b"no headers at all",
        b"Title,Start date\n" + b"x,2027-03-09\n" * 501,
        b"x" * (1024 * 1024 + 1),
        b'Title,Start date\n"' + b"\n" * 2_000,
        b"Title,Start date\n" + b"x" * 40_000 + b",2027-03-09\n",
        b"\x00\x00\x00",
    ],
)
async def test_a_list_that_cannot_be_kept_is_refused_in_a_sentence(
    client: httpx2.AsyncClient, body: bytes
) -> None:
    before = await every_row()
    answer = await hand_in(client, body=body, deed="save")
    assert answer.status_code in (200, 422)
    assert await every_row() == before


async def test_hostile_rows_cost_themselves_alone(client: httpx2.AsyncClient) -> None:
    rows = [
        "<script>alert(1)</script>,2027-03-09,javascript:alert(1)",
        "{{ 7 * 7 }},2027-03-10,https://user:word@example.org/",
        "'=1+1,2027-03-11,",
        "x,9999-99-99,",
        f"{'y' * 5_000},2027-03-12,",
        "a\u202eb,2027-03-13,",
    ]
    text = "\n".join(["Title,Date,URL", *rows])
    page = await hand_in(client, text)
    assert "<script>alert" not in page.text
    assert "javascript:alert(1)" not in re.findall(r'href="([^"]*)"', page.text)
    await hand_in(client, text, "save")
    titles = {event.title for event in await Event.all()}
    assert "=1+1" in titles
    assert max(map(len, titles)) <= 200


async def test_a_list_larger_than_any_page_needs_is_not_read(client: httpx2.AsyncClient) -> None:
    answer = await hand_in(client, "x" * (3 * 1024 * 1024))
    assert answer.status_code == 413


async def test_lists_without_a_token_or_with_files_for_texts_are_refused(
    client: httpx2.AsyncClient,
) -> None:
    token = await token_of(client)
    files = {"list": ("a.csv", b"x", "text/csv")}
    answer = await client.post(f"{OURS}/list", data={"form_token": token}, files=files)
    assert answer.status_code == 422
    answer = await client.post(f"{OURS}/list", data={"form_token": "x", "list": LIST})
    assert answer.status_code == 403
    assert (await hand_in(client)).status_code == 422


async def test_a_calendar_waits_for_the_worker_and_is_parted_with(
    client: httpx2.AsyncClient,
) -> None:
    address = "webcal://events.example.org/calendar.ics"
    answer = await post(client, f"{OURS}/calendar", address=address)
    page = await client.get(answer.headers["location"])
    assert "Waiting to be read" in page.text
    source = await Source.get()
    assert (source.authority, source.address) == (
        "overwrite",
        "https://events.example.org/calendar.ics",
    )
    again = await post(client, f"{OURS}/calendar", address=address)
    assert again.headers["location"] == answer.headers["location"]

    await Source.all().update(trouble="It answered 500.", failures=1)
    page = await client.get(answer.headers["location"])
    assert "It could not be read: It answered 500." in page.text
    await post(client, answer.headers["location"], deed="stop")
    assert (await Source.get()).retired_at is not None
    await post(client, answer.headers["location"], deed="undo")
    assert await Source.all().count() == 0


async def test_nobody_connects_a_calendar_of_another_organization(
    client: httpx2.AsyncClient,
) -> None:
    other = await make_organization("sample-chapter")
    address = "https://events.example.org/calendar.ics"
    source = await Source.create(
        key="other", name="x", authority="propose", address=address, organization=other
    )
    answer = await post(client, f"{OURS}/calendar", address=address)
    assert answer.status_code == 409
    for path in (f"{OURS}/sources/other", f"{OURS}/sources/catalogue"):
        assert (await client.get(path)).status_code == 404
        assert (await post(client, path, deed="undo")).status_code == 404
    await source.refresh_from_db()
    assert (source.authority, source.organization_id) == ("propose", other.id)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://example.org/a", "file:///etc/passwd", "x" * 5_000, "\x00", "javascript:alert(1)"],
)
async def test_what_cannot_be_fetched_is_said(client: httpx2.AsyncClient, address: str) -> None:
    answer = await post(client, f"{OURS}/calendar", address=address)
    assert answer.status_code == 422
    assert await Source.all().count() == 0


async def test_an_organization_connects_a_few_calendars(client: httpx2.AsyncClient) -> None:
    for number in range(6):
        address = f"https://events.example.org/{number}.ics"
        answer = await post(client, f"{OURS}/calendar", address=address)
        assert answer.status_code == (303 if number < 5 else 422)
