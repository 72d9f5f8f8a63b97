"""Somebody with a row of every kind that goes along: the sample member, and what they lack."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image

from netmentor.accounts import actions as accounts
from netmentor.accounts.models import User
from netmentor.contacts import habits, pictures
from netmentor.contacts.books.models import CarriedLines
from netmentor.contacts.cards import actions as cards
from netmentor.contacts.doubles.merging import merge, tell_apart
from netmentor.contacts.messages import wording
from netmentor.contacts.models import Contact
from netmentor.contacts.pictures import Darkroom
from netmentor.demo import filling
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.drafts import CreditDraft, DeadlineDraft, PriceDraft
from netmentor.events.models import Event
from netmentor.internships import studying
from netmentor.internships.applying import stages, templates
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.planning import Line
from netmentor.internships.applying.rules import Stage
from netmentor.mentoring.availability import actions as availability
from netmentor.mentoring.availability.models import BusyCalendar
from netmentor.mentoring.blocking import block
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating.models import Afterthought, SessionNote
from netmentor.reminders import actions as reminders
from netmentor.reminders.planner import plan_user
from netmentor.reminders.wishes import Wishes
from netmentor.settings import Settings
from tests.contacts.people import make_contact
from tests.factories import NOON, make_credential, make_draft, make_event, make_series
from tests.mentoring.mentors import make_mentor

MEMBER = "member@example.org"
_DAY = date(2026, 12, 9)


async def live_everywhere(settings: Settings) -> User:
    """The sample member, in every room."""
    await filling.fill(settings, now=NOON)
    user = await User.get(email=MEMBER)
    await accounts.set_look(user, theme="dark", single_keys=False)
    await _attend(user)
    await _know_people(user)
    await _mentor(user)
    await _apply(user)
    await reminders.wish(user, Wishes(morning="08:30"))
    await plan_user(user.id, now=NOON)
    return await User.get(id=user.id)


async def _attend(user: User) -> None:
    await make_credential()
    series = await make_series()
    await make_event(series="sample-series")
    await attending.follow(user, series, now=NOON)
    draft = make_draft(
        title="Sample: dinner; with, commas\nand “quotes”",
        organizers=(),
        deadlines=(DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1)),),
        prices=(PriceDraft(audience="member", amount=Decimal("45.50")),),
        credits=(CreditDraft(credential="CMPE", amount=Decimal(2)),),
    )
    await own.keep(user, draft, now=NOON)


async def _know_people(user: User) -> None:
    first, second, *_ = await Contact.filter(user=user).order_by("id")
    await Contact.filter(id=first.id).update(introduced_by_id=second.id, private_note="quokka")
    await CarriedLines.create(contact=first, lines="X-ODD:kept\nX-OTHER;A=b:word for word")
    await wording.reword(user, first, "Dear Élan 🙂", now=NOON)
    await habits.set_habit(user, (3, 10), 8, now=NOON)
    await cards.write_card(user, cards.OnACard(name="Sample Member", email=MEMBER))
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    jpeg = await Darkroom().develop(made.getvalue())
    await pictures.add_picture(user, second, second.key, jpeg, now=NOON)

    people = [await make_contact(user, f"Sample Twin {number}") for number in range(4)]
    await merge(user, people[0], people[1], ("name",), now=NOON)
    await tell_apart(user, people[2], people[3], now=NOON)


async def _mentor(user: User) -> None:
    other = await Mentor.get(user__email="mentor@example.org")
    session = await MentorSession.filter(mentee=user).order_by("id").first()
    about: dict[str, Any] = {"session": session, "author": user, "text": "Ask again."}
    about |= {"about": "Session with Sample Mentor", "changed_at": NOON}
    await SessionNote.create(kind="private", **about)
    await Afterthought.create(went="yes", **about)
    await block(other, user, by_mentor=False, text="Never answers.", now=NOON)
    mentor = await make_mentor(user, about="Ask me anything.", stages="early")
    event = await Event.filter(owner_id=None).order_by("id").first()
    assert event
    hours = availability.Hours(weekdays=(1, 3), starts="09:00", ends="24:00")
    await availability.add_hours(mentor, hours, now=NOON)
    kind = availability.Kind(name="A talk", minutes=30, medium="phone", place="+1 614 555 0100")
    await availability.add_type(mentor, kind)
    await availability.add_opening(mentor, _DAY, "08:00", "09:00", event.id, now=NOON)
    await availability.close(mentor, _DAY, _DAY + timedelta(days=9), now=NOON)
    await availability.set_terms(mentor, cap_day=2)
    address = "https://calendar.example.org/secret.ics"
    await BusyCalendar.create(mentor=mentor, address=address, next_read_at=NOON)


async def _apply(user: User) -> None:
    stage = await stages.add_stage(user, "Second look", Stage.SUBMITTED)
    first = await Application.filter(user=user).order_by("id").first()
    assert first
    await Application.filter(id=first.id).update(own_stage_id=stage.id)
    await templates.set_template(user, [Line("Ask two people", months=2)], now=NOON)
    told = studying.Told(degree="master", year="first", graduates_on=date(2027, 5, 1))
    await studying.note_studies(user, told, now=NOON)
