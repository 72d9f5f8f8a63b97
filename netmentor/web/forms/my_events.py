"""The forms of one's own events, read into values or into sentences."""

from __future__ import annotations

import re
from decimal import Decimal

from netmentor.errors import Invalid
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.models import Attendance
from netmentor.events.attending.rules import LONGEST_NOTE, LONGEST_WHY, Answer
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import Draft

ANSWER = ("status", "why", "next")
NOTES = ("note", "goals", "people", "cost")
NO_ANSWER = "none"  # how the form says Answer.NONE

_TEXTS = ("note", "goals", "people")
_DOLLARS = re.compile(r"\$?\s*([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,6})(\.[0-9]{1,2})?")


def answer(told: dict[str, str]) -> tuple[Answer, str]:
    """Return what was said, and why; raise Invalid for what is no answer."""
    status, why = told["status"], one_line(told["why"])
    said = next((one for one in Answer if status == (one.value or NO_ANSWER)), None)
    if said is None:
        raise Invalid("Say interested, going, went, skipped, or none.")
    if len(why) > LONGEST_WHY:
        raise Invalid(f"Say why in at most {LONGEST_WHY} letters.")
    return said, why


def notes(told: dict[str, str]) -> Notes | Draft:
    """Return what was noted, or the form with what is amiss."""
    texts = {name: clean(told[name]) for name in _TEXTS}
    complaints = {
        name: f"Use at most {LONGEST_NOTE:,} letters here; this is {len(text):,}."
        for name, text in texts.items()
        if len(text) > LONGEST_NOTE
    }
    cost = one_line(told["cost"])
    if cost and not _DOLLARS.fullmatch(cost):
        complaints["cost"] = "Write dollars as a number, such as 450 or 1,250.50."
    if complaints:
        return Draft(texts | {"cost": cost}, complaints)
    amount = Decimal(re.sub(r"[$,\s]", "", cost)) if cost else None
    return Notes(**texts, cost=amount)


def noted(attendance: Attendance) -> Draft:
    """Return the form of notes as it shows what is kept."""
    cost = "" if attendance.cost is None else f"{attendance.cost:,.2f}".removesuffix(".00")
    return Draft({name: getattr(attendance, name) for name in _TEXTS} | {"cost": cost})
