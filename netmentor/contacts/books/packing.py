"""What a reader finds, as lines of JSON between two processes and in the rows of an import."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, fields, replace
from datetime import date

from netmentor.contacts.books.cards import Card, Refused
from netmentor.contacts.rules import WayKind


@dataclass(frozen=True, slots=True)
class Headers:
    """A table whose columns somebody must tell, by its headers."""

    names: tuple[str, ...]


Found = Card | Refused | Headers


def packed(found: Found) -> str:
    """Return one line of ASCII."""
    told = {one.name: getattr(found, one.name) for one in fields(found)}
    if isinstance(found, Card):
        told["photo"] = b64encode(found.photo).decode()
        told["met_on"] = found.met_on.isoformat() if found.met_on else None
    return json.dumps({"is": type(found).__name__, **told})


def unpacked(line: str | bytes) -> Found:
    """Return what `packed` made a line of."""
    told = json.loads(line)
    match told.pop("is"):
        case "Card":
            met_on = date.fromisoformat(told["met_on"]) if told["met_on"] else None
            lists = {name: tuple(told[name]) for name in ("tags", "carried")}
            ways = tuple((WayKind(kind), value) for kind, value in told["ways"])
            photo = b64decode(told["photo"])
            return Card(**told | lists | {"ways": ways, "photo": photo, "met_on": met_on})
        case "Refused":
            return Refused(**told)
        case _:
            return Headers(tuple(told["names"]))


def without_photo(card: Card) -> str:
    """The card as a row of an import keeps it: its photo lies beside it."""
    return packed(replace(card, photo=b""))
