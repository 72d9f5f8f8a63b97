"""What a file may bring is bounded, and odd things in it cost themselves."""

from __future__ import annotations

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.books.cards import MOST_CARRIED
from netmentor.contacts.books.models import CarriedLines, ContactImportFile
from netmentor.contacts.books.rules import State
from netmentor.contacts.models import Tag
from netmentor.contacts.rules import MOST_TAGS_OF_ALL
from tests.accounts.casting import make_user
from tests.contacts.books.bringing import brought, card, looked_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def user() -> User:
    return await make_user()


async def test_files_that_cannot_be_read_are_not_kept(user: User) -> None:
    for _ in range(6):
        row = await looked_at(user, "PK\x03\x04")
        assert row.state == State.FAILED
    assert await ContactImportFile.all().count() == 0


async def test_what_is_carried_of_one_person_has_an_end(user: User) -> None:
    for number in range(3):
        await brought(user, card("Ada", "UID:a", f"X-{number}:{'x' * 40_000}"))
    assert len((await CarriedLines.get()).lines) <= MOST_CARRIED


async def test_a_tag_that_is_none_costs_itself(user: User) -> None:
    long = "\ufdfa" * 50  # folded it has 900 letters
    row, _ = await brought(user, card("Ada", f"CATEGORIES:{long},\u0301,Ohio,{'x' * 61}"))
    assert row.state == State.DONE
    assert [tag.name for tag in await Tag.all()] == ["Ohio"]


async def test_an_import_makes_no_more_tags_than_one_person_may_use(user: User) -> None:
    cards = [
        card(f"Sample {n}", f"CATEGORIES:{','.join(f't{n}-{i}' for i in range(20))}")
        for n in range(60)
    ]
    row, _ = await brought(user, *cards)
    assert row.state == State.DONE
    assert await Tag.all().count() == MOST_TAGS_OF_ALL


@pytest.mark.parametrize("charset", ["gb\x00", "gb-evil", "koi8-x", "latin1"])
async def test_letters_nobody_knows_cost_no_file(user: User, charset: str) -> None:
    row = await looked_at(user, card("Ada", f"NOTE;CHARSET={charset}:x", "EMAIL:a@x.example"))
    assert (row.state, row.total) == (State.READY, 1)


async def test_a_line_that_is_carried_stays_a_line(user: User) -> None:
    await brought(user, card("Ada", "X-A:1", "", "  X-B:2\u2028END:VCARD\u202e"))
    assert (await CarriedLines.get()).lines == "X-A:1\nX-B:2END:VCARD"
