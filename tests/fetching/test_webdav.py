"""A file comes into somebody's folder whole or not at all, and every refusal is a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from netmentor.fetching.addresses import is_public
from netmentor.fetching.web import Unfetchable
from netmentor.fetching.webdav import Folder, delete_file, folder_address, put_file, why_not_folder
from tests.factories import NOON
from tests.fetching.asking import web
from tests.fetching.cloud import CERTIFICATE, CUT, EARLY, HANG, PASSWORD, USER, Cloud, clouding

NAME = "netmentor.zip"
BODY = bytes(range(256)) * 4_000  # a megabyte


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate of calendar.example."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


async def no_beat() -> None:
    """Nothing is asked between pieces."""


async def pieces(body: bytes = BODY) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 50_000):
        yield body[start : start + 50_000]


async def put(cloud: Cloud, folder: str = "/dav/ada/", **more: Any) -> None:
    told: dict[str, Any] = {"url": cloud.url(folder), "user_name": USER, "password": PASSWORD}
    told |= {name: more.pop(name) for name in ("url", "user_name", "password") if name in more}
    beat, seconds = more.pop("beat", no_beat), more.pop("seconds", 20.0)
    out = more.pop("out", None) or web(seconds=seconds)
    body = more.pop("body", BODY)
    await put_file(Folder(**told), NAME, pieces(body), len(body), beat=beat, now=NOON, web=out)


async def refused(cloud: Cloud, **more: Any) -> Unfetchable:
    with pytest.raises(Unfetchable) as said:
        await put(cloud, **more)
    return said.value


async def test_a_file_comes_in_under_another_name_and_is_moved() -> None:
    async with clouding() as cloud:
        await put(cloud)

    assert cloud.files == {f"/dav/ada/{NAME}": BODY}
    assert cloud.asked == [
        "PROPFIND /dav/ada/",
        f"PUT /dav/ada/{NAME}.part",
        f"MOVE /dav/ada/{NAME}.part",
    ]


async def test_the_last_folder_is_made_and_one_of_the_name_is_replaced() -> None:
    async with clouding() as cloud:
        await put(cloud, "/dav/ada/NetMentor/", body=b"old")
        await put(cloud, "/dav/ada/NetMentor/", body=b"new")

    assert cloud.files == {f"/dav/ada/NetMentor/{NAME}": b"new"}
    assert cloud.asked.count("MKCOL /dav/ada/NetMentor/") == 1


async def test_no_folder_is_made_below_one_that_is_not_there() -> None:
    async with clouding() as cloud:
        said = await refused(cloud, folder="/dav/ada/a/b/")

    assert said.message == "calendar.example answers 409: the folder above it does not exist."
    assert cloud.files == {}


@pytest.mark.parametrize(
    ("method", "status", "said"),
    [
        ("PROPFIND", 403, "403: it does not let this user write there."),
        ("PROPFIND", 200, "200: that is no WebDAV address."),
        ("PROPFIND", 405, "405: it takes no files at this address; a WebDAV address is needed."),
        ("PROPFIND", 503, "503: it is out of service for a while."),
        ("PUT", 403, "403: it does not let this user write there."),
        ("PUT", 404, "404: there is no such folder."),
        ("PUT", 405, "405: it takes no files at this address; a WebDAV address is needed."),
        ("PUT", 413, "413: the copy is too large for it."),
        ("PUT", 423, "423: the file or the folder is locked."),
        ("PUT", 500, "500: it has trouble of its own."),
        ("PUT", 507, "507: it has no room left."),
        ("MOVE", 403, "403: it does not let this user write there."),
        ("MOVE", 502, "502: it has trouble of its own."),
    ],
)
async def test_what_is_refused_is_said_and_leaves_nothing(
    method: str, status: int, said: str
) -> None:
    async with clouding(Cloud({method: status})) as cloud:
        found = await refused(cloud)

    assert found.message == f"calendar.example answers {said}"
    assert found.status == status
    assert found.retry_after == (timedelta(hours=2) if status == 503 else None)
    assert cloud.files == {}


async def test_a_wrong_password_is_said_before_a_byte_goes_out() -> None:
    async with clouding() as cloud:
        said = await refused(cloud, password="wrong-secret")

    assert said.message == (
        "calendar.example answers 401: it does not take the user name and the app password."
    )
    assert cloud.asked == ["PROPFIND /dav/ada/"]


@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "MOVE"])
async def test_no_password_follows_a_redirect(method: str) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with clouding(Cloud({method: 307})) as cloud:
        said = await refused(cloud, out=web(resolve=resolve))

    assert said.message == (
        "calendar.example answers 307:"
        " it leads elsewhere, and no password follows; enter the address it leads to."
    )
    assert set(asked) == {"calendar.example"}
    assert cloud.files == {}


@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "MOVE"])
async def test_a_server_that_hangs_is_not_waited_for(method: str) -> None:
    async with clouding(Cloud({method: HANG})) as cloud:
        said = await refused(cloud, seconds=0.3)

    assert said.message == "calendar.example did not answer within 0.3 seconds."
    assert cloud.files == {}


async def test_a_connection_cut_in_the_middle_leaves_nothing() -> None:
    async with clouding(Cloud({"PUT": CUT})) as cloud:
        said = await refused(cloud)

    assert said.message.startswith("calendar.example ")
    assert cloud.files == {}
    assert cloud.asked[-1] == f"DELETE /dav/ada/{NAME}.part"


async def test_an_answer_before_the_file_is_out_is_heard() -> None:
    async with clouding(Cloud({"PUT": EARLY})) as cloud:
        said = await refused(cloud, body=b"x" * 200_000)

    assert said.message == "calendar.example answers 507: it has no room left."


async def test_who_wants_it_no_more_ends_it_and_half_of_it_is_deleted() -> None:
    class Over(Exception):
        pass

    beats = 0

    async def beat() -> None:
        nonlocal beats
        beats += 1
        if beats == 6:
            raise Over

    async with clouding() as cloud:
        with pytest.raises(Over):
            await put(cloud, beat=beat)

    assert cloud.files == {}
    assert cloud.asked[-1] == f"DELETE /dav/ada/{NAME}.part"


@pytest.mark.parametrize("number", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
async def test_a_name_that_leads_inside_is_sent_nothing(number: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", number]

    inside = web(resolve=resolve, may_connect=is_public)
    async with clouding() as cloud:
        said = await refused(cloud, out=inside)

    assert said.message == "calendar.example leads inside, to an address that is not public."
    assert cloud.asked == []


async def test_a_wrong_certificate_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with clouding() as cloud:
        other = await refused(cloud, url=cloud.url(host="other.example"))
        monkeypatch.delenv("SSL_CERT_FILE")
        nobodys = await refused(cloud)

    assert other.message.startswith("other.example shows a certificate that does not hold: ")
    assert nobodys.message.startswith("calendar.example shows a certificate that does not hold: ")
    assert cloud.asked == []


async def test_a_file_is_deleted_by_its_name_and_one_that_is_gone_is_no_trouble() -> None:
    async with clouding() as cloud:
        folder = Folder(url=cloud.url(), user_name=USER, password=PASSWORD)
        cloud.files = {"/dav/ada/a": b"1", "/dav/ada/b": b"2"}
        for _ in range(2):
            await delete_file(folder, "a", now=NOON, web=web())

    assert cloud.files == {"/dav/ada/b": b"2"}


async def test_a_canceled_worker_hangs_up() -> None:
    async with clouding(Cloud({"MOVE": HANG})) as cloud:
        sending = asyncio.create_task(put(cloud))
        await cloud.hung.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    assert f"/dav/ada/{NAME}" not in cloud.files


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://cloud.example/dav", "Only an address that begins with https://"),
        ("ftp://cloud.example/", "Only an address that begins with https://"),
        ("https://127.0.0.1/dav/", "127.0.0.1 leads inside"),
        ("https://[::1]/dav/", "::1 leads inside"),
        ("https://0x7f.1/", "Write the name of the host"),
        ("https://ada:secret@cloud.example/dav/", "The address holds a user name or a password"),
        ("https://cloud.example:8443/dav/", "Only the ports 80 and 443"),
        ("https://cloud.example/dav/?a=b", "The address of a folder has no question mark in it."),
        ("https:///dav/", "The address names no host."),
        ("https://cloud.example/" + "x" * 3_000, "The address is longer than 2000 characters."),
        ("https://cloud.example/\r\nX: 1", "The address holds a space or a character"),
    ],
)
def test_nothing_is_sent_to_an_address_that_is_no_folders(typed: str, said: str) -> None:
    assert str(why_not_folder(folder_address(typed))).startswith(said)


def test_a_password_is_in_no_text_of_a_folder() -> None:
    assert PASSWORD not in repr(Folder(url="https://a.example/", user_name=USER, password=PASSWORD))
