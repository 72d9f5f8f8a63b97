"""A visitor who has an account: signing in, and posting forms with their token."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import httpx2

from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.queries import user_called
from tests.accounts.casting import OWNER, PASSWORD

FORM = {
    "name": "Sample Owner",
    "email": OWNER,
    "password": PASSWORD,
    "timezone": "America/Chicago",
    "next": "",
}
OTHER = "harbor pencil thunder quilt"


async def come_in(client: httpx2.AsyncClient, email: str = OWNER) -> None:
    """Have a browser be signed in already: passwords are slow for a reason, seldom the point."""
    user = await user_called(email)
    assert user
    token = await actions.admit(user, device="", now=clock.now())
    name = "__Host-netmentor" if client.base_url.scheme == "https" else "netmentor"
    given = {"set-cookie": f"{name}={token}; Path=/; HttpOnly; SameSite=lax"}
    asked = httpx2.Request("POST", client.base_url)
    client.cookies.extract_cookies(httpx2.Response(303, headers=given, request=asked))


async def sign_in(client: httpx2.AsyncClient, email: str = OWNER, **more: str) -> httpx2.Response:
    """Sign a browser in as a person does, by the form."""
    return await client.post("/sign-in", data={"email": email, "password": PASSWORD, **more})


# A page costs more than many posts do, and the token is the same for as long as the cookies.
_TOKENS: WeakKeyDictionary[httpx2.AsyncClient, tuple[frozenset[tuple[str, str]], str]]
_TOKENS = WeakKeyDictionary()


async def token_of(client: httpx2.AsyncClient, path: str = "/settings/erase") -> str:
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
