"""What a source told is taken back, or counts for more or less, when its terms change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import AgendaRevision
from netmentor.events.actions import mark_gone, put_from_source
from netmentor.events.attending.models import Watch
from netmentor.events.curating.actions import settle_resemblance
from netmentor.events.curating.models import Resemblance
from netmentor.events.curating.rules import Verdict
from netmentor.events.drafts import Draft
from netmentor.events.importing import sources
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.sources import Terms
from netmentor.events.models import Event, Published
from netmentor.events.rules import Authority
from tests.accounts.casting import make_watcher
from tests.factories import NOON, make_draft, make_organization, put, revision

LATER = NOON + timedelta(hours=6)

pytestmark = pytest.mark.usefixtures("database")


async def connect(authority: Authority = Authority.OVERWRITE, *, name: str = "one") -> Source:
    """The source at an address of that name, with that authority from now on."""
    address = f"https://{name}.example.org/events.ics"
    return await sources.connect(address, Terms(authority=authority, format="ics"), now=LATER)


async def tell(source: Source, *drafts: Draft, now: datetime = NOON) -> None:
    """Have `source` tell `drafts`, as a reading of it would."""
    await make_organization()
    await put_from_source(source, drafts, now=now)


def draft(name: str = "sample", **fields: Any) -> Draft:
    return make_draft(**{"external_id": name, "title": f"Sample {name}"} | fields)


async def titles() -> list[str]:
    return sorted([event.title for event in await Event.filter(merged_into_id=None)])


async def shared(one: Source, other: Source) -> Event:
    """An event that both tell of: of `one`, with the same in `other` merged into it."""
    await tell(one, draft(title="Sample shared webinar", description="Of one."))
    await tell(other, draft(title="Sample shared webinar", venue="Of other"))
    pair = await Resemblance.get()
    slug = await settle_resemblance(pair.id, Verdict.SAME, now=NOON)
    return await Event.get(slug=slug)


async def test_what_a_source_alone_told_goes_with_it() -> None:
    source, other = await connect(), await connect(name="other")
    await tell(source, draft("a"), draft("b"))
    await tell(other, draft("c"))
    was = await revision()

    gone = await sources.withdraw(source, now=LATER)

    assert (gone, await titles()) == (2, ["Sample c"])
    assert await Telling.all().count() == await Published.all().count() == 1
    assert await Source.all() == [other]
    assert await revision() == was + 1


async def test_who_watches_what_is_taken_back_hears_of_it() -> None:
    source, other = await connect(), await connect(name="other")
    await tell(source, draft("a"))
    await tell(other, draft("b"))
    for event in await Event.all():
        user_id = 1 if event.title == "Sample a" else 2
        await make_watcher(user_id)
        await Watch.create(user_id=user_id, event=event, reason="going")

    await sources.withdraw(source, now=LATER)

    assert await AgendaRevision.all().values_list("user_id", "number") == [(1, 1)]


@pytest.mark.parametrize("first", [True, False])
async def test_what_another_source_tells_too_stays_as_that_one_tells_it(first: bool) -> None:
    one, other = await connect(), await connect(name="other")
    event = await shared(one, other)
    leaving, staying = (one, other) if first else (other, one)

    gone = await sources.withdraw(leaving, now=LATER)

    assert (gone, await titles()) == (0, ["Sample shared webinar"])
    stays = await Event.get(id=event.id)
    assert (stays.source_id, stays.slug) == (staying.id, event.slug)
    assert (stays.description, stays.venue) == (("", "Of other") if first else ("Of one.", ""))


async def test_a_source_that_comes_again_lists_its_events_anew() -> None:
    source = await connect()
    await tell(source, draft())
    await sources.withdraw(source, now=LATER)

    await tell(await connect(), draft())

    assert await titles() == ["Sample sample"]


async def test_what_waited_is_listed_when_its_source_may_do_more() -> None:
    source = await connect(Authority.PROPOSE)
    await tell(source, draft("a"), draft("b"))
    assert await titles() == []
    was = await revision()

    await connect(Authority.FILL)

    assert await titles() == ["Sample a", "Sample b"]
    assert not await Telling.filter(proposes=True).exists()
    assert not await Telling.filter(event_id=None).exists()
    assert await revision() > was


async def test_what_waited_and_is_told_no_longer_is_not_listed_as_if_it_were() -> None:
    source = await connect(Authority.PROPOSE)
    await tell(source, draft("a"), draft("b"))
    await mark_gone(source, ["a"], now=NOON)

    await connect(Authority.OVERWRITE)

    listed = await Event.filter(gone_at=None)
    assert [event.title for event in listed] == ["Sample a"]


async def test_a_source_that_may_only_propose_from_now_on_keeps_what_stands() -> None:
    source = await connect()
    await tell(source, draft())
    was = await revision()

    source = await connect(Authority.PROPOSE)
    await tell(source, draft(title="Sample, renamed"), now=LATER)

    assert await titles() == ["Sample sample"]
    assert await revision() == was

    await connect(Authority.OVERWRITE)

    assert await titles() == ["Sample, renamed"]


async def test_who_may_do_more_is_believed_where_two_sources_differ() -> None:
    one, other = await connect(), await connect(Authority.FILL, name="other")
    event = await shared(one, other)
    await make_watcher(1)
    await Watch.create(user_id=1, event=event, reason="going")
    await tell(other, draft(title="Sample shared seminar", venue="Of other"))
    assert await titles() == ["Sample shared webinar"]

    await connect(Authority.FILL)
    await connect(Authority.OVERWRITE, name="other")

    assert await titles() == ["Sample shared seminar"]
    assert await AgendaRevision.get(user_id=1)


async def test_the_shipped_catalogue_is_spared_by_what_others_withdraw() -> None:
    await put(draft("shipped"))
    source = await connect()
    await tell(source, draft("a"))

    await sources.withdraw(source, now=LATER)

    assert await titles() == ["Sample shipped"]
