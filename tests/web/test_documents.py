"""Documents by their pages: in by a form, out as files that no browser shows, and nobody else's."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying.documents.models import Document, DocumentBody, DocumentVersion
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.db.disks import fill_the_disk
from tests.internships.applying.files import DOCX, PDF, RTF
from tests.web.breaking_off import broken_off
from tests.web.visiting import come_in, post, token_of

MEGABYTE = 1024 * 1024


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def upload(
    client: httpx2.AsyncClient, body: bytes = PDF, file: str = "Résumé.pdf", *,
    to: str = "/documents", accept: str = "text/html", **told: str,
) -> httpx2.Response:  # fmt: skip
    form = {"form_token": await token_of(client), **told}
    files = {"file": (file, body, "text/html")}
    return await client.post(to, data=form, files=files, headers={"Accept": accept})


async def rows() -> list[int]:
    return [await table.all().count() for table in (Document, DocumentVersion, DocumentBody)]


async def test_what_went_in_comes_out_as_a_file_that_no_browser_shows(
    client: httpx2.AsyncClient, owner: User
) -> None:
    answer = await upload(client)
    here = answer.headers["location"]
    assert (answer.status_code, here[:11]) == (303, "/documents/")
    assert "It is among your documents now." in (await client.get(here)).text
    await upload(client, DOCX, to=here)
    for number, body, ending in (("1", PDF, "pdf"), ("2", DOCX, "docx")):
        file = await client.get(f"{here}/{number}")
        assert file.content == body
        assert file.headers["content-disposition"] == (
            f"attachment; filename=\"resume.{ending}\"; filename*=UTF-8''R%C3%A9sum%C3%A9.{ending}"
        )
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert file.headers["cache-control"] == "no-store"
    assert file.headers["content-type"].startswith("application/vnd.openxmlformats")
    page = (await client.get("/documents")).text
    for words in ("Résumé", "Version 2", "2 versions", "of 100 MB are taken"):
        assert words in page


async def test_a_page_that_calls_itself_a_resume_is_text_and_runs_nowhere(
    client: httpx2.AsyncClient, owner: User
) -> None:
    page = b"<!doctype html><script>alert(document.cookie)</script>"
    here = (await upload(client, page, "resume.html")).headers["location"]
    file = await client.get(f"{here}/1", headers={"Sec-Fetch-Dest": "document"})
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert 'filename="resume.txt"' in file.headers["content-disposition"]
    assert file.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "file",
    [
        'a"; filename="evil.exe', "a\r\nX-Evil: 1.pdf", "../../etc/passwd\x00.pdf",
        "a\u202efdp.exe", "<script>alert(1)</script>.pdf", "é" * 400, "…", "{{ 7 * 7 }}.pdf",
    ],
)  # fmt: skip
async def test_no_name_of_a_file_reaches_a_header_or_a_page_as_it_is(
    client: httpx2.AsyncClient, owner: User, file: str
) -> None:
    here = (await upload(client, file=file)).headers["location"]
    told = (await client.get(f"{here}/1")).headers
    plain = r"attachment; filename=\"[a-z0-9-]+\.pdf\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+\.pdf"
    assert re.fullmatch(plain, told["content-disposition"])
    assert "x-evil" not in told
    page = (await client.get(here)).text
    assert "<script>alert" not in page
    assert "\u202e" not in page


async def test_what_is_no_document_is_refused_with_a_sentence_and_not_kept(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await upload(client)).headers["location"]
    for to in ("/documents", here):
        for body, words in (
            (b"", "empty"), (b"MZ\x90\x00", "Save it as PDF"),
            (PDF + bytes(10 * MEGABYTE), "10 MB"),
        ):  # fmt: skip
            answer = await upload(client, body, to=to)
            assert answer.status_code == 422
            assert words in answer.text
        assert (await upload(client, PDF + bytes(11 * MEGABYTE), to=to)).status_code == 413
        form = {"form_token": await token_of(client)}
        several = [("file", ("a.pdf", PDF)), ("file", ("b.pdf", PDF))]
        assert (await client.post(to, data=form, files=several)).status_code == 400
        assert (await client.post(to, data=form | {"file": "x"})).status_code == 422
        assert (await client.post(to, files={"file": PDF})).status_code == 403
    again = await upload(client, b"MZ\x90", name="Résumé, fall")
    assert (again.status_code, 'value="Résumé, fall"' in again.text) == (422, True)
    assert (await upload(client, b"MZ\x90", accept="application/json")).json()["message"]
    assert (await upload(client, name="x" * 101)).status_code == 422
    assert await rows() == [1, 1, 1]


async def test_ten_megabytes_are_taken_and_come_back_whole(
    client: httpx2.AsyncClient, owner: User
) -> None:
    body = PDF + b"\xa7" * (10 * MEGABYTE - len(PDF))
    here = (await upload(client, body)).headers["location"]
    assert (await client.get(f"{here}/1")).content == body


async def test_a_button_pressed_twice_keeps_one_document(
    client: httpx2.AsyncClient, owner: User
) -> None:
    key = "0123456789abcdef" * 2
    places = {(await upload(client, key=key)).headers["location"] for _ in range(2)}
    assert (len(places), await rows()) == (1, [1, 1, 1])
    program = await upload(client, RTF, accept="application/json")
    assert (program.status_code, program.json()["url"][:11]) == (201, "/documents/")
    again = await upload(client, RTF, to=program.json()["url"], accept="application/json")
    assert "nothing was kept twice" in again.json()["message"]
    assert await rows() == [2, 2, 2]


# Starlette leaves the temporary file of what broke off to the collector, which deletes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_an_upload_that_breaks_off_leaves_nothing_half(
    client: httpx2.AsyncClient, owner: User, database: Settings
) -> None:
    token = await token_of(client)
    whole = (
        f'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    ).encode() + PDF
    await broken_off(client, database, "/documents", whole)
    assert await rows() == [0, 0, 0]
    cut = await client.post(
        "/documents", content=whole, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert cut.status_code in (400, 403, 422)
    assert await rows() == [0, 0, 0]


async def test_a_full_disk_is_said_and_nothing_half_is_kept(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await upload(client)).headers["location"]
    await fill_the_disk(DocumentBody, but=20)
    for to in ("/documents", here):
        answer = await upload(client, PDF + b"x" * MEGABYTE, to=to)
        assert answer.status_code == 507
        assert "no room left" in answer.text
    assert await rows() == [1, 1, 1]
    assert (await client.get(f"{here}/1")).content == PDF


async def test_it_is_nobody_elses(client: httpx2.AsyncClient, owner: User) -> None:
    here = (await upload(client)).headers["location"]
    await make_user(STRANGER)
    client.cookies.clear()
    for path in ("/documents", here, f"{here}/1"):
        assert (await client.get(path)).headers["location"].startswith("/sign-in")
    assert (await client.post(here, files={"file": PDF})).status_code == 303
    await come_in(client, STRANGER)
    for path in (here, f"{here}/1"):
        assert (await client.get(path)).status_code == 404
    assert (await upload(client, RTF, to=here)).status_code == 404
    for deed in ("name", "remove", "1/remove"):
        assert (await post(client, f"{here}/{deed}", name="x")).status_code == 404
    assert "Résumé" not in (await client.get("/documents")).text
    assert await rows() == [1, 1, 1]


async def test_an_application_says_which_version_it_got(
    client: httpx2.AsyncClient, owner: User
) -> None:
    application = (await post(client, "/applications", title="Sample")).headers["location"]
    assert "Keep your résumé" in (await client.get(application)).text
    here = (await upload(client)).headers["location"]
    await upload(client, RTF, to=here)
    key = here.rpartition("/")[2]
    assert f'value="{key}/1"' in (await client.get(application)).text
    for document, day, status in (
        (f"{key}/1", "2026-11-20", 303), (f"{key}/1", "", 303), (f"{key}/9", "", 404),
        (key, "", 404), ("", "", 404), (f"{key}/1", "2026-12-24", 422), (f"{key}/1", "x", 422),
    ):  # fmt: skip
        sent = await post(client, f"{application}/sent", document=document, sent_on=day)
        assert sent.status_code == status, (document, day)
    page = (await client.get(application)).text
    assert "<b>Résumé</b>, version 1" in page
    assert "Fri, Nov 20, 2026" in page
    assert "with <a" in (await client.get(here)).text
    taken = re.findall(r"/sent/(\d+)/take-back", page)
    await post(client, f"{application}/sent/{taken[0]}/take-back")
    assert (await post(client, f"{application}/sent/{taken[0]}/take-back")).status_code == 404
    await post(client, f"{here}/remove")
    assert "Not kept any more" in (await client.get(application)).text
