"""The panel beside a list: what each calendar program takes, and the code for a phone."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import httpx2
import pytest
import segno

from netmentor.web.calendars import LONGEST_IN_A_CODE
from tests.factories import make_event, make_organization, make_series

SVG = "{http://www.w3.org/2000/svg}"


def matrix_of(picture: str) -> list[list[int]]:
    """The modules that a code of ours draws, quiet zone included: 1 where it is dark."""
    root = ElementTree.fromstring(picture)
    size = int(root.attrib["viewBox"].split()[2])
    dark = [[0] * size for _ in range(size)]
    strokes = next(path for path in root.iter(f"{SVG}path") if "stroke" in path.attrib)
    x, y = 0.0, 0.0
    for command, told in re.findall(r"([Mmh])([^Mmh]+)", strokes.attrib["d"]):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", told)]
        if command == "h":
            for column in range(int(x), int(x + numbers[0])):
                dark[int(y)][column] = 1
            x += numbers[0]
        else:
            x, y = numbers if command == "M" else (x + numbers[0], y + numbers[1])
    return dark


def expected_matrix(address: str) -> list[list[int]]:
    code = segno.make(address, micro=False)
    return [[int(bool(one)) for one in row] for row in code.matrix_iter(border=4)]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/events/qr.svg", "webcal://test.example/events.ics"),
        (
            "/events/qr.svg?state=tx&kind=webinar&utm_source=x",
            "webcal://test.example/events.ics?kind=webinar&state=TX",
        ),
        ("/events/qr.svg?kind=webinar&view=month&page=3", "webcal://test.example/events.ics?kind=webinar"),
        (
            "/organizations/sample-association/qr.svg",
            "webcal://test.example/organizations/sample-association.ics",
        ),
        ("/series/sample-series/qr.svg?free=1", "webcal://test.example/series/sample-series.ics?free=1"),
    ],
)  # fmt: skip
async def test_a_code_holds_the_subscription_of_its_list(
    client: httpx2.AsyncClient, path: str, address: str
) -> None:
    await make_series()

    reply = await client.get(path)

    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert matrix_of(reply.text) == expected_matrix(address)


async def test_a_code_is_dark_on_white_whatever_the_page_looks_like(
    client: httpx2.AsyncClient,
) -> None:
    picture = (await client.get("/events/qr.svg")).text

    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture
    assert "style" not in picture
    assert "<script" not in picture


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/events/qr.svg?address=https://elsewhere.example", 422),
        ("/events/qr.svg?knd=webinar", 422),
        ("/events/qr.svg?organization=nobody", 422),
        ("/organizations/sample-association/qr.svg?organization=sample-association", 422),
        ("/series/sample-series/qr.svg?series=sample-series", 422),
        ("/organizations/nobody/qr.svg", 404),
        ("/series/nothing/qr.svg", 404),
        (f"/events/qr.svg?q={'%C3%A9' * 200}", 404),
    ],
)
async def test_no_code_is_drawn_of_what_we_do_not_publish(
    client: httpx2.AsyncClient, path: str, status: int
) -> None:
    await make_series()

    reply = await client.get(path)

    assert reply.status_code == status
    assert "<svg xmlns" not in reply.text


async def test_a_forged_host_is_in_no_code(client: httpx2.AsyncClient) -> None:
    reply = await client.get("/events/qr.svg", headers={"Host": "evil.example"})

    assert matrix_of(reply.text) == expected_matrix("webcal://test.example/events.ics")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("/events?kind=webinar&page=1", "/events/qr.svg?kind=webinar"),
        ("/organizations/sample-association", "/organizations/sample-association/qr.svg"),
        ("/series/sample-series", "/series/sample-series/qr.svg"),
    ],
)
async def test_the_code_of_a_page_is_one_that_is_drawn_and_only_when_it_is_looked_at(
    client: httpx2.AsyncClient, page: str, code: str
) -> None:
    await make_series()
    await make_event()

    [picture] = re.findall(r'<img class="code"[^>]*>', (await client.get(page)).text)

    assert f'src="{code}"' in picture
    assert 'loading="lazy"' in picture
    assert 'alt="QR code' in picture
    assert (await client.get(code)).status_code == 200


async def test_an_address_too_long_for_a_phone_has_no_code(client: httpx2.AsyncClient) -> None:
    fits = LONGEST_IN_A_CODE - len("webcal://test.example/events.ics?q=&state=TX")
    longest = "%C3%A9" * (fits // 6) + "e" * (fits % 6)

    with_code = (await client.get(f"/events?state=TX&q={longest}")).text
    without = (await client.get(f"/events?state=TX&q={longest}e")).text

    assert "/events/qr.svg?q=" in with_code
    assert "qr.svg" not in without


async def test_the_panel_tells_each_program_what_it_does(client: httpx2.AsyncClient) -> None:
    await make_organization()
    page = (await client.get("/organizations/sample-association")).text
    feed = "test.example/organizations/sample-association.ics"

    for words in (
        f'href="webcal://{feed}"',
        'href="https://calendar.google.com/calendar/u/0/r/settings/addbyurl"',
        'href="https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Ftest.example',
        f'value="http://{feed}"',
        "Asked to look for changes every 6 hours",
        "Google looks every 4 to 24 hours, whatever it is asked",
        "do it once in a browser on a computer",
        "shows on this page first",
    ):
        assert words in unescape(page), words
    assert len(re.findall(r'data-copy="#feed"', page)) == 2
