"""All that is somebody's leaves as one ZIP, whole, and nothing of anybody else."""

from __future__ import annotations

import csv
import os
import tracemalloc
from io import BytesIO, StringIO
from zipfile import ZipFile

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.pictures import add_picture
from netmentor.errors import NotFound
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.moving.leaving import zip_of
from netmentor.moving.rooms import CARRIED
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event
from tests.taken_along import BASE_URL, all_words, lines, taken_along, unzipped, zipped
from tests.test_keeping import WORD, live
from tests.web.visiting import come_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def user() -> User:
    return await make_user()


async def test_every_program_finds_its_file_in_it(user: User) -> None:
    await make_contact(user, "Sample Élan", note="two\nlines", tags=("Ohio",), promise="x")
    await attending.answer(user, await make_event(), Answer.GOING, now=NOON)
    told = await taken_along(user)
    assert b"FN:Sample \xc3\x89lan" in told["contacts.vcf"]
    rows = list(csv.DictReader(StringIO(told["contacts.csv"].decode("utf-8-sig"))))
    assert [(row["Name"], row["Tags"]) for row in rows] == [("Sample Élan", "Ohio")]
    assert told["calendar.ics"].count(b"BEGIN:VEVENT") == 1
    assert b"import-account" in told["README.txt"]
    assert {f"data/{one.name}.jsonl" for one in CARRIED} <= set(told)


async def test_the_same_is_written_the_same(user: User) -> None:
    await make_contact(user, promise="x")
    assert await zipped(user) == await zipped(user)


async def test_numbers_in_it_are_its_own(user: User) -> None:
    await make_contact(await make_user(STRANGER), "Somebody Else")
    first = await make_contact(user, "Sample One")
    other = await make_contact(user, "Sample Other")
    await type(first).filter(id=first.id).update(introduced_by_id=other.id)
    told = lines(await taken_along(user), "data/contact")
    assert [(one["id"], one["introduced_by"]) for one in told] == [(1, 2), (2, None)]


async def test_it_can_be_sent_as_it_is_written(user: User) -> None:
    photo, count = os.urandom(1_000_000), 24  # nothing makes it smaller
    for number in range(count):
        contact = await make_contact(user, f"Sample {number}")
        await add_picture(user, contact, contact.key, photo, now=NOON)
    tracemalloc.start()
    try:
        pieces = zip_of(user, base_url=BASE_URL, now=NOON)
        size = sum([len(piece) async for piece in pieces])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size > count * len(photo)
    assert most < 12 * len(photo)


async def test_an_account_that_goes_meanwhile_leaves_no_half(user: User) -> None:
    pieces = zip_of(user, base_url=BASE_URL, now=NOON)
    await user.delete()
    with pytest.raises(NotFound):
        [piece async for piece in pieces]


async def test_all_that_is_kept_is_in_it_and_nothing_of_anybody_else(
    client: httpx2.AsyncClient,
) -> None:
    await live(OWNER, WORD)
    await live(STRANGER, "wombat")
    await come_in(client)
    answer = await client.get("/settings/export")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
    told = unzipped(answer.content)
    counts = [len(lines(told, f"data/{name}")) for name in ("attendance", "event", "following")]
    assert counts == [2, 1, 1]
    assert len(lines(told, "records/suggestions")) == 2
    assert len(lines(told, "records/opportunity_suggestions")) == 1
    text = all_words(answer.content)
    assert text.count(WORD) >= 5
    assert "wombat" not in text
    assert STRANGER not in text
    user = await User.get(email=OWNER)
    assert user.password_hash not in text
    assert client.cookies["netmentor"] not in text
