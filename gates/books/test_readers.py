"""What address books of others see in ours is what is kept here: words, numbers, photos."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from gates.books.people import PEOPLE, ZOE, Seen
from gates.books.readers import by_ical_js, by_vobject
from gates.services import OWN_ADDRESSES_ONLY, run_on, serving_copy
from netmentor.contacts.books.cards import Card, cards_of

pytestmark = pytest.mark.usefixtures("node_modules")


@pytest.fixture(scope="module")
def books(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Everybody of one user as the service hands them out, by version; and the photo of Zoë."""
    folder = tmp_path_factory.mktemp("books")
    with serving_copy(stocked, folder) as base:
        told = json.loads(run_on(folder / "data", "gates.books.owner"))
        found = {"photo": told["photo"].encode()}
        for version in ("3.0", "4.0"):
            asked = urllib.request.Request(
                f"{base}/contacts.vcf?version={version}",
                headers={"Cookie": f"netmentor={told['secret']}"},
            )
            with OWN_ADDRESSES_ONLY.open(asked, timeout=10) as answer:
                found[version] = answer.read()
    return found


def expected(books: dict[str, bytes]) -> list[Seen]:
    return [replace(ZOE, photo=books["photo"].decode()), *PEOPLE[1:]]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_ical_js_sees_everybody_as_they_are(books: dict[str, bytes], version: str) -> None:
    assert by_ical_js(books[version]) == expected(books)


def test_vobject_sees_everybody_as_they_are(books: dict[str, bytes]) -> None:
    """It takes an address for a list, whose first it tells; RFC 2426 has it whole."""
    pages = tuple(page.partition(",")[0] for page in ZOE.pages)
    zoe, *others = expected(books)
    assert by_vobject(books["3.0"]) == [replace(zoe, pages=pages), *others]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_synchronized_by_vdirsyncer_are_the_same_people(
    books: dict[str, bytes], version: str, tmp_path: Path
) -> None:
    (tmp_path / "book.vcf").write_bytes(books[version])
    synchronize(tmp_path)
    cards = [path.read_bytes() for path in (tmp_path / "cards").iterdir()]
    assert len(cards) == len(PEOPLE)
    assert sorted(seen for card in cards for seen in by_ical_js(card)) == sorted(expected(books))
    assert {_read(card) for card in cards} == {_of_us(one) for one in cards_of(books[version])}


def synchronize(folder: Path) -> None:
    (folder / "cards").mkdir()
    config = folder / "vdirsyncer.conf"
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status"\n'
        '[pair book]\na = "file"\nb = "cards"\ncollections = null\n'
        f'[storage file]\ntype = "singlefile"\npath = "{folder}/book.vcf"\n'
        f'[storage cards]\ntype = "filesystem"\npath = "{folder}/cards"\nfileext = ".vcf"\n'
    )
    for word in ("discover", "sync"):
        subprocess.run(
            ["vdirsyncer", "-c", config, word],
            check=True, capture_output=True, timeout=60, cwd=folder,
        )  # fmt: skip


def _read(body: bytes) -> Card:
    [one] = cards_of(body)
    return _of_us(one)


def _of_us(one: object) -> Card:
    assert isinstance(one, Card)
    return replace(one, line=1)
