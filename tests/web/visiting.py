"""A visitor who has an account: signing in, and posting forms with their token."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import httpx2

from tests.accounts.casting import OWNER, PASSWORD

FORM = {
    "name": "Sample Owner",
    "email": OWNER,
    "password": PASSWORD,
    "timezone": "America/Chicago",
    "next": "",
}
OTHER = "harbor pencil thunder quilt"


async def sign_in(client: httpx2.AsyncClient, email: str = OWNER, **more: str) -> httpx2.Response:
    return await client.post("/sign-in", data={"email": email, "password": PASSWORD, **more})


# A page costs ten times what most posts do, and the token is the same for as long as the cookies.
_TOKENS: WeakKeyDictionary[httpx2.AsyncClient, tuple[frozenset[tuple[str, str]], str]]
_TOKENS = WeakKeyDictionary()


async def token_of(client: httpx2.AsyncClient, path: str = "/settings") -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', (await client.get(path)).text)
    assert found
    return found[1]


async def post(client: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    """Post a form with its token, which is fetched once for the cookies that `client` has."""
    cookies = frozenset((one.name, one.value or "") for one in client.cookies.jar)
    known, token = _TOKENS.get(client, (frozenset(), ""))
    if not token or known != cookies:
        token = await token_of(client)
        _TOKENS[client] = (cookies, token)
    return await client.post(path, data={"form_token": token, **fields})


def cookie(kept: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}
