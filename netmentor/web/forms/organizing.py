"""The forms of organizers beside that of an event: how it repeats, and lists they hand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import UploadFile
from starlette.requests import Request

from netmentor.errors import Invalid
from netmentor.events.organizing.lists import LARGEST_LIST, text_of
from netmentor.events.organizing.rules import (
    MOST_TIMES,
    Repeats,
    days_of,
    repeats_words,
    why_not_repeating,
)
from netmentor.text import clean
from netmentor.web import sessions

REPEATING = ("repeats", "repeats_until", "repeats_times")
CHOSEN = tuple(f"day_{number}" for number in range(MOST_TIMES))
LARGEST_BODY = 2 * LARGEST_LIST + 64 * 1024  # bytes: a file, a text beside it, and what holds them

_KEY = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Series:
    """The days on which an event is, how that is said, and which of them were chosen."""

    days: tuple[date, ...]
    words: str
    chosen: tuple[date, ...]


def series_of(told: Mapping[str, str], first: date | None) -> Series | str | None:
    """Read how an event repeats: None if it does not, a sentence where that makes no sense."""
    if not told["repeats"] or first is None:
        return None
    try:
        until = date.fromisoformat(told["repeats_until"]) if told["repeats_until"] else None
    except ValueError:
        return "Write the last day as 2027-12-31."
    times = told["repeats_times"]
    if reason := why_not_repeating(first, told["repeats"], until, times):
        return reason
    repeats = Repeats(told["repeats"])
    days = days_of(first, repeats, until=until, times=int(times) if times else None)
    wanted = {told.get(name) for name in CHOSEN}
    chosen = tuple(day for day in days if day.isoformat() in wanted)
    return Series(tuple(days), repeats_words(first, repeats), chosen)


def key_of(told: str) -> str:
    """Return the name that a form gave what it makes; raise Invalid for one that is none."""
    if not _KEY.fullmatch(told):
        raise Invalid("This form is not whole. Go back, reload, and send it again.")
    return told


async def handed_in(request: Request) -> tuple[str, str]:
    """Return the deed and the text of a list: what was uploaded, else what was pasted.

    Raises Invalid for a list that is too large, and Unreadable for a file that is no text.
    """
    async with request.form(max_files=1, max_fields=8, max_part_size=LARGEST_BODY) as form:
        told = form.get(sessions.FORM_TOKEN, "")
        deed, pasted, file = form.get("deed", ""), form.get("list", ""), form.get("file", "")
        body = await file.read(LARGEST_LIST + 1) if isinstance(file, UploadFile) else b""
    if not all(isinstance(one, str) for one in (told, deed, pasted)):
        raise Invalid("A field of this form is a file that should be text.")
    sessions.check_token(request, await sessions.needed(request), str(told))
    text = text_of(body) if body else clean(str(pasted))
    if max(len(body), len(text.encode())) > LARGEST_LIST:
        raise Invalid(f"The list is larger than {LARGEST_LIST // 2**20} MB.")
    return str(deed), text
