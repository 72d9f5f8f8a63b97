"""Tables that nobody would write by hand cost themselves at the most, and are told why."""

from __future__ import annotations

import tempfile
import tracemalloc
from base64 import b64encode

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.books import actions
from netmentor.contacts.books.csvs import MOST_ASKED
from netmentor.contacts.books.models import ContactImport, ContactImportPhoto, ContactImportRow
from netmentor.contacts.books.rules import State
from netmentor.contacts.pictures import Darkroom
from netmentor.db.columns import values_of
from netmentor.jobs.imports import go_on, mind_imports
from tests.accounts.casting import make_user
from tests.contacts.books.bringing import card
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")
TOO_MANY = "It holds more than 5,000 people; bring them in by parts."
FAR_TOO_LONG = "One of its cells is far too long, or a quotation mark is never closed."
UNCLOSED = "A quotation mark is never closed, or stands where none may."


@pytest.fixture
async def user() -> User:
    return await make_user()


async def read(user: User, body: bytes) -> ContactImport:
    row = await actions.begin(user, "t.csv", body, now=NOON)
    await mind_imports()
    return await ContactImport.get(id=row.id)


async def given(user: User, body: bytes) -> ContactImport:
    """As the command line takes a file, up to where somebody would say yes."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        row = await actions.begin_held(user, "t.csv", file, {}, now=NOON)
        await go_on(row, Darkroom(), given=file)
    return await ContactImport.get(id=row.id)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            b"Name\n" + b"A\n" * 1_000_000,
            "It holds more than 5,000 people; bring them in by parts.",
        ),
        (b"Name\n" + b'"A"x\n' * 501, "More than 500 rows cannot be read, the last in line 502."),
        (b"\x00" * 1_000, "It is empty."),
        (b"Name\n", "Nobody is in it."),
    ],
)
async def test_a_table_of_which_nothing_can_be_taken_says_why(
    user: User, body: bytes, sentence: str
) -> None:
    row = await read(user, body)
    assert (row.state, row.reason) == (State.FAILED, sentence)
    assert await ContactImportRow.all().count() == 0


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
async def test_both_orders_of_utf_16_are_read(user: User, codec: str) -> None:
    text = "\ufeffName,Note\nŽoë,\x00quiet\x00\n=cmd|'/c calc'!A0,x\n"
    row = await read(user, text.encode(codec))
    assert row.state == State.READY
    names = await values_of(ContactImportRow.filter(of=row).order_by("id"), "name")
    assert names == ["Žoë", "=cmd|'/c calc'!A0"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "x" * 10_000_000,
            "One of its cells is far too long, or a quotation mark is never closed.",
        ),
        ("x" * 40_000, "One of its cells is longer than 32,768 characters."),
        ('"x', UNCLOSED),
    ],
)
async def test_a_cell_that_cannot_be_read_costs_its_row(user: User, cell: str, reason: str) -> None:
    row = await given(user, f"Name,Note\nAda,{cell}\nBo,x\n".encode())
    assert row.state == State.READY
    rows = ContactImportRow.filter(of=row).order_by("id")
    told = await rows.values_list("line", "verdict", "reason")
    assert told == [(2, "refused", reason), (3, "new", "")]


async def test_whoever_is_asked_about_columns_is_asked_about_a_few(user: User) -> None:
    row = await read(user, f"{','.join(map(str, range(400_000)))}\nAda\n".encode())
    assert row.state == State.ASKING
    assert row.headers.count(",") == MOST_ASKED - 1


async def test_a_file_that_is_given_is_not_held_in_memory(user: User) -> None:
    photo = b64encode(bytes(300_000)).decode()
    cards = [card(f"Sample {n}", f"UID:{n}", f"PHOTO;ENCODING=b:{photo}") for n in range(30)]
    body = "".join(cards).encode()
    size = len(body)
    del cards
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        del body
        tracemalloc.start()
        try:
            row = await actions.begin_held(user, "book.vcf", file, {}, now=NOON)
            await go_on(row, Darkroom(), given=file)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert row.state == State.READY
    assert await ContactImportPhoto.all().count() == 30
    assert most < size / 2
