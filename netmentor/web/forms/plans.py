"""The form of one's own steps back from a deadline: a row for each, and some that are blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netmentor.internships.applying.planning import MOST_LINES_OF_A_PLAN, Line, why_not_plan
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft

_COLUMNS = ("name", "months", "days")
FIELDS = tuple(f"{what}_{n}" for n in range(MOST_LINES_OF_A_PLAN) for what in _COLUMNS)
_BLANK = 3  # rows for more


def shown(lines: Sequence[Line]) -> Draft:
    """The form as it stands."""
    told: dict[str, str] = {}
    for n, one in enumerate(lines):
        told |= {f"name_{n}": one.name, f"months_{n}": str(one.months), f"days_{n}": str(one.days)}
    return Draft(typed=told)


def plan_told_in(told: Mapping[str, str]) -> list[Line] | Draft:
    """The steps that the form tells, or the form again with what is amiss.

    A row without a name is none; nothing of months or days is none of them.
    """
    lines = [Line(one_line(told[f"name_{n}"]), *_before(told, n)) for n in range(_rows(told))]
    reason = why_not_plan([one for one in lines if one.name])
    return Draft(told, {"plan": reason}) if reason else [one for one in lines if one.name]


def rows_of(draft: Draft) -> range:
    """The numbers of the rows to show: those that say something, and a few for more."""
    return range(min(MOST_LINES_OF_A_PLAN, _rows(draft.typed) + _BLANK))


def _rows(told: Mapping[str, str]) -> int:
    """How many there are, up to the last that says something."""
    return max(
        (int(name.rpartition("_")[2]) + 1 for name, value in told.items() if value), default=0
    )


def _before(told: Mapping[str, str], n: int) -> tuple[int, int]:
    """Months and days of a row; what is no number is -1, which no plan has."""
    months, days = (
        (int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else -1)
        for value in (told[f"{what}_{n}"].strip() or "0" for what in ("months", "days"))
    )
    return months, days
