"""netmentor import FILE --contacts-of EMAIL: an address book, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netmentor.contacts.books.models import ContactImport
from netmentor.contacts.models import Contact
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.cli.inside import inside
from tests.cli.processes import netmentor

UNKNOWN = "No column of it is a name that we know; tell it with --map name=HEADER."
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\n{}UID:{}\r\nEND:VCARD\r\n"
BOOK = CARD.format("FN:Ada Sample\r\n", "a") + CARD.format("", "b")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.vcf"
    path.write_text(BOOK, encoding="utf-8", newline="")
    return path


def brought(home: Settings, what: Path, *more: str, code: int = 0) -> str:
    done = netmentor(home, "import", str(what), "--contacts-of", OWNER, *more)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stderr if code else done.stdout


def names(home: Settings) -> list[str]:
    async def found() -> list[str]:
        assert await ContactImport.filter(state__not="done").count() == 0
        return [one.name for one in await Contact.all()]

    return inside(home, found)


def test_a_book_comes_in_once(home: Settings, book: Path) -> None:
    inside(home, make_user)
    said = brought(home, book, "--dry-run")
    assert said.splitlines() == [
        "1 new, 1 left out.",
        "  line 6 “”: It has no name, no organization and no address.",
    ]
    assert names(home) == []
    assert brought(home, book).startswith("1 new, 1 left out.")
    assert names(home) == ["Ada Sample"]
    told = json.loads(brought(home, book, "--json"))
    assert told["rows"] == {"same": 1, "refused": 1}
    assert [(one["line"], one["verdict"]) for one in told["because"]] == [(6, "refused")]
    assert names(home) == ["Ada Sample"]


def test_what_cannot_come_in_is_refused_with_a_sentence(home: Settings, tmp_path: Path) -> None:
    inside(home, make_user)
    table = tmp_path / "table.csv"
    for text, sentence in (
        ("", "Choose a file that holds somebody."),
        ("Wer,Mail\nAda,x\n", UNKNOWN),
        ("PK\x03\x04", "This is a workbook or an archive; save the table as CSV first."),
    ):
        table.write_text(text, encoding="utf-8")
        assert sentence in brought(home, table, code=1)
    table.write_text("Wer,Mail\nAda,x\n", encoding="utf-8")
    assert "say nothing of an address book" in brought(home, table, "--zone", "UTC", code=1)
    assert brought(home, table, "--map", "name=Wer", "--dry-run") == "1 new.\n"
    assert "cannot be read" in brought(home, tmp_path / "none.vcf", code=1)
    done = netmentor(home, "import", str(table), "--contacts-of", "nobody@example.org")
    assert done.returncode == 1
    assert names(home) == []
