"""A crowd at the door: many who are signed in, and send their forms to a service all at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request

from netmentor import clock
from netmentor.accounts.models import AgendaRevision, SignIn, User
from netmentor.accounts.rules import signed_in_until
from netmentor.accounts.tokens import hashed, make
from netmentor.app import create_app
from netmentor.db.bulk import insert
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from netmentor.web.sessions import form_token

_USER = "email name password_hash timezone role aims theme single_keys created_at".split()


class Member(NamedTuple):
    """Somebody who is signed in: what their browser sends along, and their forms."""

    cookie: str
    form_token: str


async def make_people(many: int) -> list[User]:
    """People who are nothing but there, by their numbers."""
    now = clock.now()
    told = ("", "UTC", "member", "", "", True, now)
    people = [(f"b-{n}@example.org", f"Sample {n}", *told) for n in range(many)]
    async with transaction():
        await insert(User, _USER, people)
        found = await User.filter(email__startswith="b-").order_by("id")
        numbers = [(one.id, 0, -1) for one in found]
        await insert(AgendaRevision, ("user_id", "number", "planned"), numbers)
    return found


async def let_in(settings: Settings, people: Sequence[User]) -> list[Member]:
    """Sign everybody in, in their order."""
    now = clock.now()
    signed_in = {hashed(token): token for token in (make("nms") for _ in people)}
    rows = [
        (user.id, hash_, "", now, signed_in_until(now))
        for user, hash_ in zip(people, signed_in, strict=True)
    ]
    async with transaction():
        columns = ("user_id", "token_hash", "device", "signed_in_at", "ends_at")
        await insert(SignIn, columns, rows)
    at_the_door = Request({"type": "http", "app": create_app(settings)})
    return [
        Member(f"netmentor={signed_in[one.token_hash]}", form_token(at_the_door, one))
        for one in await SignIn.all().order_by("user_id")
    ]


async def book_at_once(
    base: str, slug: str, crowd: Sequence[Member], starts: Sequence[str]
) -> Counter[int]:
    """Have everybody ask for one of a few times in the same moment; count the answers."""
    posts = [
        _post(
            f"/mentors/{slug}/bookings",
            one.cookie,
            {
                "type": "talk",
                "starts_at": starts[turn % len(starts)],
                "topic": "Sample",
                "form_token": one.form_token,
            },
        )
        for turn, one in enumerate(crowd)
    ]
    return Counter(await asyncio.gather(*(_sent(base, one) for one in posts)))


def _post(path: str, cookie: str, told: dict[str, str]) -> bytes:
    body = urlencode(told)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return (head + body).encode("ascii")


async def _sent(base: str, request: bytes) -> int:
    """Send it over a connection of its own, and return the status of the answer."""
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return int(answer.split(maxsplit=2)[1])
