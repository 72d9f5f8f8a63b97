"""Every program that reads public feeds reads private ones, however little those tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gates.calendars.readers import READERS, calcurse
from gates.calendars.subscribing import act
from gates.calendars.test_readers import published
from gates.services import answer, serving_copy
from netmentor.calendars.lint import problems
from netmentor.calendars.parse import parse
from netmentor.calendars.told import told

KINDS = {"full": (5, 0), "titles": (5, 0), "busy": (3, 0), "todo": (3, 2)}  # events, to-dos


@pytest.fixture(scope="module")
def bodies(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The feeds of one sample user, by how much they tell."""
    folder = tmp_path_factory.mktemp("private")
    with serving_copy(stocked, folder) as base:
        tokens = json.loads(act("owner", "first", folder / "data"))
        found = {name: answer(f"{base}/feeds/{token}.ics") for name, token in tokens.items()}
    assert {status for status, _ in found.values()} == {200}
    return {name: body for name, (_, body) in found.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sees_every_event(bodies: dict[str, bytes], reader: str, kind: str) -> None:
    body = bodies[kind]
    blocks = body.decode().split("BEGIN:VEVENT")[1:]
    uids = {block.replace("\r\n ", "").split("\r\nUID:")[1].split("\r\n")[0] for block in blocks}

    seen = READERS[reader](body)

    assert {one.uid for one in seen} == uids
    assert len(uids) == KINDS[kind][0]
    assert body.count(b"BEGIN:VTODO") == KINDS[kind][1]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sees_when_each_event_is(bodies: dict[str, bytes], reader: str) -> None:
    assert READERS[reader](bodies["full"]) == {published(one) for one in parse(bodies["full"])}


@pytest.mark.parametrize("kind", KINDS)
def test_calcurse_takes_every_entry(bodies: dict[str, bytes], kind: str) -> None:
    assert calcurse(bodies[kind]) == sum(KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_lint_finds_nothing(bodies: dict[str, bytes], kind: str) -> None:
    assert problems(bodies[kind]) == []


def test_what_is_kept_reads_back_as_what_was_told(bodies: dict[str, bytes]) -> None:
    texts = ["BEGIN:VEVENT" + one for one in bodies["titles"].decode().split("BEGIN:VEVENT")[1:]]

    assert [told(text.removesuffix("END:VCALENDAR\r\n")) for text in texts] == parse(
        bodies["titles"]
    )
