"""What people do about those they met, by chance: captured, edited, written to, forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts import binning, editing, promising, tagging, touching
from netmentor.contacts.capturing import Capture, capture, capture_all
from netmentor.contacts.editing import told_of
from netmentor.contacts.follow_ups import (
    do,
    let_go,
    promise_follow_up,
    put_off,
    set_cadence,
    set_tag_cadence,
    today_of,
)
from netmentor.contacts.habits import set_habit
from netmentor.contacts.models import Contact, Deed, FollowUp, Picture, Promise, Tag, Touch
from netmentor.contacts.pictures import add_picture, put_away_picture
from netmentor.contacts.rules import Answer, State, TouchKind
from netmentor.contacts.sorting import sort_out
from netmentor.contacts.undoing import undo
from netmentor.db.columns import values_of
from netmentor.events.models import Event
from tests.agenda import living

NAMES = ("Sample Ann", "Sample Bo", "Sample Cy")
TAGS = ("Mentor", "Ohio")


@dataclass
class People:
    """Everything that three users do about the people they met; each deed picks by chance."""

    users: list[User]
    chance: Random
    now: datetime = field(default=datetime(2026, 11, 24, 12, tzinfo=UTC))

    @property
    def deeds(self) -> list[tuple[int, living.Deed]]:
        """How often something happens, and what."""
        return [
            *((8, self.meets), (1, self.meets_a_table), (5, self.edits), (1, self.adds_notes)),
            *((5, self.is_in_touch), (1, self.takes_a_touch_out), (2, self.promises)),
            *((2, self.settles_a_promise), (4, self.plans), (8, self.settles), (3, self.cadence)),
            *((2, self.cadence_of_a_tag), (4, self.sorts), (3, self.tags), (1, self.plans_for_all)),
            *((3, self.bins), (2, self.takes_out_of_the_bin), (7, self.undoes), (1, self.habits)),
            *((1, self.photographs), (1, self.bins_are_emptied)),
        ]

    @property
    def user(self) -> User:
        return self.chance.choice(self.users)

    async def meets(self) -> None:
        await capture(self.user, await self._capture(), now=self.now)

    async def meets_a_table(self) -> None:
        told = [await self._capture() for _ in range(2)]
        await capture_all(self.user, told, now=self.now)

    async def edits(self) -> None:
        if contact := await self._contact():
            await contact.fetch_related("event__merged_into", "introduced_by")
            told = await told_of(contact)
            changed: dict[str, Any] = self.chance.choice(
                [
                    {"name": self.chance.choice(NAMES)},
                    {"note": self.chance.choice(["", "Talked about staffing."])},
                    {"private_note": self.chance.choice(["", "Never leaves."])},
                    {"credentials": self.chance.choice(["", "CMPE"])},
                    {"met_where": self.chance.choice(["", "Sample class"])},
                    {"met_at": self.now - timedelta(days=self.chance.randrange(5))},
                    {"ways": self.chance.choice([(), (("email", "a@example.org"),)])},
                    {"positions": self.chance.choice([(), (editing.Held(title="Head"),)])},
                    {"tags": self.chance.choice([(), TAGS])},
                    {},
                ]
            )
            as_told = {name: getattr(told, name) for name in told.__dataclass_fields__}
            whole = editing.Told(**as_told | changed)
            await editing.change(
                await contact.user, contact, whole, version=contact.version, now=self.now
            )

    async def adds_notes(self) -> None:
        if contact := await self._contact():
            note = {contact: self.chance.choice(["", "More."])}
            await editing.add_notes(await contact.user, note, now=self.now)

    async def is_in_touch(self) -> None:
        if contact := await self._contact():
            told = touching.Told(kind=TouchKind.CALL, at=self.now)
            await touching.log_touch(await contact.user, contact, told, now=self.now)

    async def takes_a_touch_out(self) -> None:
        if row := await self._one(Touch.all().select_related("contact__user")):
            await touching.take_out_touch(row.contact.user, row, now=self.now)

    async def promises(self) -> None:
        if contact := await self._contact():
            by_them = self.chance.random() < 0.5
            user = await contact.user
            await promising.promise(user, contact, "the model", by_them=by_them, now=self.now)

    async def settles_a_promise(self) -> None:
        if row := await self._one(Promise.all().select_related("contact__user")):
            state = self.chance.choice([State.DONE, State.DROPPED])
            await promising.settle_promise(row.contact.user, row, state, now=self.now)

    async def plans(self) -> None:
        contact = await self._contact()
        event = await self._one(Event.filter(owner_id=None))
        about = {"contact": contact} if contact else {"event": event}
        user = await contact.user if contact else self.user
        await promise_follow_up(
            user,
            **about,
            what=self.chance.choice(["Call", f"Write to {NAMES[0]}"]),
            due_on=today_of(user, self.now) + timedelta(days=self.chance.randrange(40)),
            due_time=self.chance.choice(["", "09:30"]),
            every_days=self.chance.choice([None, None, 14]),
            now=self.now,
        )

    async def settles(self) -> None:
        if row := await self._one(FollowUp.all().select_related("user")):
            deed = self.chance.choice([do, do, put_off, let_go])
            later = today_of(row.user, self.now) + timedelta(days=self.chance.randrange(4))
            if deed is put_off:
                await put_off(row.user, row, later, now=self.now)
            elif deed is do:
                await do(row.user, row, TouchKind.MESSAGE, now=self.now)
            else:
                await let_go(row.user, row, now=self.now)

    async def cadence(self) -> None:
        if contact := await self._contact():
            weeks = self.chance.choice([None, 0, 4, 13])
            await set_cadence(await contact.user, contact, weeks, now=self.now)

    async def cadence_of_a_tag(self) -> None:
        if tag := await self._one(Tag.all().select_related("user")):
            weeks = self.chance.choice([None, 4])
            await set_tag_cadence(tag.user, tag, weeks, now=self.now)

    async def sorts(self) -> None:
        if contact := await self._contact():
            answer = self.chance.choice([Answer.TODAY, Answer.WEEK, Answer.KEEP, Answer.NONE])
            await sort_out(await contact.user, contact, answer, now=self.now)

    async def tags(self) -> None:
        user = self.user
        if people := await self._some(user):
            do_it = self.chance.choice([tagging.tag, tagging.untag])
            await do_it(user, people, [self.chance.choice(TAGS)], now=self.now)

    async def plans_for_all(self) -> None:
        user = self.user
        if people := await self._some(user):
            day = today_of(user, self.now)
            await tagging.follow_up_all(user, people, "", day, now=self.now)

    async def bins(self) -> None:
        user = self.user
        if people := await self._some(user):
            await binning.delete(user, people[:2], now=self.now)

    async def takes_out_of_the_bin(self) -> None:
        if contact := await self._one(Contact.filter(gone_at__not_isnull=True)):
            await binning.take_back(await contact.user, contact, now=self.now)

    async def undoes(self) -> None:
        user = self.user
        ids = await values_of(Deed.filter(user=user, undone_at=None).order_by("-id"), "id")
        if ids:
            which = ids[0] if self.chance.random() < 0.6 else self.chance.choice(ids[:6])
            await undo(user, which, now=self.now)

    async def habits(self) -> None:
        await set_habit(self.user, (2, 9), self.chance.choice([8, 13]), now=self.now)

    async def photographs(self) -> None:
        if picture := await self._one(Picture.filter(gone_at=None).select_related("contact__user")):
            await put_away_picture(picture.contact.user, picture, now=self.now)
        elif contact := await self._contact():
            await add_picture(await contact.user, contact, contact.key, b"\xff\xd8", now=self.now)

    async def bins_are_emptied(self) -> None:
        await binning.empty_bins(now=self.now)

    async def _capture(self) -> Capture:
        day = self.now.date() + timedelta(days=self.chance.randrange(9))
        return Capture(
            name=self.chance.choice(NAMES),
            email=self.chance.choice(["", "b@example.org"]),
            event=await self._one(Event.filter(owner_id=None)),
            follow_up_on=self.chance.choice([None, day]),
            promise=self.chance.choice(["", "the model"]),
            tags=self.chance.choice([(), TAGS[:1]]),
        )

    async def _contact(self) -> Contact | None:
        found = await self._one(Contact.all())
        return found if isinstance(found, Contact) else None

    async def _some(self, user: User) -> list[Contact]:
        people = await Contact.filter(user=user, gone_at=None).order_by("id")
        return self.chance.sample(people, min(len(people), 3))

    async def _one(self, rows: Any) -> Any:
        """One row, by chance, or None where there is none."""
        ids = sorted(await values_of(rows, "id"))
        return await rows.get(id=self.chance.choice(ids)) if ids else None
