"""What somebody takes along, opened again."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from netmentor.accounts.models import User
from netmentor.moving.leaving import zip_of
from tests.factories import NOON

BASE_URL = "http://test.example"


async def zipped(user: User) -> bytes:
    """The whole ZIP."""
    return b"".join([piece async for piece in zip_of(user, base_url=BASE_URL, now=NOON)])


async def taken_along(user: User) -> dict[str, bytes]:
    """The files of the ZIP by their names."""
    return unzipped(await zipped(user))


def unzipped(body: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_words(body: bytes) -> str:
    """All that the files of a ZIP say, one after the other; of a page what it says."""
    if not body.startswith(b"PK"):
        return body.decode()
    return "\n".join(told.decode("latin-1") for told in unzipped(body).values())


def lines(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    """The things of one file, as "data/contact"."""
    return [json.loads(line) for line in files[f"{name}.jsonl"].splitlines()]


def changed(body: bytes, name: str, *rows: object) -> bytes:
    """The ZIP with other lines in one of its files; a line that is text stands as it is."""
    said = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    return made_of(unzipped(body) | {name: said.encode()})


def made_of(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, told in files.items():
            archive.writestr(name, told)
    return made.getvalue()
