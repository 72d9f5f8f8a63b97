"""What was told of people is forgotten with them."""

from __future__ import annotations

from datetime import datetime

from netmentor.contacts.binning import gone_for_good
from netmentor.contacts.models import FollowUp
from netmentor.db.bulk import batches
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.reminders.models import Reminder, ReminderLetter


async def forget_told_of_people(*, now: datetime) -> None:
    """Forget reminders of people whose time in the bin is over, before the bin is emptied.

    That a letter told of them stays noted, but not its subject.
    """
    async with transaction():
        for some in batches(await gone_for_good(now=now)):
            uids = await values_of(FollowUp.filter(contact_id__in=list(some)), "uid")
            for few in batches(uids):
                told = Reminder.filter(uid__in=list(few))
                letters = await values_of(told.filter(letter_id__not_isnull=True), "letter_id")
                await ReminderLetter.filter(id__in=letters).update(subject="")
                await told.delete()
