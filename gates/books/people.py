"""Sample people whose every field is hard for address books, as each program must see them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image


def portrait(size: int) -> bytes:
    """A JPEG with something in every line, so that its base64 folds many times."""
    drawn = io.BytesIO()
    Image.effect_noise((size, size), 60).convert("RGB").save(drawn, "JPEG")
    return drawn.getvalue()


@dataclass(frozen=True, order=True, slots=True)
class Seen:
    """Somebody as a program sees them; of the five parts of a name the first, second and last.

    `photo` is its SHA-256 in hexadecimal, or "".
    """

    uid: str
    name: str
    family: str = ""
    given: str = ""
    credentials: str = ""
    organization: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    photo: str = ""
    birthday: str = ""


ZOE = Seen(
    uid="0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11",
    name="Dr. Zoë Müller-Šample",
    family="Müller-Šample",
    given="Zoë",
    credentials="MHA, FACHE",
    organization="Sample; Clinic, Østfold & Søns",
    title="Director, “operations”; acting",
    emails=("zoe@example.org", "zoe.mueller+cards@mail.example.org"),
    phones=("+1 (614) 555-0100", "614-555-0101 x7"),
    pages=("https://a.example/?a=1;b,c&d=%20e", "https://www.linkedin.com/in/zoe-sample"),
    note="First, with a comma; and more\nsecond: line\\with a backslash\n\n\tthird “ß” 日本語 🙂",
    tags=("Ärzte", "Ohio", "R, D; and more"),
    birthday="1990-01-02",
)
LONG = Seen(
    uid="5a0f5a52-6f0b-4f0e-9a0c-3c1f8f1d6c12",
    name="Ñandú " * 20 + "Ende",
    family="Ende",
    given=("Ñandú " * 20).strip(),
    note="ü" * 200 + "\n" + "日本" * 90,
)
PLAIN = Seen(
    uid="6b0f5a52-6f0b-4f0e-9a0c-3c1f8f1d6c13", name="Sample", given="Sample", phones=("555 0100",)
)
PEOPLE = (ZOE, LONG, PLAIN)
