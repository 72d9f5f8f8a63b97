"""Lives the life of a sample user in a running service's database, one step at a time.

`first` prints a line of JSON with the secrets of four feeds: all of it, titles, busy only, and
to-dos. Between `first` and `second` an event moves, one is canceled, one stays, and a follow-up
is done; `third` revokes the feed of all of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date

from gates.calendars.stage import STAGES
from netmentor import clock, settings
from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import do, promise_follow_up
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.db.connections import connected
from netmentor.events.attending.actions import answer
from netmentor.events.attending.rules import Answer
from tests.accounts.casting import make_user
from tests.agenda.feeding import open_feed
from tests.factories import event_of, put

ALARMS = "going:1h,follow_ups:0"


async def first() -> None:
    now = clock.now()
    await put(*STAGES["first"], now=now)
    user = await make_user()
    for draft in STAGES["first"]:
        await answer(user, await event_of(draft), Answer.GOING, now=now)
    contact, _ = await capture(user, Capture(name="Sample Priya", note="likes fjords"), now=now)
    for what in ("Send the survey", "Say thanks; with a comma, and “quotes”"):
        due_on = date(2026, 12, 10)
        await promise_follow_up(user, contact=contact, what=what, due_on=due_on, now=now)
    feeds = {
        "full": await open_feed(user, alarms=ALARMS),
        "titles": await open_feed(user, detail="titles"),
        "busy": await open_feed(user, detail="busy"),
        "todo": await open_feed(user, tasks="todo", alarms=ALARMS),
    }
    print(json.dumps({name: token for name, (_, token) in feeds.items()}))


async def second() -> None:
    await put(*STAGES["second"], now=clock.now())
    row = await FollowUp.get(what="Send the survey")
    await do(await User.get(id=row.user_id), row, TouchKind.MESSAGE, now=clock.now())


async def third() -> None:
    await PrivateFeed.filter(detail="full", tasks="event").update(revoked_at=clock.now())


async def main(step: str) -> None:
    async with connected(settings.load()):
        await {"first": first, "second": second, "third": third}[step]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
