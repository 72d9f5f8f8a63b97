"""After an event everybody met there waits, and each answer leaves what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import InTheBin
from netmentor.contacts.drafting import first_message, mail_address
from netmentor.contacts.follow_ups import promise_follow_up, set_cadence, set_tag_cadence
from netmentor.contacts.models import Contact, Deed, FollowUp, Tag
from netmentor.contacts.results import results
from netmentor.contacts.rules import Answer, TouchKind
from netmentor.contacts.sorting import sort_out
from netmentor.contacts.touching import Told, log_touch
from netmentor.contacts.waiting import board, waiting, waiting_by_event
from netmentor.events.attending import actions as attending
from netmentor.events.attending.models import Attendance
from netmentor.events.attending.queries import attendance_of
from netmentor.events.models import Event
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON, TODAY, make_event

pytestmark = pytest.mark.usefixtures("database")
FRIDAY = date(2026, 11, 20)


async def summit(**told: Any) -> Event:
    return await make_event(**{"starts_on": FRIDAY, "ends_on": FRIDAY} | told)


async def met(user: User, name: str = "Sample Person", **told: Any) -> Contact:
    return (await capture(user, Capture(name=name, **told), now=NOON))[0]


async def open_days() -> list[tuple[str, date]]:
    rows = await FollowUp.filter(state="open").order_by("due_on", "id")
    return [(row.origin, row.due_on) for row in rows]


async def test_write_today_is_due_today_whatever_day_it_is() -> None:
    user = await make_user()
    saturday = NOON + timedelta(days=4)
    contact = await met(user, event=await summit())

    assert await sort_out(user, contact, Answer.TODAY, now=saturday)

    row = await FollowUp.get()
    assert (row.due_on, row.step, row.counted_from) == (saturday.date(), 0, FRIDAY)
    assert (await Deed.all().order_by("-id").first()).words == (  # type: ignore[union-attr]
        "Sample Person moved to Write today."
    )


async def test_this_week_is_spread_over_working_days_five_to_a_day() -> None:
    user, event = await make_user(), await summit()
    for number in range(12):
        contact = await met(user, f"Sample {number}", event=event)
        await sort_out(user, contact, Answer.WEEK, now=NOON + timedelta(days=2))  # Thanksgiving

    days = [day for _, day in await open_days()]
    friday, monday, tuesday = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)
    assert days == [friday] * 5 + [monday] * 5 + [tuesday] * 2


async def test_keep_in_touch_leaves_a_cadence_that_is_there() -> None:
    user, event = await make_user(), await summit()
    plain = await met(user, "Sample 1", event=event)
    own = await met(user, "Sample 2", event=event)
    tagged = await met(user, "Sample 3", event=event, tags=("Ally",))
    await set_cadence(user, own, 2, now=NOON)
    await set_tag_cadence(user, await Tag.get(), 4, now=NOON)

    for contact in (plain, own, tagged):
        await sort_out(user, contact, Answer.KEEP, now=NOON)

    kept = await Contact.all().order_by("name")
    assert [one.cadence_weeks for one in kept] == [13, 2, None]
    assert [day for _, day in await open_days()] == [
        date(2026, 12, 8),
        date(2026, 12, 22),
        date(2027, 2, 23),
    ]


async def test_no_follow_up_is_a_state_and_deletes_nobody() -> None:
    user, event = await make_user(), await summit()
    contact = await met(user, event=event, tags=("Ally",))
    worded: dict[str, Any] = {"what": "Send the slides", "due_on": TODAY}
    await promise_follow_up(user, contact=contact, **worded, now=NOON)
    await set_tag_cadence(user, await Tag.get(), 4, now=NOON)
    await sort_out(user, contact, Answer.TODAY, now=NOON)

    await sort_out(user, contact, Answer.NONE, now=NOON)

    assert (await Contact.get()).answer == "none"
    assert await open_days() == [("hand", TODAY)]  # in their own words: only a hand drops it
    assert await FollowUp.filter(state="dropped").count() == 1


async def test_another_answer_takes_the_place_of_the_first() -> None:
    user, event = await make_user(), await summit()
    contact = await met(user, event=event)
    assert await sort_out(user, contact, Answer.KEEP, now=NOON)
    assert await sort_out(user, contact, Answer.TODAY, now=NOON)
    assert not await sort_out(user, contact, Answer.TODAY, now=NOON)
    assert await open_days() == [("sequence", TODAY)]
    assert (await Contact.get()).cadence_weeks is None

    await sort_out(user, contact, Answer.WEEK, now=NOON)
    assert await open_days() == [("sequence", date(2026, 11, 25))]


async def test_nobody_in_the_bin_waits_or_is_sorted() -> None:
    user, event = await make_user(), await summit()
    contact = await met(user, event=event)
    await Contact.all().update(gone_at=NOON)
    assert await waiting(user, event) == []
    with pytest.raises(InTheBin):
        await sort_out(user, contact, Answer.TODAY, now=NOON)


async def test_people_wait_in_the_order_they_were_met_doubles_of_the_event_included() -> None:
    user, stranger = await make_user(), await make_user(STRANGER)
    event, double = await summit(), await summit()
    await Event.filter(id=double.id).update(merged_into_id=event.id)
    await met(user, "Sample 2", event=event, met_at=NOON)
    await met(user, "Sample 1", event=double, met_at=NOON - timedelta(hours=1))
    await met(stranger, "Sample 3", event=event)
    sorted_one = await met(user, "Sample 4", event=event)
    await sort_out(user, sorted_one, Answer.NONE, now=NOON)

    assert [one.name for one in await waiting(user, event)] == ["Sample 1", "Sample 2"]
    told = await waiting_by_event(user, now=NOON)
    assert [(one.event, one.people) for one in told] == [(event, 2)]
    sheet = await board(user, event, TODAY)
    assert (sheet.all, sheet.left) == (3, 2)
    assert [one.name for one in sheet.lanes["none"]] == ["Sample 4"]


@pytest.mark.parametrize(
    ("told", "evening"),
    [
        ({"starts_time": "", "ends_time": ""}, datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        ({"starts_time": "12:00", "ends_time": "13:00"}, datetime(2026, 11, 20, 19, tzinfo=UTC)),
        (
            {"starts_time": "", "ends_time": "", "timezone": "Pacific/Honolulu"},
            datetime(2026, 11, 21, 4, 0, tzinfo=UTC),
        ),
    ],
)
async def test_they_are_asked_for_from_its_end_or_the_evening_of_its_last_day(
    told: dict[str, str], evening: datetime
) -> None:
    user, event = await make_user(), await summit(**told)
    await met(user, event=event)
    for moment, is_time in ((evening - timedelta(minutes=1), False), (evening, True)):
        assert [one.is_time for one in await waiting_by_event(user, now=moment)] == [is_time]


async def test_people_met_elsewhere_wait_from_the_evening_of_that_day() -> None:
    user = await make_user()
    await met(user, met_where="a class")
    times = {NOON: False, NOON + timedelta(hours=12): True, NOON + timedelta(days=1): True}
    for now, is_time in times.items():
        (one,) = await waiting_by_event(user, now=now)
        assert (one.event, one.people, one.is_time) == (None, 1, is_time)


async def test_what_an_event_brought_counts_people_and_not_messages() -> None:
    user, event = await make_user(), await summit()
    people = [await met(user, f"Sample {n}", event=event, met_at=NOON) for n in range(4)]
    for contact in people[:3]:
        await sort_out(user, contact, Answer.TODAY, now=NOON)
    later = NOON + timedelta(hours=1)
    for kind, by_them in (
        (TouchKind.MESSAGE, False),
        (TouchKind.CALL, False),
        (TouchKind.CALL, True),
    ):
        told = Told(kind=kind, at=later, by_them=by_them)
        await log_touch(user, people[0], told, now=later)
    await log_touch(user, people[1], Told(kind=TouchKind.SPOKE, at=later), now=later)

    brought = await results(user, event)

    assert (brought.met, brought.written, brought.answered) == (4, 1, 1)
    assert [name for _, name in brought.to_write] == ["Sample 1", "Sample 2"]


async def test_going_again_is_kept_beside_the_cost_and_taken_back() -> None:
    user, event = await make_user(), await summit()
    await attending.go_again(user, event, "maybe", now=NOON)
    assert (await attendance_of(user, event)).again == "maybe"
    await attending.note_down(user, event, attending.Notes(cost=Decimal(450)), now=NOON)
    assert (await attendance_of(user, event)).again == "maybe"
    await attending.note_down(user, event, attending.Notes(), now=NOON)
    await attending.go_again(user, event, "", now=NOON)
    assert await Attendance.all().count() == 0


def test_a_first_message_says_where_and_what_and_marks_the_note_as_ones_own() -> None:
    message = first_message(
        to="Dr. Sample",
        sender="Sample Sender",
        where="Sample summit",
        met_on=FRIDAY,
        note="Loud, " + "x" * 2000,
        promises=["the staffing model"],
    )
    assert message.subject == "Good to meet you at Sample summit"
    assert message.text.startswith("Hi Dr. Sample,\n\nThank you for the conversation at Sample")
    assert "on Friday" in message.text
    assert "As promised: the staffing model." in message.text
    assert "[From your note, in your own words: Loud, x" in message.text
    link = mail_address("sample@example.org", message)
    assert link.startswith("mailto:sample@example.org?subject=Good%20to%20meet%20you")
    assert len(link) < 2000
    assert not set(link) & set(" \n\"'<>")
