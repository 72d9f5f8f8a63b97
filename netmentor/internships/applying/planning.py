"""The way back from a deadline: which steps it takes, and on which day each falls.

The usual steps are those of Liaison's quick start for NAFCAS of 2024-25: recommenders and
transcripts three months before, a look at them at two, sent six to eight weeks before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netmentor.internships.applying.rules import LONGEST_NAME, months_before

MOST_LINES_OF_A_PLAN = 20
LONGEST_MONTHS, LONGEST_DAYS = 24, 730  # before the deadline


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a plan, and how long before the deadline it is due."""

    name: str
    months: int = 0
    days: int = 0


USUAL = (
    Line("Ask recommenders, and order transcripts", months=3),
    Line("Ask whether letters and transcripts are on their way", months=2),
    Line("Finish résumé and statement", days=63),
    Line("Submit, so that it can be verified in time", days=49),
    Line("Look whether everything has arrived", days=14),
)
AFTER_SENDING = frozenset({USUAL[-1].name})  # until it is verified; the rest, until it is sent


def due_on(line: Line, deadline: date) -> date:
    """The day of a step."""
    return months_before(deadline, line.months) - timedelta(days=line.days)


def planned(lines: Sequence[Line], deadline: date, today: date) -> list[tuple[Line, date]]:
    """Each step with its day; what would be over already is due today, and never later than it is.

    >>> planned([Line("Submit", days=49)], date(2027, 1, 15), date(2026, 12, 20))
    [(Line(name='Submit', months=0, days=49), datetime.date(2026, 12, 20))]
    """
    return [(one, max(due_on(one, deadline), min(today, deadline))) for one in lines]


def why_not_plan(lines: Collection[Line]) -> str | None:
    """Say why these cannot be somebody's usual steps, or None if they can."""
    names = [one.name for one in lines]
    if not names:
        return "A plan has at least one step. To have the usual ones again, press that below."
    if len(names) > MOST_LINES_OF_A_PLAN:
        return f"A plan has at most {MOST_LINES_OF_A_PLAN} steps."
    if any(not name or len(name) > LONGEST_NAME for name in names):
        return f"Say each step in 1 to {LONGEST_NAME} characters."
    if len(set(names)) < len(names):
        return "Two steps are called the same."
    for one in lines:
        if not (0 <= one.months <= LONGEST_MONTHS and 0 <= one.days <= LONGEST_DAYS):
            return f"A step is at most {LONGEST_MONTHS} months and {LONGEST_DAYS} days before."
    return None


def in_order(lines: Collection[Line]) -> list[Line]:
    """The same as they come due: what is done longest before first.

    >>> [one.name for one in in_order([Line("Send", days=49), Line("Ask", months=3)])]
    ['Ask', 'Send']
    """
    far = date(2000, 7, 1)  # of any deadline alike, give or take the lengths of months
    return sorted(lines, key=lambda one: due_on(one, far))
