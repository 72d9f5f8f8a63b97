"""Codes for a phone's camera that are drawn into a page, and so known to that page alone."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

_QUIET_ZONE = 4  # modules of white around a code, as ISO/IEC 18004 asks


def drawn(text: str) -> Markup:
    """Return a code dark on white whatever the page around it looks like: cameras want it so.

    It needs no network to be seen, and no address from which others could have it.
    """
    picture = io.BytesIO()
    segno.make(text, micro=False, encoding="utf-8").save(
        picture,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=_QUIET_ZONE,
        dark="#000",
        light="#fff",
    )
    return Markup(picture.getvalue().decode())  # noqa: S704 - drawn by us, of numbers alone
