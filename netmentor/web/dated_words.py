"""How a calendar says when something is: by the user's own clock, on one of its days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from netmentor.agenda.placing import Placed
from netmentor.agenda.words import KIND_WORDS, listed
from netmentor.calendars.dated import Kind
from netmentor.calendars.entry import Span
from netmentor.events.words import clock_words, days_words
from netmentor.web import words

ONE_OF_WORDS: dict[str, str] = KIND_WORDS | {  # of one thing
    Kind.DEADLINES: "Deadline",
    Kind.FOLLOW_UPS: "Follow-up",
    Kind.SESSIONS: "Mentoring session",
    Kind.APPLICATIONS: "Application",
}
_NAMED = 2  # of what clashes with one thing


def hours_on(one: Placed, day: date) -> str:
    """Return the hours of something as one of its days tells them; "" for whole days."""
    starts, ends = one.starts, one.ends
    if starts is None or ends is None:
        return ""
    if one.first_on < day:
        return f"until {_clock(ends)}" if one.last_on == day else "all day"
    if one.last_on > day:
        return f"{_clock(starts)} – {ends:%a} {_clock(ends)}"
    return words.times(f"{starts:%H:%M}", "" if starts == ends else f"{ends:%H:%M}")


def brief_on(one: Placed, day: date) -> str:
    """Return the hour that one day of something begins or ends it, as short as it can be told."""
    if one.starts is None or one.ends is None:
        return ""
    if one.first_on < day:
        return f"to {words.brief_clock(f'{one.ends:%H:%M}')}" if one.last_on == day else ""
    return words.brief_clock(f"{one.starts:%H:%M}")


def there(one: Placed) -> str:
    """Return the hour where something is, for whoever has another one there; else ""."""
    when = one.entry.when
    if one.starts is None or not isinstance(when, Span):
        return ""
    if when.starts.replace(tzinfo=None) == one.starts.replace(tzinfo=None):
        return ""
    return f"{_clock(when.starts)} {words.zone(when.zone.key)} there"


def clash_words(one: Placed) -> str:
    """Return what something clashes with; of more than two only how many."""
    told = [other.entry.title for other in one.clashes[:_NAMED]]
    more = len(one.clashes) - len(told)
    return listed([*told, *([f"{more} more"] if more else [])])


def told(one: Placed) -> str:
    """Return all that a bar of a month does not show, for whoever hears it."""
    parts = [ONE_OF_WORDS[one.kind], days_words(one.first_on, one.last_on)]
    parts += [hours_on(one, one.first_on)] if one.starts else []
    parts += [f"clashes with {clash_words(one)}"] if one.clashes else []
    return ", ".join(parts)


def week_words(first: date, last: date) -> str:
    """Return the days of a week, each fact once.

    >>> week_words(date(2026, 11, 22), date(2026, 11, 28))
    'November 22–28, 2026'
    >>> week_words(date(2026, 11, 29), date(2026, 12, 5))
    'November 29 – December 5, 2026'
    >>> week_words(date(2026, 12, 27), date(2027, 1, 2))
    'December 27, 2026 – January 2, 2027'
    """
    if first.year != last.year:
        return f"{first:%B} {first.day}, {first.year} – {last:%B} {last.day}, {last.year}"
    if first.month != last.month:
        return f"{first:%B} {first.day} – {last:%B} {last.day}, {last.year}"
    return f"{first:%B} {first.day}–{last.day}, {last.year}"


def clock_change(change: timedelta) -> str:
    """Return what the clock does on a day, "" where it does nothing.

    >>> clock_change(timedelta(hours=-1)), clock_change(timedelta(minutes=30))
    ('The clock goes back 1 hour', 'The clock goes forward 30 minutes')
    """
    minutes = abs(change) // timedelta(minutes=1)
    if not minutes:
        return ""
    told = f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} hour{'s' * (minutes > 60)}"
    return f"The clock goes {'back' if change < timedelta() else 'forward'} {told}"


def _clock(moment: datetime) -> str:
    return clock_words(f"{moment:%H:%M}")
