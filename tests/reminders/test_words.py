"""Why something is told, in words that fit what it is and when it comes."""

from __future__ import annotations

from netmentor.reminders.rules import Slot, Subject
from netmentor.reminders.words import why_words


def test_a_whole_day_is_told_on_its_morning_and_not_hours_before() -> None:
    told = why_words(Subject.GOING, "2h", slot=Slot.MORNING)
    assert told == "You go there, and asked to be reminded on the morning of the day."


def test_what_comes_the_evening_before_says_why() -> None:
    by_hours = why_words(Subject.GOING, "2h", early=True)
    assert "2 hours before. That is in your quiet hours, so it comes in the evening" in by_hours
    by_days = why_words(Subject.GOING, "0d", early=True)
    assert "It begins before your morning letter, so it comes the evening before." in by_days
