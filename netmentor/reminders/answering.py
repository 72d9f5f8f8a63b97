"""What a link of a letter asks of its reader, and what it does once they answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from netmentor.accounts.models import User
from netmentor.contacts import follow_ups
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.models import FollowUp
from netmentor.contacts.queries import deed_of, follow_up_ids, follow_up_of
from netmentor.contacts.rules import State, TouchKind
from netmentor.contacts.undoing import undo as put_back
from netmentor.contacts.words import near_day
from netmentor.errors import NetMentorError, NotFound
from netmentor.reminders import actions
from netmentor.reminders.links import Link, Purpose, Signer, owner, read
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import Subject
from netmentor.reminders.words import SUBJECT_NOUNS
from netmentor.settings import Settings

ANSWERS = frozenset(Purpose) - {Purpose.UNSUBSCRIBE}
_TODAY, _WISHES = "/today", "/settings/reminders"
_PLACES = {Purpose.DONE: _TODAY, Purpose.LATER: _TODAY}  # where the same is done signed in
_SETTLED = {State.DONE: "That is done already.", State.DROPPED: "That was dropped before."}
_DEED, _KIND, _ALL = "deed", "kind", "all"  # what a link to undo names first


class LinkOver(NetMentorError):
    """A link of ours that was good until a day; `place` is where the same is done signed in."""

    def __init__(self, link: Link) -> None:
        super().__init__(f"This link was good until {link.ends_at:%B} {link.ends_at.day}.")
        self.place = _PLACES.get(link.purpose, _WISHES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page with one button; where there is none, `words` say why."""

    heading: str
    words: str
    button: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was done, and the path that undoes it within a day; "" where nothing was done."""

    words: str
    undo: str = ""


class Answering:
    """One link, opened for the user whose it is."""

    def __init__(self, settings: Settings, link: Link, user: User, now: datetime) -> None:
        self._link, self._user, self._now = link, user, now
        self._signer = Signer(settings, user, now)

    async def ask(self) -> Asked:
        """Say what the link does, and do nothing."""
        match self._link.purpose:
            case Purpose.DONE | Purpose.LATER:
                return self._ask_of(await self._follow_up())
            case Purpose.STOP:
                return await self._ask_to_stop()
            case Purpose.UNSUBSCRIBE:
                return await self._ask_to_unsubscribe()
            case Purpose.UNDO:
                return await self._ask_to_undo()

    async def answer(self) -> Answered:
        """Do what the link is for; once more, and nothing happens."""
        match self._link.purpose:
            case Purpose.DONE:
                return await self._do()
            case Purpose.LATER:
                return await self._put_off()
            case Purpose.STOP:
                return await self._stop()
            case Purpose.UNSUBSCRIBE:
                return await self._unsubscribe()
            case Purpose.UNDO:
                return await self._undo()

    async def _follow_up(self) -> FollowUp:
        uid = self._link.uid
        number = (await follow_up_ids(self._user, [uid])).get(uid)
        if number is None:
            raise NotFound("There is no such follow-up any more.")
        return await follow_up_of(self._user, number)

    def _ask_of(self, row: FollowUp) -> Asked:
        if row.state != State.OPEN:
            return Asked(heading=row.what, words=_SETTLED[State(row.state)])
        due = f"Due {near_day(row.due_on, self._today)}."
        if self._link.purpose == Purpose.DONE:
            return Asked(heading=row.what, words=due, button="Done")
        if row.due_on != self._link.due_on:
            return Asked(heading=row.what, words=f"It was moved already. {due}")
        return Asked(heading=row.what, words=due, button=f"Move to {self._called(row)}")

    async def _do(self) -> Answered:
        row = await self._follow_up()
        if not await follow_ups.do(self._user, row, TouchKind.MESSAGE, now=self._now):
            return Answered(words=_SETTLED[State(row.state)])
        return await self._done()

    async def _put_off(self) -> Answered:
        row = await self._follow_up()
        told, later = self._link.due_on, self._later(row)
        if await follow_ups.put_off(self._user, row, later, still=told, now=self._now):
            return await self._done()
        return Answered(words=self._ask_of(row).words)

    async def _done(self) -> Answered:
        """What was done a moment ago, as contacts keep it to be undone."""
        deed = await latest_deed(self._user, since=self._now)
        if deed is None:
            raise NotFound("That is undone already.")
        return Answered(words=deed.words, undo=self._signer.undo(_DEED, str(deed.id)))

    async def _ask_to_stop(self) -> Asked:
        subject = Subject(self._link.words[0])
        heading = f"Letters about {SUBJECT_NOUNS[subject]}"
        if not (await wishes_of(self._user)).wants(subject):
            return Asked(heading=heading, words="They are stopped already.")
        words = "You will get no more of these. All other reminders go on."
        return Asked(heading=heading, words=words, button="Stop these letters")

    async def _stop(self) -> Answered:
        subject = Subject(self._link.words[0])
        before = await actions.stop_kind(self._user, subject, now=self._now)
        if not before:
            return Answered(words=f"Letters about {SUBJECT_NOUNS[subject]} are stopped already.")
        words = f"Letters about {SUBJECT_NOUNS[subject]} are stopped."
        return Answered(words=words, undo=self._signer.undo(_KIND, subject, before))

    async def _ask_to_unsubscribe(self) -> Asked:
        heading = "All letters with reminders"
        if (await wishes_of(self._user)).paused_at:
            return Asked(heading=heading, words="They are stopped already.")
        words = "You will get none until you turn them on again. Codes you ask for still come."
        return Asked(heading=heading, words=words, button="Stop all reminders")

    async def _unsubscribe(self) -> Answered:
        if not await actions.pause(self._user, now=self._now):
            return Answered(words="All letters with reminders are stopped already.")
        words = "All letters with reminders are stopped."
        return Answered(words=words, undo=self._signer.undo(_ALL))

    async def _ask_to_undo(self) -> Asked:
        what, *more = self._link.words
        if what != _DEED:
            return Asked(heading="Undo", words="You will get these letters again.", button="Undo")
        deed = await deed_of(self._user, int(more[0]))
        if deed is None:
            return Asked(heading="Undo", words="That is undone already.")
        return Asked(heading="Undo", words=deed.words, button="Undo")

    async def _undo(self) -> Answered:
        what, *more = self._link.words
        if what == _DEED:
            words = await put_back(self._user, int(more[0]), now=self._now)
            return Answered(words=f"Undone: “{words}”")
        if what == _ALL:
            await actions.resume(self._user)
            return Answered(words="Letters with reminders come again.")
        subject = Subject(more[0])
        await actions.take_up(self._user, subject, more[1])
        return Answered(words=f"Letters about {SUBJECT_NOUNS[subject]} come again.")

    @property
    def _today(self) -> date:
        return follow_ups.today_of(self._user, self._now)

    def _later(self, row: FollowUp) -> date:
        return max(self._today, row.due_on) + timedelta(days=1)

    def _called(self, row: FollowUp) -> str:
        return near_day(self._later(row), self._today)


async def opened(
    settings: Settings, signed: str, among: Collection[Purpose], *, now: datetime
) -> Answering:
    """Open a link that is for one of these purposes.

    Raises NotFound for what is forged, cut short, or of an account that is gone, and LinkOver.
    """
    link = read(settings, signed)
    if link.purpose not in among:
        raise NotFound("There is no page at this address.")
    user = await owner(link)
    if link.ends_at <= now:
        raise LinkOver(link)
    return Answering(settings, link, user, now)
