"""How soon a mentor usually answers, as a band that they may hide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Band, band_of
from netmentor.mentoring.words import BAND_WORDS


async def note_replies(mentor_id: int, waits: Sequence[timedelta]) -> None:
    """Keep the band of how long the latest answers took, in the caller's transaction."""
    await Mentor.filter(id=mentor_id).update(reply_band=band_of(waits) or "")


def reply_band(mentor: Mentor) -> str:
    """How soon `mentor` usually answers, in words; "" of too few answers, or where it is hidden."""
    shown = mentor.reply_band and not mentor.hides_reply_time
    return BAND_WORDS[Band(mentor.reply_band)] if shown else ""
