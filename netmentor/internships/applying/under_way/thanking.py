"""Thanks to whoever looked after somebody: a follow-up for the last day, which moves with it."""

from __future__ import annotations

from datetime import date, datetime

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import let_go, promise_follow_up, put_off, today_of
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.rules import LONGEST_WHAT, State
from netmentor.errors import Invalid
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.models import UnderWay


async def plan_thanks(
    user: User, row: UnderWay, title: str, last: date | None, *, now: datetime
) -> None:
    """Plan, move or drop the thanks for `title`, inside the caller's transaction.

    Once somebody was thanked, or let it go, they are asked no more. Who saves `row` saves this.
    """
    who = row.supervisor if row.supervisor and not row.supervisor.gone_at else None
    planned = await FollowUp.get_or_none(id=row.thanks_id or 0).select_related("contact")
    if planned and planned.state != State.OPEN:
        return
    if planned and (who is None or last is None or planned.contact_id != who.id):
        if planned.contact and not planned.contact.gone_at:  # of the bin, nothing is done
            await let_go(user, planned, now=now)
        planned = row.thanks = None
    if who and last:
        due_on = max(last, today_of(user, now))
        if planned is None:
            row.thanks = await _planned(user, who, title, due_on, now=now)
        elif planned.due_on != due_on:
            await put_off(user, planned, due_on, now=now)


async def thank_nobody(user: User, application: Application, *, now: datetime) -> None:
    """Drop the thanks that are planned for an application, inside the caller's deed."""
    rows = UnderWay.filter(application=application).select_related("supervisor")
    if row := await rows.first():
        await plan_thanks(user, row, application.title, None, now=now)


async def _planned(
    user: User, who: Contact, title: str, due_on: date, *, now: datetime
) -> FollowUp | None:
    what = f"Thank {who.name}: {title}"[:LONGEST_WHAT]
    try:
        return await promise_follow_up(user, contact=who, what=what, due_on=due_on, now=now)
    except Invalid:  # so much is open already: its days are kept all the same
        return None
