"""Other people's readers of address books, each asked what it sees in a file of ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vobject

from gates.books.people import Seen
from gates.calendars.readers import run

HERE = Path(__file__).parent


def by_vobject(body: bytes) -> list[Seen]:
    """The `vobject` package of PyPI, which reads 3.0."""
    return [_of_vobject(card) for card in vobject.readComponents(body.decode())]


def by_ical_js(body: bytes) -> list[Seen]:
    """ical.js, which reads 3.0 and 4.0 by the properties of each."""
    return [_of_json(row) for row in json.loads(run("node", HERE / "read_ical_js.mjs", given=body))]


def _of_vobject(card: Any) -> Seen:
    def values(name: str) -> Iterator[Any]:
        return (line.value for line in card.contents.get(name, ()))

    def first(name: str) -> Any:
        return next(values(name), "")

    photo = first("photo")
    return Seen(
        uid=_bare(first("uid")),
        name=first("fn"),
        family=first("n").family,
        given=first("n").given,
        credentials=_joined(first("n").suffix, ", "),
        organization=";".join(first("org")),
        title=first("title"),
        emails=tuple(values("email")),
        phones=tuple(values("tel")),
        pages=tuple(values("url")),
        note=first("note"),
        tags=tuple(first("categories")),
        photo=hashlib.sha256(photo).hexdigest() if photo else "",
        birthday=first("bday"),
    )


def _of_json(row: dict[str, Any]) -> Seen:
    several = {name: tuple(row[name]) for name in ("emails", "phones", "pages", "tags")}
    return Seen(**row | several | {"uid": _bare(row["uid"])})


def _bare(uid: str) -> str:
    return uid.removeprefix("urn:uuid:")


def _joined(told: str | list[str], by: str) -> str:
    return told if isinstance(told, str) else by.join(told)
