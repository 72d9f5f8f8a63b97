"""Documents: what a file is its bytes say; versions stay, limits hold, and all can be taken out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from struct import pack

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.actions import Start, start
from netmentor.internships.applying.actions import remove as remove_application
from netmentor.internships.applying.documents import actions, queries, rules
from netmentor.internships.applying.documents.models import (
    Document,
    DocumentBody,
    DocumentVersion,
    SentDocument,
)
from netmentor.internships.applying.documents.naming import name_of_file
from netmentor.internships.applying.documents.rules import Kind, kind_of
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.internships.applying.begun import begun
from tests.internships.applying.files import (
    DOCX,
    EPUB,
    JPEG,
    MACROS,
    ODT,
    PDF,
    PNG,
    RTF,
    SHEET,
    WORD,
    zipped,
)
from tests.taken_along import lines, taken_along


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, Kind.PDF), (DOCX, Kind.DOCX), (ODT, Kind.ODT), (RTF, Kind.RTF), (PNG, Kind.PNG),
        (JPEG, Kind.JPEG), ("Résumé\r\n\tpage\f".encode(), Kind.TXT),
        ("\ufeffSample".encode(), Kind.TXT), (b"<script>alert(1)</script>", Kind.TXT),
        (zipped(WORD, comment=b"x" * 65_535), Kind.DOCX),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(body: bytes, kind: Kind) -> None:
    assert kind_of(body) == kind


@pytest.mark.parametrize(
    "body",
    [
        b"MZ\x90\x00" + bytes(99), b"\x7fELF" + bytes(99), b"GIF89a" + bytes(9), b"\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),  # Word before 2007, or behind a password
        "Sample".encode("utf-16"), b"R\xe9sum\xe9", b"Sample\x1b[2J", MACROS, EPUB, SHEET,
        zipped({**WORD, "word/VBAProject.BIN": b"x"}), zipped({**WORD, "vba/vbaProject.bin": b"x"}),
        MACROS.replace(b"\x03\x00\x03\x00", b"\x02\x00\x02\x00"),  # three, which say they are two
        zipped({**WORD, **{f"word/{n}": b"" for n in range(5_000)}}),
        zipped({"a.txt": b"a"}), DOCX[:-30], DOCX[:40], b"PK\x03\x04", b"PK\x05\x06" + bytes(18),
        b"PK\x03\x04" + pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 9, 2**32 - 1, 0),
        b"PK\x03\x04" + pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 9, 0, 0),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_not_taken(body: bytes) -> None:
    assert kind_of(body) is None


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("résumé.v2.pdf", "résumé.v2"), ("../../etc/passwd", "passwd"), ("..\\..\\a.pdf", "a"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x"), ("\x00\x1b[2J.pdf", "[2J"), ("", "Document"),
        ("invoice\u202efdp.exe", "invoicefdp"), ("\u2066a\u200f\u200b.docx", "a"), (".pdf", "pdf"),
        ('"; filename="evil.html', "; filename= evil"), ("x" * 300 + ".pdf", "x" * 100),
        ("\ud800.pdf", "pdf"), ("/", "Document"),
    ],
)  # fmt: skip
def test_no_name_of_a_file_is_trusted(file: str, name: str) -> None:
    assert name_of_file(file) == name


async def test_a_new_version_keeps_the_old_and_the_same_bytes_are_no_new_one(owner: User) -> None:
    made = await actions.keep(owner, "Resume.pdf", PDF, now=NOON)
    later = NOON + timedelta(days=1)
    second, is_new = await actions.keep_version(owner, made.key, DOCX, now=later)
    again, is_new_again = await actions.keep_version(owner, made.key, DOCX, now=later)
    assert (second.number, is_new, again.number, is_new_again) == (2, True, 2, False)
    [kept] = await queries.documents_of(owner)
    assert [(one.number, one.kind) for one in kept.versions] == [(2, "docx"), (1, "pdf")]
    first = await queries.version_of(owner, made.key, 1)
    assert await queries.bytes_of(first) == PDF


async def test_the_number_of_a_version_never_means_another_one(owner: User) -> None:
    made = await actions.keep(owner, "Resume.pdf", PDF, now=NOON)
    await actions.keep_version(owner, made.key, RTF, now=NOON)
    await actions.remove_version(owner, made.key, 2, now=NOON)
    third, _ = await actions.keep_version(owner, made.key, RTF, now=NOON)
    assert third.number == 3
    await actions.remove_version(owner, made.key, 1, now=NOON)
    with pytest.raises(Conflict, match="only version"):
        await actions.remove_version(owner, made.key, 3, now=NOON)


async def test_which_version_was_sent_stays_known_whatever_becomes_of_it(owner: User) -> None:
    row = await begun(owner)
    made = await actions.keep(owner, "Resume.pdf", PDF, now=NOON)
    await actions.keep_version(owner, made.key, RTF, now=NOON)
    today = NOON.date()
    for _ in range(2):
        await actions.note_sent(owner, row.key, made.key, 1, today, now=NOON)
    await actions.rename(owner, made.key, "Other")
    await actions.remove(owner, made.key, now=NOON)
    [sent] = await queries.sent_with(row.id)
    assert (sent.name, sent.number, sent.sent_on, sent.version) == ("Resume", 1, today, None)
    assert [await table.all().count() for table in (Document, DocumentVersion, DocumentBody)] == [
        0, 0, 0,
    ]  # fmt: skip
    with pytest.raises(Invalid, match="has gone out"):
        await actions.note_sent(owner, row.key, made.key, 1, today + timedelta(days=2), now=NOON)


async def test_one_document_serves_several_applications_and_outlasts_them(owner: User) -> None:
    one, other = await begun(owner), await start(owner, Start(title="Other"), now=NOON)
    made = await actions.keep(owner, "Resume.pdf", PDF, now=NOON)
    for row in (one, other):
        await actions.note_sent(owner, row.key, made.key, 1, NOON.date(), now=NOON)
    assert len(await queries.sent_of(made)) == 2
    await remove_application(owner, one.key, now=NOON)
    [left] = await queries.sent_of(made)
    await actions.forget_sent(owner, other.key, left.id, now=NOON)
    assert not await SentDocument.exists()
    assert await Document.exists()


async def test_what_is_too_much_is_refused_and_nothing_of_it_is_kept(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in (b"", PDF + bytes(rules.LARGEST), b"\x00"):
        with pytest.raises(Invalid):
            await actions.keep(owner, "a.pdf", body, now=NOON)
    monkeypatch.setattr(actions, "MOST_BYTES", 2 * len(PDF))
    made = await actions.keep(owner, "a.pdf", PDF, now=NOON)
    await actions.keep_version(owner, made.key, PDF[:-1], now=NOON)
    for refused in (
        actions.keep_version(owner, made.key, RTF, now=NOON),
        actions.keep(owner, "b.rtf", RTF, now=NOON),
    ):
        with pytest.raises(Conflict, match="at most; remove a version first"):
            await refused
    monkeypatch.setattr(actions, "MOST_DOCUMENTS", 1)
    with pytest.raises(Conflict, match="remove one first"):
        await actions.keep(owner, "b.rtf", RTF, now=NOON)
    assert (await Document.get()).versions_made == 2
    assert await DocumentBody.all().count() == 2


async def test_of_two_files_at_once_only_what_there_is_room_for_is_kept(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", len(PDF) + 1)
    several = (actions.keep(owner, f"{n}.pdf", PDF, now=NOON) for n in range(4))
    came = await asyncio.gather(*several, return_exceptions=True)
    assert sum(isinstance(one, Document) for one in came) == 1
    assert sum(isinstance(one, Conflict) for one in came) == 3
    assert await DocumentVersion.all().count() == 1


async def test_anybody_elses_is_as_unknown_as_none(owner: User) -> None:
    row = await begun(owner)
    made = await actions.keep(owner, "a.pdf", PDF, now=NOON)
    other = await make_user(STRANGER)
    theirs = await actions.keep(other, "a.pdf", PDF, now=NOON)
    today = NOON.date()
    for refused in (
        queries.document_of(other, made.key),
        queries.version_of(other, made.key, 1),
        actions.keep_version(other, made.key, RTF, now=NOON),
        actions.rename(other, made.key, "x"),
        actions.remove(other, made.key, now=NOON),
        actions.remove_version(other, made.key, 1, now=NOON),
        actions.note_sent(owner, row.key, theirs.key, 1, today, now=NOON),
        actions.note_sent(other, row.key, theirs.key, 1, today, now=NOON),
        actions.forget_sent(other, row.key, 1, now=NOON),
    ):
        with pytest.raises(NotFound):
            await refused
    assert (await Document.get(key=made.key)).name == "a"


async def test_every_version_is_handed_out_with_its_bytes_and_goes_with_the_account(
    owner: User, database: Settings
) -> None:
    row = await begun(owner)
    made = await actions.keep(owner, "Résumé.pdf", PDF, now=NOON)
    await actions.keep_version(owner, made.key, DOCX, now=NOON)
    await actions.note_sent(owner, row.key, made.key, 2, NOON.date(), now=NOON)
    told = await taken_along(owner)
    files = {name: body for name, body in told.items() if name.startswith("files/")}
    assert files == {"files/documents/1.pdf": PDF, "files/documents/2.docx": DOCX}
    sent = {"id": 1, "application": 1, "version": 2, "name": "Résumé", "number": 2}
    assert lines(told, "data/application_sent_document") == [sent | {"sent_on": "2026-11-24"}]
    await keeping.erase(database, owner, now=NOON)
    for table in (Document, DocumentVersion, DocumentBody, SentDocument):
        assert not await table.exists()
