"""Two mentors and three mentees, what each may do, and what is offered: kept by other rules.

What a mentor offers is read here from hours and days alone, so that it errs in other places than
the service does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring.availability import actions as offering
from netmentor.mentoring.availability.actions import Hours
from netmentor.mentoring.availability.models import Closing, SessionType, WeeklyHours
from netmentor.mentoring.booking import actions, lapsing, settling
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import MONDAY_TEN, make_bookable

NEW_YORK = ZoneInfo("America/New_York")
CAPS = {"cap_day": 3, "cap_week": 5, "cap_month": 4}
NOTICE = timedelta(hours=24)
_A_DAY = timedelta(days=1)
_EARLY, _LATE = ("09:00", "17:00"), ("12:00", "20:00")
# Minutes after ten: most begin in all hours, and the last three late, early and between steps.
_BEGINNINGS = (0, 30, 60, 120, 150, 180, 240, 390, -90, 10)


@dataclass
class World:
    """Who there is, what time it is, and what of hours and days stands at some moment of a round.

    `chosen` are the times that a mentee took or proposed in it: all of them must be offered.
    """

    settings: Settings
    offers: list[tuple[Mentor, SessionType]]
    mentees: list[User]
    now: datetime = NOON
    hours: set[tuple[int, int, str, str]] = field(default_factory=set)
    closed: set[tuple[int, date]] = field(default_factory=set)
    chosen: list[tuple[SessionType, datetime]] = field(default_factory=list)

    async def begin(self, hours: int) -> None:
        """Begin a round, some hours later; days that close in it may be chosen still."""
        self.now += timedelta(hours=hours)
        weekly = await WeeklyHours.all()
        self.hours = {(one.mentor_id, one.weekday, one.starts, one.ends) for one in weekly}
        self.closed = {(one.mentor_id, one.first_on) for one in await Closing.all()}
        self.chosen = []

    async def ask(self, mentee: int, mentor: int, slot: int) -> None:
        offer, wish = self.offers[mentor], Wish(starts_at=time_of(slot))
        await actions.ask(self.settings, offer[0], self.mentees[mentee], offer[1], wish, **self.at)
        self.chosen.append((offer[1], time_of(slot)))

    async def approve(self, which: int) -> None:
        if session := await self.session(which):
            await actions.approve(self.settings, session, **self.at)

    async def decline(self, which: int) -> None:
        if session := await self.session(which):
            await actions.decline(self.settings, session, **self.at)

    async def propose(self, which: int, by: int, slot: int) -> None:
        if session := await self.session(which):
            times = [time_of(slot), time_of(slot + 11)]
            await actions.propose(self.settings, session, _one(session, by), times, **self.at)
            if by:  # a mentor may propose whatever is free
                self.chosen += [(_type(session), one) for one in times]

    async def accept(self, which: int, by: int, turn: int) -> None:
        if (session := await self.session(which)) and session.proposed:
            time = session.proposed[turn % len(session.proposed)]
            await actions.accept_proposal(
                self.settings, session, _one(session, by), time, **self.at
            )

    async def move(self, which: int, by: int, slot: int) -> None:
        if session := await self.session(which):
            to, time = _one(session, by), time_of(slot)
            await actions.move(self.settings, session, to, time, **self.at)
            self.chosen.append((_type(session), time))

    async def cancel(self, which: int, by: int) -> None:
        if session := await self.session(which):
            await actions.cancel(self.settings, session, _one(session, by), **self.at)

    async def close(self, mentor: int, day: int) -> None:
        on = MONDAY_TEN.date() + day * _A_DAY
        await offering.close(self.offers[mentor][0], on, on, now=self.now)

    async def change_hours(self, mentor: int, weekday: int, is_late: bool) -> None:
        whose, (starts, ends) = self.offers[mentor][0], _LATE if is_late else _EARLY
        self.hours.add((whose.id, weekday, starts, ends))
        stood = await WeeklyHours.get(mentor=whose, weekday=weekday)
        told = Hours(weekdays=[weekday], starts=starts, ends=ends)
        await offering.change_hours(whose, stood.id, told, now=self.now)

    async def tick(self) -> None:
        await lapsing.lapse_due(self.settings, **self.at)
        await settling.settle_over(**self.at)

    @property
    def at(self) -> dict[str, Any]:
        return {"now": self.now}

    async def session(self, which: int) -> MentorSession | None:
        every = MentorSession.all().order_by("id")
        found = await every.select_related("mentor__user", "mentee", "type")
        return found[which % len(found)] if found else None

    def is_offered(self, type_: SessionType, starts_at: datetime) -> bool:
        """True for a time that a mentee may choose, as far as the mentor's terms go."""
        begins = starts_at.astimezone(NEW_YORK)
        ends = begins + timedelta(minutes=type_.minutes)
        on, span = begins.date(), (f"{begins:%H:%M}", f"{ends:%H:%M}")
        is_open = any(
            (mentor, weekday) == (type_.mentor_id, on.weekday())
            and starts <= span[0]
            and span[1] <= until
            for mentor, weekday, starts, until in self.hours
        )
        is_on_step = begins.minute % 30 == 0
        is_closed = (type_.mentor_id, on) in self.closed
        return is_open and is_on_step and not is_closed and starts_at >= self.now + NOTICE


async def make_world(settings: Settings) -> World:
    """Ada, who is asked first, and Ben, who is booked at once; Ada is one of the mentees, too."""
    for table in (OutgoingMail, MentorSession, Mentor, User):
        await table.all().delete()
    terms = {"step_minutes": 30, "notice_hours": 24} | CAPS
    asked = await make_bookable(await make_user("ada@example.org"), terms=terms)
    instant = await make_bookable(
        await make_user("ben@example.org"), terms=terms, is_instant=True, minutes=90
    )
    mentees = [await make_user(f"mentee-{n}@example.org") for n in range(2)]
    return World(settings, [asked, instant], [*mentees, asked[0].user])


def time_of(slot: int) -> datetime:
    """One of ten beginnings of a day, of five days in turn."""
    at: datetime = MONDAY_TEN + timedelta(days=slot // 10 % 5, minutes=_BEGINNINGS[slot % 10])
    return at


def _one(session: MentorSession, by: int) -> User:
    mentee = session.mentee
    assert mentee is not None
    found: User = mentee if by else session.mentor.user
    return found


def _type(session: MentorSession) -> SessionType:
    found = session.type
    assert found is not None
    return found
