"""Numbers, days and lines as forms and addresses tell them."""

from __future__ import annotations

import re
from datetime import date

from netmentor.errors import Invalid
from netmentor.events.rules import YEARS
from netmentor.text import one_line

_LARGEST = 2**31 - 1  # of a number of a row
_LONGEST_LIST = 1_000


def number(told: str) -> int:
    """Return a whole number; 0, which nothing has, for anything else.

    >>> number("12"), number("-1"), number("9" * 10), number("\\N{SUPERSCRIPT TWO}")
    (12, 0, 0, 0)
    """
    found = int(told) if re.fullmatch("[0-9]{1,10}", told) else 0
    return found if found <= _LARGEST else 0


def day_or_none(told: str) -> date | None:
    """Return a day as forms send it; None for what is none of 1970 to 2100.

    >>> day_or_none("2027-02-28"), day_or_none("2027-02-30"), day_or_none("20270228")
    (datetime.date(2027, 2, 28), None, None)
    """
    try:
        found = date.fromisoformat(told) if re.fullmatch("[0-9]{4}(-[0-9]{2}){2}", told) else None
    except ValueError:
        return None
    return found if found and found.year in YEARS else None


def day(told: str) -> date:
    """Return a day as forms send it; raise Invalid for what is none of 1970 to 2100."""
    if found := day_or_none(told):
        return found
    raise Invalid("Choose a day between 1970 and 2100.")


def short_names(told: str) -> str:
    """Return a list of short names as they are kept; raise Invalid for one without an end.

    >>> short_names("Going,follow-ups, ,")
    'going,follow_ups'
    """
    if len(told) > _LONGEST_LIST:
        raise Invalid("This list is longer than all there is to choose.")
    found = (one_line(part).lower().replace("-", "_") for part in told.split(","))
    return ",".join(filter(None, found))


def line(told: str, longest: int, missing: str) -> str:
    """Return one line that must be there; raise Invalid with `missing`, or for a longer one."""
    found = one_line(told)
    if not found:
        raise Invalid(missing)
    if len(found) > longest:
        raise Invalid(f"Use at most {longest:,} characters.")
    return found
