"""What goes out as HTML is the look, with its styles at each element."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.mail.inlining import LOOKS, body_of, inlined

_ORDERS = re.compile(r"\{%.*?%\}")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.parent.name)
def test_a_body_is_what_is_made_of_its_look(look: Path) -> None:
    made = inlined(look.read_text(encoding="utf-8"))

    assert body_of(look).read_text(encoding="utf-8") == made, "run python -m tests.mail.inlining"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.parent.name)
def test_nothing_of_a_template_is_moved_or_lost_by_it(look: Path) -> None:
    drawn = look.read_text(encoding="utf-8")
    made = inlined(drawn)

    assert _ORDERS.findall(made) == _ORDERS.findall(drawn)
    assert sorted(re.findall(r"\{\{.*?\}\}", made)) == sorted(re.findall(r"\{\{.*?\}\}", drawn))
    assert made.count("<tbody>") == drawn.count("<tbody>")
    assert made.count(' style="') > 30
    assert not re.search(r"<(script|img|link)", made)
