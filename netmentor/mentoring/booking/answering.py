"""What a button of a mentor's letter asks, and what it does; no signing in is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.accounts.signed import owner_of
from netmentor.errors import Conflict, NetMentorError
from netmentor.mentoring.booking import actions, rules
from netmentor.mentoring.booking.instead import times_instead
from netmentor.mentoring.booking.links import Link, Purpose, is_of, read
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_for_mentor
from netmentor.mentoring.booking.rules import State
from netmentor.mentoring.booking.telling import when_words
from netmentor.mentoring.entries import path_of, title_of
from netmentor.settings import Settings

_BUTTONS = {
    Purpose.APPROVE: "Approve",
    Purpose.DECLINE: "Not a fit",
    Purpose.TIMES: "Propose these times",
}
_DONE = {
    Purpose.APPROVE: "Approved. It is in both calendars.",
    Purpose.DECLINE: "Declined. They are told, and the time is yours again.",
    Purpose.TIMES: "Proposed. They choose one, and you are told.",
}
_REPEATED = {Purpose.APPROVE: State.CONFIRMED, Purpose.DECLINE: State.DECLINED}


class LinkOver(NetMentorError):
    """A link of ours that was good until a day; `place` is where the same is done signed in."""

    def __init__(self, link: Link) -> None:
        super().__init__(f"This link was good until {link.ends_at:%B} {link.ends_at.day}.")
        self.place = path_of(link.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page with one button; where there is none, `words` say why. `times` may be proposed."""

    heading: str
    words: str
    button: str = ""
    about: Sequence[tuple[str, str]] = ()
    times: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was done."""

    words: str


class Answering:
    """One button, opened for the mentor whose letter it is in."""

    def __init__(
        self, settings: Settings, link: Link, user: User, session: MentorSession, now: datetime
    ) -> None:
        self.session = session
        self._settings, self._link, self._user, self._now = settings, link, user, now

    @property
    def proposes(self) -> bool:
        """True where the answer is other times."""
        return self._link.purpose is Purpose.TIMES

    async def ask(self) -> Asked:
        """Say what the button does, and do nothing."""
        session = self.session
        heading = title_of(session.type_name, session.mentee.name if session.mentee else None)
        if why := self._why_not():
            return Asked(heading=heading, words=why)
        return Asked(
            heading=heading,
            words=f"{when_words(session.starts_at, session.minutes, session.timezone)}.",
            button=_BUTTONS[self._link.purpose],
            about=(("Topic", session.topic), ("Question", session.questions)),
            times=await self._times() if self.proposes else (),
        )

    async def answer(self, starts: Sequence[datetime] = ()) -> Answered:
        """Do what the button is for; once more, and it is said to be done already.

        Raises Conflict, or Invalid, where that cannot be done any more.
        """
        session, now = self.session, self._now
        why, is_done = self._why_not(), session.state == _REPEATED.get(self._link.purpose)
        if why and is_done:
            return Answered(words=why)
        if why:
            raise Conflict(why)
        match self._link.purpose:
            case Purpose.APPROVE:
                await actions.approve(self._settings, session, now=now)
            case Purpose.DECLINE:
                await actions.decline(self._settings, session, now=now)
            case Purpose.TIMES:
                await actions.propose(self._settings, session, self._user, starts, now=now)
        return Answered(words=_DONE[self._link.purpose])

    def _why_not(self) -> str | None:
        """Why the request cannot be answered so any more: it may be another one by now."""
        if not is_of(self._link, self.session):
            return "It moved since this letter was written. See its page."
        return rules.why_not_answer(self.session.standing, now=self._now)

    async def _times(self) -> Sequence[datetime]:
        found = await times_instead(self.session, self._user, now=self._now)
        return [one.starts_at for one in found]


async def opened(settings: Settings, signed: str, *, now: datetime) -> Answering:
    """Open a button's link; raise LinkOver, or NotFound for what is forged or of nothing more."""
    link = read(settings, signed)
    user = await owner_of(link.user_id, link.account)
    if link.ends_at <= now:
        raise LinkOver(link)
    return Answering(settings, link, user, await session_for_mentor(user, link.key), now)
