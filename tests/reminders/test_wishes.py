"""What nobody could wish is refused, whichever door it comes by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netmentor.errors import Invalid
from netmentor.reminders.rules import Subject
from netmentor.reminders.wishes import Wishes


@pytest.mark.parametrize(
    ("amiss", "sentence"),
    [
        ({"morning": "06:59"}, "The morning is in your quiet hours."),
        ({"quiet_from": "07:30", "quiet_until": "08:30"}, "The morning is in your quiet hours."),
        ({"quiet_until": "9 am"}, "Write a time as 07:30."),
        ({"leads": {Subject.GOING: ("9y",)}}, "Nothing is told 9y before"),
    ],
)
def test_what_nobody_could_wish_is_refused(amiss: dict[str, Any], sentence: str) -> None:
    Wishes().check()
    with pytest.raises(Invalid, match=sentence):
        replace(Wishes(), **amiss).check()
