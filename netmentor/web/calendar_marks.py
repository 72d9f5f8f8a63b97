"""How things of a calendar are put in their places: attributes of our own words and numbers alone.

Worked out here, since a month writes hundreds of them, and a template takes several times as long.
"""

from __future__ import annotations

from markupsafe import Markup

from netmentor.agenda import weeks
from netmentor.agenda.placing import Placed
from netmentor.calendars.sheets import Bar, Day

_DOTS = 4  # of a day, on a phone


def bar(one: Bar[Placed]) -> Markup:
    """The attributes of a bar of the month."""
    ends = " from" * one.begins + " to" * one.ends
    return _marked(f"bar c{one.column} s{one.days} l{one.lane}{ends}", one.thing)


def line(one: Placed) -> Markup:
    """The attributes of something in the list of a day."""
    return _marked("mine", one)


def long(one: weeks.Bar) -> Markup:
    """The attributes of one day of a bar of the week, which put it into its lane."""
    ends = " again" * (not one.opens) + " from" * one.begins + " to" * one.ends
    return _marked(f"mine long lane{one.lane} d{one.days}{ends}", one.placed)


def piece(one: weeks.Piece) -> Markup:
    """The attributes that put something at its hour, as long as it is, beside what overlaps it."""
    top, rows = divmod(one.top, weeks.QUARTERS), divmod(one.rows, weeks.QUARTERS)
    place = f"h{top[0]} q{top[1]} n{rows[0]} m{rows[1]} at{one.column} of{one.of}"
    return _marked(f"mine piece {place}", one.placed)


def dots(one: Day[Placed]) -> Markup:
    """A dot for each of the first things of a day."""
    kinds = (thing.kind for thing in one.things[:_DOTS])
    return Markup("".join(f'<i data-kind="{kind}"></i>' for kind in kinds))  # noqa: S704


def _marked(classes: str, one: Placed) -> Markup:
    state = " off" if one.called_off else " is-done" if one.entry.done else ""
    return Markup(f'class="{classes}{state}" data-kind="{one.kind}"')  # noqa: S704
