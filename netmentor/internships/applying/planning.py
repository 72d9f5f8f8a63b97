"""The way back from a deadline: which steps it takes, and on which day each falls.

The usual steps are those of Liaison's quick start for NAFCAS of 2024-25: recommenders and
transcripts three months before, a look at them at two, sent six to eight weeks before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netmentor.internships.applying.rules import months_before


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


def due_on(line: Line, deadline: date) -> date:
    """The day of a step."""
    return months_before(deadline, line.months) - timedelta(days=line.days)


def planned(lines: Sequence[Line], deadline: date, today: date) -> list[tuple[Line, date]]:
    """Each step with its day; what would be over already is due today, and never later than it is.

    >>> planned([Line("Submit", days=49)], date(2027, 1, 15), date(2026, 12, 20))
    [(Line(name='Submit', months=0, days=49), datetime.date(2026, 12, 20))]
    """
    return [(one, max(due_on(one, deadline), min(today, deadline))) for one in lines]
