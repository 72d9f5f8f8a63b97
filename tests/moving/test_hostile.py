"""A file by somebody who means harm is refused with a sentence, and leaves nothing."""

from __future__ import annotations

import json
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from netmentor.accounts.models import User
from netmentor.moving.arriving import take_in
from netmentor.moving.opening import LARGEST_BODY, LONGEST_LINE, Unreadable
from tests.accounts.casting import OWNER, make_user
from tests.contacts.people import make_contact
from tests.db.rows import every_row
from tests.factories import NOON
from tests.taken_along import changed, lines, made_of, unzipped, zipped

pytestmark = pytest.mark.usefixtures("database")

_CONTACT = "data/contact.jsonl"
_WISHES: dict[str, object] = {
    "leads": "going:1d",
    "digests": "",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
}
_WISHES |= {"morning": "08:00", "paused_at": None}
_FEED: dict[str, object] = {
    "name": "x",
    "kinds": "going",
    "detail": "full",
    "tasks": "event",
    "alarms": "",
}
_FEED |= {"created_at": NOON.isoformat(), "addressed_at": NOON.isoformat(), "revoked_at": None}
_PUBLISHED: dict[str, object] = {
    "event": 1,
    "part": "",
    "uid": "x",
    "first_on": "2026-12-09",
    "essence": "x",
}
_PUBLISHED |= {"last_on": "2026-12-09", "leaves_on": None, "timezone": "", "sequence": 0}
_PUBLISHED |= {"digest": "x", "created_at": NOON.isoformat(), "changed_at": NOON.isoformat()}
_WITH_NOTES = b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xda"
_HALF = "\\ud800"


@pytest.fixture
async def user() -> User:
    return await make_user("new@example.org")


@pytest.fixture
async def body() -> bytes:
    left = await make_user(OWNER)
    await make_contact(left, "Sample Person", email="met@example.org", promise="x", tags=("Ohio",))
    return await zipped(left)


async def refused(user: User, body: bytes) -> str:
    before = await every_row()
    with pytest.raises(Unreadable) as caught:
        await take_in(user, BytesIO(body), now=NOON)
    assert await every_row() == before
    return caught.value.message


async def test_what_is_no_zip_or_half_of_one_is_refused(user: User, body: bytes) -> None:
    for half in (b"", b"PK", b"x" * 1_000, body[:-1], body[: len(body) // 2], body + b"x"):
        assert "no ZIP file, or it is cut off" in await refused(user, half)
    broken, at = bytearray(body), body.index(b"account.json") + 40
    broken[at : at + 60] = b"\xff" * 60
    assert "broken or cut off" in await refused(user, bytes(broken))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "/etc/passwd", "data/../account.json", "C:\\x", "data/sign_in.jsonl",
        "data/user_account.jsonl", "files/photos/1.jpg/x", "DATA/contact.jsonl", "data/", "x" * 300,
        "files/photos/\u202e1.jpg",
    ],
)  # fmt: skip
async def test_a_name_that_leaves_with_nobody_is_refused(
    user: User, body: bytes, name: str
) -> None:
    said = await refused(user, made_of(unzipped(body) | {name: b"x"}))
    assert "which NetMentor does not know" in said


@pytest.mark.filterwarnings("ignore:Duplicate name")
async def test_a_file_that_is_in_it_twice_is_refused(user: User, body: bytes) -> None:
    made = BytesIO(body)
    with ZipFile(made, "a") as archive:
        archive.writestr(_CONTACT, b"")
    assert await refused(user, made.getvalue()) == f"{_CONTACT} is in it twice."


async def test_one_that_is_locked_or_packed_otherwise_is_refused(user: User, body: bytes) -> None:
    at = body.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", body, at + 8)[0]
    locked = body[: at + 8] + struct.pack("<H", flags | 1) + body[at + 10 :]
    assert "locked by a password" in await refused(user, locked)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_BZIP2) as archive:
        archive.writestr("account.json", b"{}")
    assert "packed in a way" in await refused(user, made.getvalue())


async def test_a_bomb_is_refused_before_it_goes_off(user: User, body: bytes) -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, told in unzipped(body).items():
            archive.writestr(name, told if name != _CONTACT else b" " * 200_000_000)
    assert len(made.getvalue()) < 1_000_000
    assert "line 1, is longer than a line may be" in await refused(user, made.getvalue())


async def test_sizes_that_lie_are_refused(user: User, body: bytes) -> None:
    at = body.rindex(b"account.json") - 46  # its line in the directory
    huge = body[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + body[at + 28 :]
    for lie in (huge, body[: at + 24] + struct.pack("<I", 3) + body[at + 28 :]):
        await refused(user, lie)
    count, length = body[:-12] + b"\xff\xff" + body[-10:], body[:-10] + b"\xff" * 4 + body[-6:]
    for lie in (count, length):
        assert "more than 12,000 files" in await refused(user, lie)


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "[]", "null", "7", '"text"', "NaN", '{"id": NaN}', "[" * 100_000, "\x00", "{}",
        '{"id": 1e999}', '{"id": ' + "9" * 5_000 + "}", "\xff\xfe", '{"id": 1, "user": 1}',
    ],
)  # fmt: skip
async def test_a_line_that_is_no_row_is_refused(user: User, body: bytes, line: str) -> None:
    assert f"{_CONTACT}, line 1" in await refused(user, changed(body, _CONTACT, line))


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("id", 0), ("id", -1), ("id", "1"), ("id", 1.5), ("id", True), ("id", 2**40), ("id", None),
        ("name", None), ("name", 7), ("name", ["x"]), ("name", {}), ("name", "x" * 201),
        ("name", "a\x00b"), ("name", _HALF.encode().decode("unicode_escape")), ("name", "a\x1bb"),
        ("key", "7"), ("key", "../x"), ("key", ""), ("key", "0B6F2F0E-9A53-4C1E-8F3E-5F1D1F0B7A11"),
        ("met_at", "yesterday"), ("met_at", "2026-11-24T12:00:00"), ("met_at", 7), ("met_at", None),
        ("met_at", "1969-12-31T00:00:00+00:00"), ("met_at", "9999-12-31T00:00:00+00:00"),
        ("cadence_weeks", "4"), ("cadence_weeks", 2**15), ("cadence_weeks", -1),
        ("cadence_weeks", True), ("cadence_weeks", 4.0), ("cadence_since", "2026-13-01"),
        ("answer", "perhaps"), ("answer", None), ("introduced_by", "1"), ("introduced_by", -1),
        ("introduced_by", 2**31), ("event", ["x"]), ("event", "x" * 101), ("event", "a\x00"),
        ("user", 1), ("user_id", 1), ("searched", "x"), ("version", 7), ("wombat", 1),
    ],
)  # fmt: skip
async def test_a_column_of_another_kind_is_refused(
    user: User, body: bytes, column: str, told: object
) -> None:
    [row] = lines(unzipped(body), "data/contact")
    said = await refused(user, changed(body, _CONTACT, row | {column: told}))
    assert said.startswith(f"{_CONTACT}, line 1")


async def test_a_column_that_lacks_is_refused_where_nothing_stands_for_it(
    user: User, body: bytes
) -> None:
    [row] = lines(unzipped(body), "data/contact")
    del row["name"]
    assert "says nothing of “name”" in await refused(user, changed(body, _CONTACT, row))


async def test_the_same_number_or_key_twice_is_refused(user: User, body: bytes) -> None:
    [row] = lines(unzipped(body), "data/contact")
    said = await refused(user, changed(body, _CONTACT, row, row))
    assert "not larger than the one before" in said
    said = await refused(user, changed(body, _CONTACT, row, row | {"id": 2}))
    assert said == "Two things in it exclude each other."


async def test_what_leads_to_nothing_comes_without_it_or_not_at_all(
    user: User, body: bytes
) -> None:
    files = unzipped(body)
    [way], [contact] = lines(files, "data/contact_way"), lines(files, "data/contact")
    told = changed(body, "data/contact_way.jsonl", way | {"contact": 99})
    arrived = await take_in(
        user, BytesIO(changed(told, _CONTACT, contact | {"introduced_by": 98})), now=NOON
    )
    assert dict(+arrived.lacking) == {"contact_way": 1}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (b"", "account.json is no JSON"),
        (b"[]", "account.json is no object"),
        (b"{}", "no account that this version"),
        (json.dumps({"format": "netmentor-account-2"}).encode(), "says nothing of an account"),
        (b" " * (LONGEST_LINE + 1), "account.json is larger"),
    ],
)
async def test_an_account_that_is_none_is_refused(
    user: User, body: bytes, told: bytes, sentence: str
) -> None:
    assert sentence in await refused(user, made_of(unzipped(body) | {"account.json": told}))


@pytest.mark.parametrize(
    ("column", "told"),
    [("name", ""), ("name", 7), ("timezone", "Mars"), ("timezone", "../x"), ("theme", "pink"),
     ("single_keys", "yes"), ("aims", "x" * 501)],
)  # fmt: skip
async def test_wishes_that_nobody_could_have_are_refused(
    user: User, body: bytes, column: str, told: object
) -> None:
    files = unzipped(body)
    account = json.loads(files["account.json"])
    account["account"][column] = told
    said = await refused(user, made_of(files | {"account.json": json.dumps(account).encode()}))
    assert said.startswith("account.json: ")


async def test_rights_are_not_taken_out_of_a_file(user: User, body: bytes) -> None:
    files = unzipped(body)
    account = json.loads(files["account.json"])
    account["account"] |= {"role": "admin", "email": "admin@example.org", "is_guest": True}
    told = made_of(files | {"account.json": json.dumps(account).encode()})
    await take_in(user, BytesIO(told), now=NOON)
    now = await User.get(id=user.id)
    assert (now.role, now.email, now.is_guest) == ("member", "new@example.org", False)


@pytest.mark.parametrize(
    ("place", "photo", "sentence"),
    [
        ("files/photos/1.jpg", None, "is missing"),
        ("files/photos/2.jpg", b"\xff\xd8\xff", "is not where its file is"),
        ("../../etc/passwd", None, "is not where its file is"),
        ("files/photos/1.jpg", b"<svg/>", "is no JPEG"),
        (
            "files/photos/1.jpg",
            b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xda",
            "notes of a camera",
        ),
        ("files/photos/1.jpg", b"\xff\xd8" + b"\xff\xdb\x00\x00" * 9, "is no JPEG"),
        ("files/photos/1.jpg", b"x" * (LARGEST_BODY + 1), "is larger than 10 MB"),
        (7, None, "has no file"),
    ],
)
async def test_a_photo_that_is_none_is_refused(
    user: User, body: bytes, place: object, photo: bytes | None, sentence: str
) -> None:
    files = unzipped(body)
    [contact] = lines(files, "data/contact")
    row = {"id": 1, "contact": 1, "key": contact["key"], "jpeg": place}
    row |= {"created_at": NOON.isoformat(), "gone_at": None}
    files |= {"data/contact_picture.jsonl": json.dumps(row).encode()}
    files |= {"files/photos/1.jpg": photo} if photo else {}
    files |= {"files/photos/2.jpg": photo} if photo else {}
    assert sentence in await refused(user, made_of(files))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("follow_up_habits", {"steps": "7,2", "keep_weeks": 8}),
        ("plan_template", {"lines": "[[1]]", "changed_at": NOON.isoformat()}),
        ("plan_template", {"lines": "[" * 5_000, "changed_at": NOON.isoformat()}),
        ("contact_merge", {"kept": 1, "gone": 1, "choices": "", "made_at": NOON.isoformat()}),
        ("reminder_wishes", _WISHES | {"leads": "going:never"}),
        ("reminder_wishes", _WISHES | {"leads": "wombat:1d"}),
        ("reminder_wishes", _WISHES | {"morning": "25:00"}),
        ("private_feed", _FEED | {"kinds": "wombat"}),
        ("private_feed", _FEED | {"detail": "all"}),
        ("published", _PUBLISHED | {"text": "BEGIN:VEVENT\r\nEND:VEVENT\r\n"}),
        ("published", _PUBLISHED | {"text": "x"}),
    ],
)
async def test_what_no_room_could_have_written_is_refused(
    user: User, body: bytes, name: str, told: dict[str, object]
) -> None:
    said = await refused(user, changed(body, f"data/{name}.jsonl", {"id": 1} | told))
    assert said.startswith(f"data/{name}.jsonl, line 1: ")
    assert "says nothing of" not in said
    assert "not known here" not in said


async def test_half_a_character_in_what_is_told_is_refused(user: User, body: bytes) -> None:
    told = changed(body, "records/sessions.jsonl", '{"with": "' + _HALF + '"}')
    assert "half a character" in await refused(user, told)
