"""An interview of tests, as its form tells it."""

from __future__ import annotations

from datetime import date

from netmentor.internships.applying.interviewing.rules import Medium, Told

TOLD = Told(
    name="First round",
    starts_on=date(2026, 12, 8),
    starts_time="17:00",
    timezone="America/New_York",
    minutes=45,
    medium=Medium.VIDEO,
    place="https://meet.example/sample",
    questions="Who would I work with?",
)
