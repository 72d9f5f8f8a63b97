"""Clearing away what was kept for a while only."""

from __future__ import annotations

from netmentor import clock, keeping
from netmentor.accounts import receipts
from netmentor.agenda import actions as agenda
from netmentor.contacts import binning, deeds
from netmentor.contacts.books import actions as books
from netmentor.events import own
from netmentor.internships import departing
from netmentor.mentoring.booking import guests, settling
from netmentor.reminders import actions as reminders
from netmentor.reminders import forgetting
from netmentor.settings import Settings


async def clear_away() -> None:
    """Empty the bins, and forget what is of no use any more, as deeds and who did not come."""
    now = clock.now()
    await own.empty_bins(now=now)
    await forgetting.forget_told_of_people(now=now)
    await binning.empty_bins(now=now)
    await departing.forget_departed(now=now)
    await agenda.forget_revoked(now=now)
    await deeds.forget_old_deeds(now=now)
    await books.forget_old(now=now)
    await receipts.forget_old(now=now)
    await reminders.forget_old(now=now)
    await settling.forget_no_shows(now=now)


async def forget_guests(settings: Settings) -> None:
    """Erase the guests whose last session was over a while ago."""
    now = clock.now()
    for guest in await guests.guests_over(now=now):
        await keeping.erase(settings, guest, now=now)
