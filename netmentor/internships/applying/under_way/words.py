"""What the days of something under way are called, and how its hours are told."""

from __future__ import annotations

from netmentor.internships.applying.under_way.rules import Pace, Part

PART_WORDS = {
    Part.STARTS: "First day",
    Part.MIDPOINT: "Mid-point evaluation",
    Part.FINAL: "Final evaluation",
    Part.ENDS: "Last day",
}


def hours_words(minutes: int) -> str:
    """Return so many minutes in hours.

    >>> hours_words(450), hours_words(60), hours_words(24000), hours_words(50)
    ('7.5 hours', '1 hour', '400 hours', '0.83 hours')
    """
    return f"{_hours(minutes)} hour{'' if minutes == 60 else 's'}"


def noted_words(minutes: int, was: int) -> str:
    """Say how long a day is noted to be, and in place of what.

    >>> noted_words(240, 180), noted_words(60, 0)
    ('4 hours, instead of 3: noted.', '1 hour: noted.')
    """
    instead = f", instead of {_hours(was)}" if was and was != minutes else ""
    return f"{hours_words(minutes)}{instead}: noted."


def pace_words(pace: Pace) -> str:
    """Return in a sentence or two how far somebody is, and what it takes from now on.

    >>> pace_words(Pace(6000, 24000, 18000, 1500, 1482))
    '100 of 400 hours. 300 are left: 24.7 hours a week from now on, 25 hours a week so far.'
    >>> pace_words(Pace(0, 0, None, None, None)), pace_words(Pace(24000, 24000, 0, 1500, 0))
    ('0 hours so far.', '400 of 400 hours. Nothing is left.')
    """
    if pace.left is None:
        return f"{hours_words(pace.logged)} so far."
    told = f"{_hours(pace.logged)} of {hours_words(pace.required)}. "
    if not pace.left:
        return f"{told}Nothing is left."
    told += f"{_hours(pace.left)} are left"
    if pace.a_week_from_now is None:
        return f"{told}."
    told += f": {_a_week(pace.a_week_from_now)} from now on"
    return f"{told}, {_a_week(pace.a_week_so_far)} so far." if pace.a_week_so_far else f"{told}."


def _a_week(minutes: int) -> str:
    return f"{hours_words(round(minutes / 6) * 6)} a week"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
