"""The look of a letter, with its styles where mail programs read them: at each element.

Run it after each change of a look: python -m tests.mail.inlining
"""

from __future__ import annotations

import re
from pathlib import Path

import css_inline

from netmentor.paths import TEMPLATES

LOOKS = sorted((TEMPLATES / "mail").glob("*/look.html"))
_HIDDEN = re.compile(r"<!--(\{%.*?%\})-->")
_INLINER = css_inline.CSSInliner(
    keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
)


def inlined(look: str) -> str:
    """Return the template made of a look.

    What of the template stands between the rows of a table is a comment in the look: a reader of
    HTML would move it out of the table.
    """
    made = _HIDDEN.sub(r"\1", _INLINER.inline(look))
    return "\n".join(filter(None, map(str.strip, made.splitlines()))) + "\n"


def body_of(look: Path) -> Path:
    """Return where the template made of a look is kept."""
    return look.with_name("body.html")


if __name__ == "__main__":
    for one in LOOKS:
        body_of(one).write_text(inlined(one.read_text(encoding="utf-8")), encoding="utf-8")
