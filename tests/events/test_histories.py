"""Whatever a source says in whatever order, calendars are told what changed, and only that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.calendars.entry import Entry
from netmentor.calendars.parse import parse
from netmentor.calendars.publish import Head, calendar
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.models import Event, Published
from tests.factories import NOON, make_draft, make_expected_draft, put

pytestmark = pytest.mark.usefixtures("database")

dated = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["confirmed", "canceled", "postponed", "sold_out"]),
        "starts_on": st.sampled_from([date(2026, 12, 9), date(2026, 12, 16)]),
        "starts_time": st.sampled_from(["12:00", "12:30"]),
        "title": st.sampled_from(["Sample", "Sample, renamed"]),
        "deadlines": st.sampled_from(
            [
                (),
                (DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1)),),
                (DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 5)),),
            ]
        ),
    }
)
sayings = st.lists(dated | st.just("expected"), min_size=1, max_size=6)
steady = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def draft_of(saying: dict[str, Any] | str) -> Any:
    if isinstance(saying, str):
        return make_expected_draft(external_id="sample", title="Sample")
    draft = make_draft(external_id="sample", **saying)
    return replace(draft, ends_on=draft.starts_on)


async def told() -> dict[str, tuple[Entry, str]]:
    """What subscribers have by uid: the entry, and the bytes it stands in."""
    found = {}
    for row in await Published.all():
        zones = [row.timezone] if row.timezone else []
        [entry] = parse(calendar(Head(name="sample"), [row.text], zones))
        found[row.uid] = (entry, row.text)
    return found


@given(sayings)
@steady
async def test_every_change_is_told_once_and_nothing_else_is(
    said: list[dict[str, Any] | str],
) -> None:
    await Event.all().delete()
    before: dict[str, tuple[Entry, str]] = {}
    for hour, saying in enumerate(said):
        draft = draft_of(saying)
        await put(draft, now=NOON + timedelta(hours=hour))
        after = await told()

        assert set(before) <= set(after)  # nothing vanishes without a word
        for uid, (old, text) in before.items():
            new, new_text = after[uid]
            assert new.created_at == old.created_at
            assert (new.sequence - old.sequence) == int(new.essence != old.essence)
            assert (new_text == text) == (replace(new, changed_at=old.changed_at) == old)
            if new_text != text:
                assert new.changed_at == NOON + timedelta(hours=hour)
        await put(draft, now=NOON + timedelta(hours=hour, minutes=30))
        assert await told() == after  # saying it again tells nobody anything
        before = after
