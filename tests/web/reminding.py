"""Somebody who gets letters and is signed in nowhere, and the links that stand in them."""

from __future__ import annotations

from dataclasses import dataclass

import httpx2

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import FollowUp
from netmentor.reminders.links import Purpose, Signer
from netmentor.reminders.rules import Subject
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, TODAY


@dataclass(frozen=True)
class Reader:
    """Whose letters they are, what in them is due today, and who makes their links."""

    user: User
    row: FollowUp
    signer: Signer

    @property
    def done(self) -> str:
        return self.signer.done(self.row.uid)

    @property
    def later(self) -> str:
        return self.signer.later(self.row.uid, TODAY)

    @property
    def links(self) -> dict[Purpose, str]:
        """A link of each purpose."""
        return {
            Purpose.DONE: self.done,
            Purpose.LATER: self.later,
            Purpose.STOP: self.signer.stop(Subject.DEADLINES),
            Purpose.UNSUBSCRIBE: self.signer.unsubscribe(),
            Purpose.UNDO: self.signer.undo("kind", Subject.SERIES, "7d"),
        }

    async def now(self) -> FollowUp:
        """The follow-up as it is by now."""
        return await FollowUp.get(id=self.row.id)


async def make_reader(settings: Settings) -> Reader:
    """Somebody in New York who is to thank Marcus today."""
    user = await make_user(timezone="America/New_York")
    contact = await make_contact(user, "Marcus Bell")
    what = "Thank Marcus for the introduction"
    row = await promise_follow_up(user, contact=contact, what=what, due_on=TODAY, now=NOON)
    return Reader(user, row, Signer(settings, user, NOON))


def button_of(page: httpx2.Response) -> str:
    """Where the one form of a page that changes something posts to."""
    return page.text.partition('<form method="post" action="')[2].partition('"')[0]
