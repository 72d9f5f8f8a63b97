"""Photos of people: made anew on the way in, and shown to their owner alone."""

from __future__ import annotations

import io
import zlib
from struct import pack
from uuid import uuid4

import httpx2
import pytest
from PIL import Image

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Picture
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact, undo_latest
from tests.web.visiting import come_in, token_of

MARK = b"Zanzibar"


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200), mode: str = "RGB") -> bytes:
    """A photo that tells where and by whom it was taken, lying on its side."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = MARK.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 6.0, 0.0)
    more = {"comment": MARK} if kind == "JPEG" else {}
    Image.new(mode, size, 1).save(made, kind, exif=exif, **more)
    return made.getvalue()


async def send(
    client: httpx2.AsyncClient, contact: Contact, body: bytes, **more: str
) -> httpx2.Response:
    form = {"form_token": await token_of(client), **more}
    files = {"photo": ("../../etc/passwd\r\n.jpg", body, "image/jpeg")}
    return await client.post(f"/contacts/{contact.key}/photo", data=form, files=files)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("WEBP", "RGB"),
                       ("PNG", "P"), ("PNG", "1"), ("JPEG", "L")]
)  # fmt: skip
async def test_a_photo_is_its_pixels_alone(
    client: httpx2.AsyncClient, owner: User, kind: str, mode: str
) -> None:
    contact = await make_contact(owner)
    sent = photo(kind, (2400, 1200), mode)
    assert MARK in sent
    answer = await send(client, contact, sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/contacts/{contact.key}")
    row = await Picture.get()
    shown = await client.get(f"/contacts/{contact.key}/photo/{row.id}")
    assert MARK not in shown.content
    assert b"Exif" not in shown.content
    with Image.open(io.BytesIO(shown.content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (800, 1600))
        assert not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["cache-control"] == "private, no-store"
    assert shown.headers["x-content-type-options"] == "nosniff"


async def test_a_device_sends_a_photo_again_and_it_is_one(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}/photo?key={uuid4()}"
    headers = {"Content-Type": "image/jpeg", "Accept": "application/json"}
    answers = [await client.post(there, content=photo(), headers=headers) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert len({one.json()["url"] for one in answers}) == 1
    await undo_latest(owner)
    again = await client.post(there, content=photo(), headers=headers)
    assert again.status_code == 200
    assert (await client.get(again.json()["url"])).status_code == 404


async def test_a_photo_is_taken_away_and_back(client: httpx2.AsyncClient, owner: User) -> None:
    contact = await make_contact(owner)
    await send(client, contact, photo())
    there = f"/contacts/{contact.key}/photo/{(await Picture.get()).id}"
    token = await token_of(client)
    await client.post(f"{there}/take-out", data={"form_token": token})
    assert (await client.get(there)).status_code == 404
    await undo_latest(owner)
    assert (await client.get(there)).status_code == 200


async def test_photos_are_nobody_elses(client: httpx2.AsyncClient, owner: User) -> None:
    contact = await make_contact(owner)
    await send(client, contact, photo())
    there = f"/contacts/{contact.key}/photo/{(await Picture.get()).id}"
    client.cookies.clear()
    assert (await client.get(there)).headers["location"].startswith("/sign-in")
    await make_user(STRANGER)
    await come_in(client, STRANGER)
    assert (await client.get(there)).status_code == 404
    headers = {"Content-Type": "image/jpeg"}
    answer = await client.post(f"/contacts/{contact.key}/photo", content=photo(), headers=headers)
    assert answer.status_code == 404


async def test_a_photo_by_a_form_needs_its_token_and_one_from_elsewhere_is_refused(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    there = f"/contacts/{contact.key}/photo"
    assert (await client.post(there, files={"photo": photo()})).status_code == 403
    headers = {"Content-Type": "image/jpeg", "Origin": "https://evil.example"}
    assert (await client.post(there, content=photo(), headers=headers)).status_code == 403
    assert await Picture.all().count() == 0


def bomb(width: int, height: int) -> bytes:
    """A small PNG that unpacks to a great many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")
    )


async def test_what_is_no_photo_is_refused_with_a_sentence(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    gif = io.BytesIO()
    Image.new("RGB", (9, 9)).save(gif, "GIF")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    half = photo(size=(900, 900))
    for body in (
        b"", b"x", b"\x00" * 5000, gif.getvalue(), svg, half[: len(half) // 2],
        bomb(60_000, 60_000), bomb(9_000, 9_000), photo()[:20],
    ):  # fmt: skip
        answer = await send(client, contact, body)
        assert answer.status_code == 422, body[:20]
    for key in ("x", "\x00", "0" * 36):
        assert (await send(client, contact, photo(), key=key)).status_code == 422
    assert await Picture.all().count() == 0


async def test_a_photo_may_be_larger_than_a_form_and_not_larger_than_a_photo(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner)
    noise = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).save(noise, "JPEG", quality=95)
    assert len(noise.getvalue()) > 500_000
    assert (await send(client, contact, noise.getvalue())).status_code == 303
    assert (await send(client, contact, photo() + bytes(8 * 1024 * 1024))).status_code == 422
    headers = {"Content-Type": "image/jpeg"}
    there = f"/contacts/{contact.key}/photo"
    huge = bytes(9 * 1024 * 1024)
    assert (await client.post(there, content=huge, headers=headers)).status_code == 413
    large = bytes(70_000)
    for other in (f"/contacts/{contact.key}/touches", "/contacts/roster"):
        assert (await client.post(other, content=large, headers=headers)).status_code == 413
