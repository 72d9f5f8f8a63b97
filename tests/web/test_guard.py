"""What every answer carries, and what no request gets past."""

from __future__ import annotations

from dataclasses import replace

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tortoise.exceptions import DBConnectionError

from netmentor.app import LARGEST_BODY, create_app
from netmentor.db.connections import connected
from netmentor.settings import Settings
from netmentor.web.guard import POLICY

HERE = "http://test.example"
ANSWERS = [
    "/events",
    "/events.ics",
    "/nowhere",
    "/events?knd=x",
    "/healthz",
    "/static/netmentor.css",
    "/static/nothing.css",
    "/robots.txt",
]


async def deed(request: Request) -> Response:
    """Something that changes something, which no page of this service does yet."""
    return PlainTextResponse(str(len(await request.body())))


async def fault(request: Request) -> Response:
    raise RuntimeError("a secret detail")


async def no_database(request: Request) -> Response:
    raise DBConnectionError("postgres://user:secret@host")


def door(settings: Settings) -> httpx2.AsyncClient:
    """A visitor to the service with test routes beside its own."""
    app = create_app(settings)
    app.router.routes[:0] = [
        Route("/deed", deed, methods=["POST"]),
        Route("/fault", fault),
        Route("/no-database", no_database),
        Route("/fault/embed", fault),
        Route("/no-database/embed", no_database),
    ]
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url=HERE)


@pytest.mark.parametrize("path", ANSWERS)
async def test_every_answer_carries_the_policy(client: httpx2.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers  # the base URL is http


async def test_https_is_insisted_on_where_it_is_served(database: Settings) -> None:
    async with door(replace(database, base_url="https://test.example")) as visitor:
        reply = await visitor.get("/healthz")

    assert reply.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Origin": HERE}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://test.example.evil.example"}, 403),
        ({}, 200),
    ],
)
async def test_a_request_from_another_site_changes_nothing(
    database: Settings, headers: dict[str, str], status: int
) -> None:
    async with door(database) as visitor:
        assert (await visitor.post("/deed", headers=headers)).status_code == status


async def test_an_origin_that_is_no_address_is_of_another_site(client: httpx2.AsyncClient) -> None:
    for origin in ("http://[", "http://[::1", "null", "\x7f"):
        answer = await client.post("/sign-in", headers={"Origin": origin})
        assert answer.status_code == 403, origin


async def test_what_is_longer_than_any_column_is_refused_and_not_logged(
    client: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.post("/sign-in", data={"email": f"{'x' * 60_000}@a.example"})
    assert answer.status_code == 422
    assert "xxxx" not in caplog.text
    assert (await client.get(f"/events/{'x' * 300}")).status_code == 404


async def test_a_body_larger_than_any_page_sends_is_refused(database: Settings) -> None:
    async with door(database) as visitor:
        fits = await visitor.post("/deed", content=b"x" * LARGEST_BODY)
        too_large = await visitor.post("/deed", content=b"x" * (LARGEST_BODY + 1))

    assert (fits.status_code, too_large.status_code) == (200, 413)


async def test_a_fault_of_ours_is_a_page_without_its_details(database: Settings) -> None:
    async with door(database) as visitor:
        reply = await visitor.get("/fault")

    assert reply.status_code == 500
    assert reply.headers["content-security-policy"] == POLICY
    assert "Something went wrong on our side." in reply.text
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text


async def test_a_database_that_does_not_answer_is_told_and_tried_again(database: Settings) -> None:
    async with door(database) as visitor:
        reply = await visitor.get("/no-database")

    assert (reply.status_code, reply.headers["retry-after"]) == (503, "60")
    assert "secret" not in reply.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/events/never", 404),
        ("GET", "/events/%00", 404),
        ("GET", "/events/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/static/..%2fsettings.py", 404),
        ("GET", "/static/../settings.py", 404),
        ("POST", "/events", 405),
        ("DELETE", "/events.ics", 405),
        ("GET", "/organizations/" + "x" * 5000, 404),
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    reply = await client.request(method, path)

    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("text/html")
    assert '<p role="alert">' in reply.text


@pytest.mark.parametrize("path", ["/events", "/events.ics", "/healthz", "/privacy"])
async def test_head_answers_like_get_without_a_body(client: httpx2.AsyncClient, path: str) -> None:
    get, head = await client.get(path), await client.head(path)

    assert head.status_code == get.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_static_files_are_kept_for_good_under_the_digest_of_their_content(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/privacy")).text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    asked_for_by_digest = await client.get(address)
    asked_for_plainly = await client.get("/static/netmentor.css")

    assert asked_for_by_digest.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "cache-control" not in asked_for_plainly.headers


async def test_programs_that_watch_get_short_answers(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/healthz")).text == "ok\n"
    assert (await client.get("/readyz")).text == "ready\n"
    robots = (await client.get("/robots.txt")).text
    assert "Allow: /" in robots
    assert ".ics" not in robots
    security = (await client.get("/.well-known/security.txt")).text
    assert "Contact: mailto:" in security
    assert "Expires: 2027-05-23T00:00:00Z" in security


async def test_an_unmigrated_database_is_not_ready(empty_database: Settings) -> None:
    async with connected(empty_database), door(empty_database) as visitor:
        reply = await visitor.get("/readyz")

    assert reply.status_code == 503
    assert "not migrated" in reply.text
