"""Operators connect a source, change its terms and part with it; what cannot be is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from netmentor.errors import Invalid, NetMentorError, NotFound
from netmentor.events.actions import put_from_source
from netmentor.events.drafts import Draft
from netmentor.events.importing import sources, turns
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import LONGEST_KEY
from netmentor.events.importing.sources import Terms
from netmentor.events.models import Event
from tests.factories import NOON, make_draft, make_organization, make_source

ADDRESS = "https://chapter.example.org/events.ics"
LATER = NOON + timedelta(hours=6)

pytestmark = pytest.mark.usefixtures("database")


def terms(**fields: Any) -> Terms:
    boring: dict[str, Any] = {"every_hours": 6, "zone": "America/Chicago"}
    return Terms(**boring | fields)


async def connect(address: str = ADDRESS, *, now: datetime = NOON, **fields: Any) -> Source:
    return await sources.connect(address, terms(**fields), now=now)


async def tell(source: Source, *drafts: Draft, now: datetime = NOON) -> None:
    """Have `source` tell `drafts`, as a reading of it would."""
    await make_organization()
    await put_from_source(source, drafts, now=now)


async def titles() -> list[str]:
    return sorted([event.title for event in await Event.all()])


async def test_a_calendar_is_connected_by_its_host_and_due_at_once() -> None:
    organization = await make_organization()

    source = await connect(
        "webcal://Chapter.Example.org/events.ics#top", organization="sample-association"
    )

    assert source.key.startswith("chapter-example-org-")
    assert (source.name, source.host, source.address) == (
        "chapter.example.org",
        "chapter.example.org",
        ADDRESS,
    )
    assert (source.organization_id, source.timezone) == (organization.id, "America/Chicago")
    assert (source.authority, source.every_hours, source.format) == ("overwrite", 6, "")
    assert await sources.due(now=NOON) == [source]
    assert await sources.due(now=NOON - timedelta(seconds=1)) == []


async def test_two_calendars_of_a_host_are_two_sources() -> None:
    one, two = await connect(), await connect("https://chapter.example.org/other.ics")

    assert one.key != two.key
    assert await sources.sources() == [one, two]


async def test_connecting_again_changes_the_terms_of_the_same_source() -> None:
    first = await connect(format="ics")

    again = await connect(
        "webcal://chapter.example.org/events.ics",
        now=LATER,
        every_hours=12,
        zone="America/Denver",
        authority="fill",
        mapping={"title": "What"},
    )

    assert (again.id, again.key, await Source.all().count()) == (first.id, first.key, 1)
    assert (again.every_hours, again.timezone, again.authority) == (12, "America/Denver", "fill")
    assert (again.format, again.mapping) == ("ics", '{"title": "What"}')
    assert again.next_try_at == LATER


@pytest.mark.parametrize(
    "changed",
    [
        {"organization": "sample-association"},
        {"zone": "America/Denver"},
        {"format": "csv"},
        {"mapping": {"title": "What"}},
    ],
)
async def test_other_terms_have_the_whole_calendar_read_again(changed: dict[str, Any]) -> None:
    await make_organization()
    source = await connect()
    await tell(source, make_draft())
    read = {"etag": '"1"', "last_modified": "yesterday", "fingerprint": "f"}
    await Source.filter(id=source.id).update(**read)
    await Telling.filter(source=source).update(digest="d")

    same = await connect()
    assert {name: getattr(same, name) for name in read} == read
    other = await connect(**changed)

    assert {name: getattr(other, name) for name in read} == dict.fromkeys(read, "")


async def test_a_retired_calendar_that_is_connected_again_is_read_again() -> None:
    source = await connect()
    await sources.retire(source, now=NOON)
    assert await sources.due(now=LATER) == []

    again = await connect(now=LATER)

    assert (again.id, again.retired_at) == (source.id, None)
    assert await sources.due(now=LATER) == [again]


async def test_a_calendar_that_is_to_be_read_once_is_not_due() -> None:
    source = await sources.source_at(ADDRESS)
    await sources.agree(source, Terms())
    await source.save()

    assert (source.every_hours, source.next_try_at) == (0, None)
    assert await sources.due(now=LATER) == []


async def test_terms_that_are_not_named_stay_as_they_are() -> None:
    await make_organization()
    columns = ("every_hours", "authority", "timezone", "organization_id", "mapping", "format")
    named: dict[str, Any] = {"organization": "sample-association", "mapping": {"title": "Name"}}
    before = await connect(authority="propose", format="csv", **named)

    after = await sources.connect(ADDRESS, Terms(), now=LATER)

    assert after.id == before.id
    assert [getattr(after, name) for name in columns] == [getattr(before, name) for name in columns]
    assert (await connect(organization="", every_hours=12)).organization_id is None


async def test_terms_are_not_changed_while_somebody_reads() -> None:
    source = await connect()

    async with turns.held(source, now=NOON):
        with pytest.raises(turns.Busy):
            await connect(authority="propose")

    assert (await Source.get()).authority == "overwrite"


async def test_a_file_of_the_same_name_is_the_same_source_within_an_organization() -> None:
    named = [("events.ics", "one"), ("events.ics", "two"), ("x" * 300, ""), ("x" * 301, "")]

    found = [await sources.source_of_file(name, slug) for name, slug in named]

    assert [one.key for one in found[:2]] == ["file-one-events-ics", "file-two-events-ics"]
    assert [len(one.key) for one in found[2:]] == [LONGEST_KEY, LONGEST_KEY]
    assert len({one.key for one in found}) == 4
    assert all(one.partial and one.next_try_at is None for one in found)
    found[0].organization_id = (await make_organization("one")).id
    await found[0].save()
    assert await sources.source_of_file("events.ics", "one") == found[0]


async def test_files_named_in_other_letters_are_told_apart() -> None:
    one, two = [await sources.source_of_file(name, "") for name in ("病院.ics", "講演.ics")]

    assert one.key != two.key


async def test_every_source_can_be_called_by_its_key() -> None:
    source = await connect(f"https://{'a' * 49}.{'b' * 60}.example.org/events.ics")

    assert await sources.source_called(source.key) == source


@pytest.mark.parametrize(
    ("address", "changed", "sentence"),
    [
        ("file:///etc/passwd", {}, "Only addresses that begin with https:// or http:// are read."),
        ("events.ics", {}, "Only addresses that begin with https:// or http:// are read."),
        ("", {}, "Only addresses that begin with https:// or http:// are read."),
        ("https://", {}, "The address names no host."),
        (
            "https://ada:secret@chapter.example.org/",
            {},
            "The address holds a user name or a password; addresses with either are not read.",
        ),
        ("https://chapter.example.org:8080/", {}, "Only the ports 80 and 443 are read from."),
        (
            "http://2130706433/",
            {},
            "Write the name of the host, not its number in another form.",
        ),
        (f"{ADDRESS}?{'x' * 2000}", {}, "The address is longer than 2000 characters."),
        (
            ADDRESS,
            {"organization": "nobody"},
            "There is no organization “nobody”; /organizations lists them.",
        ),
        (
            ADDRESS,
            {"organization": "No Slug'; --"},
            "There is no organization “No Slug'; --”; /organizations lists them.",
        ),
        (
            ADDRESS,
            {"zone": "Mars/Olympus"},
            "“Mars/Olympus” is no time zone; write it as America/Chicago.",
        ),
        (ADDRESS, {"every_hours": -1}, "Between two readings lie 1 to 743 hours."),
        (ADDRESS, {"every_hours": 744}, "Between two readings lie 1 to 743 hours."),
        (ADDRESS, {"format": "docx"}, "“docx” is no format we read."),
    ],
)
async def test_a_source_that_cannot_be_is_refused_with_the_reason(
    address: str, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NetMentorError) as said:
        await connect(address, **changed)

    assert isinstance(said.value, Invalid | NotFound)
    assert said.value.message == sentence
    assert await Source.all().count() == 0


async def test_terms_that_are_refused_leave_the_source_as_it_was() -> None:
    before = await connect()

    with pytest.raises(sources.BadSource):
        await connect(authority="propose", zone="Nowhere")

    after = await Source.get(id=before.id)
    assert (after.authority, after.timezone) == ("overwrite", "America/Chicago")


async def test_a_source_is_found_by_its_key_and_by_its_address() -> None:
    source = await connect()

    assert await sources.source_called(source.key) == source
    assert await sources.source_called("webcal://chapter.example.org/events.ics") == source
    with pytest.raises(NotFound, match="There is no source “other”"):
        await sources.source_called("other")


async def test_a_retired_source_keeps_its_events() -> None:
    source = await connect()
    await tell(source, make_draft(title="Sample"))

    await sources.retire(source, now=LATER)

    assert (await Source.get(id=source.id)).retired_at == LATER
    assert [event.gone_at for event in await Event.all()] == [None]


@pytest.mark.parametrize("part", [sources.retire, sources.withdraw])
async def test_the_starter_catalogue_cannot_be_removed(
    part: Callable[..., Awaitable[object]],
) -> None:
    catalogue = await make_source(sources.CATALOGUE)

    with pytest.raises(sources.BadSource) as said:
        await part(catalogue, now=NOON)

    assert said.value.message == (
        "The starter catalogue comes with NetMentor; it cannot be removed."
    )
    assert (await Source.get(id=catalogue.id)).retired_at is None
