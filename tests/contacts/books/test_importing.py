"""A file of people comes in once, whatever happens on the way, and goes out again whole."""

from __future__ import annotations

import io
from base64 import b64encode
from datetime import timedelta

import pytest
from PIL import Image

from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.contacts.books import actions, turns
from netmentor.contacts.books.gathering import person_of
from netmentor.contacts.books.models import (
    ContactImport,
    ContactImportFile,
    ContactImportRow,
)
from netmentor.contacts.books.rules import Doubles, State, Verdict
from netmentor.contacts.models import Contact, Picture, Tagging, Way
from netmentor.contacts.pictures import Darkroom
from netmentor.errors import Conflict, Invalid
from netmentor.jobs import imports
from netmentor.jobs.imports import mind_imports
from tests.accounts.casting import make_user
from tests.contacts.books.bringing import ADA, BO, brought, card, looked_at, undone
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.taken_along import lines, taken_along

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def user() -> User:
    return await make_user()


async def test_nothing_is_kept_before_somebody_says_yes(user: User) -> None:
    row = await looked_at(user, ADA, BO)
    assert (row.state, row.total, row.done) == (State.READY, 2, 0)
    assert await Contact.all().count() == 0
    assert await ContactImportFile.all().count() == 0
    await actions.drop(user, row.key, now=NOON)
    assert await ContactImportRow.all().count() == 0


async def test_what_became_of_each_line_is_handed_out(user: User) -> None:
    await brought(user, ADA, BO)
    told = await taken_along(user)
    [file] = lines(told, "records/imports")
    said = lines(told, "records/import_lines")
    assert [(row["name"], row["verdict"], row["told"]) for row in said] == [
        ("Ada Sample", "new", ""),
        ("Bo Sample", "new", ""),
    ]
    assert {row["import"] for row in said} == {file["key"]}


async def test_people_come_in_with_all_that_cards_tell(user: User) -> None:
    row, became = await brought(user, ADA, BO)
    assert (row.state, row.done) == (State.DONE, 2)
    assert became == {"Ada Sample": Verdict.NEW, "Bo Sample": Verdict.NEW}
    ada = await Contact.get(name="Ada Sample")
    assert (ada.met_where, ada.answer, "ada@example.org" in ada.searched) == (
        "Brought in from book.vcf", "none", True,
    )  # fmt: skip
    person = await person_of(user, ada)
    assert (person.ways, person.tags) == ([("email", "ada@example.org")], ["Ohio"])
    assert person.carried == ["BDAY:1990-01-02"]
    assert not await ContactImportRow.filter(of=row).exclude(told="").exists()


async def test_the_same_file_again_changes_nothing(user: User) -> None:
    await brought(user, ADA, BO)
    before = await Contact.all().order_by("id").values()
    _, became = await brought(user, ADA, BO)
    assert set(became.values()) == {Verdict.SAME}
    assert await Contact.all().order_by("id").values() == before
    assert (await Way.all().count(), await Tagging.all().count()) == (2, 1)


async def test_whoever_is_here_gets_what_they_lack_and_loses_nothing(user: User) -> None:
    here = await make_contact(user, "Ada S.", email="ADA@example.org", note="Mine", role="CEO")
    told = card("Ada Sample", "EMAIL:ada@example.org", "TEL:555 0100 22", "NOTE:More", "TITLE:X")
    row, became = await brought(user, told)
    assert became == {"Ada Sample": Verdict.CHANGED}
    person = await person_of(user, await Contact.get())
    assert (person.name, person.title, person.note) == ("Ada S.", "CEO", "Mine\n\nMore")
    assert person.ways == [("email", "ADA@example.org"), ("phone", "555 0100 22")]
    assert (await undone(user, row)).state == State.UNDONE
    person = await person_of(user, await Contact.get(id=here.id))
    assert (person.note, person.ways) == ("Mine", [("email", "ADA@example.org")])


async def test_they_are_kept_apart_where_somebody_wants_that_or_the_name_alone_is_the_same(
    user: User,
) -> None:
    await make_contact(user, "Ada Sample", email="ada@example.org")
    await make_contact(user, "Bo Sample")
    row, became = await brought(user, ADA, BO, doubles=Doubles.APART)
    assert set(became.values()) == {Verdict.DOUBLE}
    reasons = [one.reason for one in await ContactImportRow.filter(of=row).order_by("id")]
    assert reasons == [
        "May be Ada Sample: the same email address.", "May be Bo Sample: the same name.",
    ]  # fmt: skip
    assert await Contact.all().count() == 4


async def test_two_cards_of_one_file_are_never_joined(user: User) -> None:
    other = card("A. Sample", "EMAIL:ada@example.org")
    _, became = await brought(user, ADA, other, ADA)
    assert became == {"Ada Sample": Verdict.REFUSED, "A. Sample": Verdict.DOUBLE}
    assert await Contact.all().count() == 2


async def test_whoever_lies_in_the_bin_is_left_there(user: User) -> None:
    await brought(user, ADA)
    await delete(user, [await Contact.get()], now=NOON)
    _, became = await brought(user, ADA)
    assert became == {"Ada Sample": Verdict.REFUSED}
    assert (await Contact.get()).gone_at


async def test_an_import_that_is_cut_off_goes_on_where_it_was(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [card(f"Sample {number}", f"UID:{number}") for number in range(250)]
    row = await looked_at(user, *cards)
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    held = await turns.take_one(now=NOON)
    assert held
    monkeypatch.setattr(imports, "STEPS", 1)
    await imports.go_on(held, Darkroom())  # and then its process is gone
    assert await Contact.all().count() == 100
    assert await turns.take_one(now=NOON + timedelta(seconds=1)) is None
    assert await turns.take_one(now=NOON + timedelta(days=9999)) is not None
    await ContactImport.all().update(held_until=None)
    await mind_imports()
    assert await Contact.all().count() == 250
    assert (await ContactImport.get()).state == State.DONE


async def test_whoever_lost_an_import_to_another_process_writes_nothing(user: User) -> None:
    row = await looked_at(user, ADA)
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    held = await turns.take_one(now=NOON)
    assert held
    await actions.undo(user, row.key, now=NOON)
    with pytest.raises(turns.NotOurs):
        await imports.go_on(held, Darkroom())
    assert await Contact.all().count() == 0
    await mind_imports()
    assert (await ContactImport.get()).state == State.UNDONE


async def test_photos_come_after_the_people_and_a_broken_one_costs_itself(user: User) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    photo = b64encode(drawn.getvalue()).decode()
    row, _ = await brought(
        user,
        card("Ada Sample", "UID:a", f"PHOTO;ENCODING=b:{photo}"),
        card("Bo Sample", "UID:b", "PHOTO;ENCODING=b:bm8gcGhvdG8="),
    )
    assert (row.state, row.total, row.done) == (State.DONE, 4, 4)
    assert [one.contact_id for one in await Picture.all()] == [
        (await Contact.get(name="Ada Sample")).id
    ]
    broken = await ContactImportRow.get(of=row, name="Bo Sample")
    assert broken.reason.startswith("Without its photo: ")
    await brought(user, card("Ada Sample", "UID:a", f"PHOTO;ENCODING=b:{photo}"))
    assert await Picture.all().count() == 1


async def test_what_cannot_be_read_says_why_and_asks_where_it_may_be_told(user: User) -> None:
    row = await looked_at(user, "BEGIN:VCARD\r\nFN:Ada\r\n", name="cut.vcf")
    assert (row.state, row.total) == (State.READY, 0)
    row = await looked_at(user, "Wer,Mail\nAda,a@x.example\n", name="t.csv")
    assert (row.state, row.headers) == (State.ASKING, '["Wer", "Mail"]')
    with pytest.raises(Invalid):
        await actions.tell_columns(user, row.key, {"note": "Mail"}, now=NOON)
    await actions.tell_columns(user, row.key, {"name": "Wer"}, now=NOON)
    await mind_imports()
    assert (await ContactImport.get(id=row.id)).state == State.READY
    row = await looked_at(user, "PK\x03\x04", name="x")
    assert row.state == State.FAILED
    assert row.reason == "This is a workbook or an archive; save the table as CSV first."
    assert await ContactImportFile.filter(of=row).count() == 0


async def test_a_few_files_may_wait_and_none_may_be_too_large(user: User) -> None:
    for _ in range(5):
        await actions.begin(user, "b.vcf", ADA.encode(), now=NOON)
    with pytest.raises(Conflict):
        await actions.begin(user, "b.vcf", ADA.encode(), now=NOON)
    with pytest.raises(Invalid):
        await actions.begin(user, "b.vcf", b"x" * 6_000_000, now=NOON)


async def test_what_is_over_is_forgotten_after_a_month_and_the_people_stay(user: User) -> None:
    await brought(user, ADA)
    await actions.forget_old(now=NOON + timedelta(days=9999))
    assert (await ContactImport.all().count(), await Contact.all().count()) == (0, 1)


async def test_two_cards_of_one_person_lose_nothing(user: User) -> None:
    await brought(user, card("Ada Sample", "EMAIL:ada@example.org", "UID:a"))
    _, became = await brought(
        user,
        card("Ada S.", "EMAIL:ada@example.org", "TEL:614 555 0177", "UID:other"),
        card("Ada Sample", "EMAIL:ada@example.org", "NOTE:More", "UID:a"),
    )
    assert became == {"Ada S.": Verdict.DOUBLE, "Ada Sample": Verdict.CHANGED}
    assert await Way.filter(value="614 555 0177").count() == 1
    assert (await Contact.get(name="Ada Sample")).note == "More"


async def test_what_becomes_of_a_card_does_not_hang_on_where_a_turn_ends(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "STEPS", 1)
    await make_contact(user, "Ada Sample", email="ada@example.org")
    cards = [card(f"Sample {number}", f"UID:{number}") for number in range(150)]
    cards[0] = card("Ada 1", "EMAIL:ada@example.org", "NOTE:One", "UID:x")
    cards[149] = card("Ada 2", "EMAIL:ada@example.org", "NOTE:Two", "UID:y")
    cards[1] = card("Cleo", "EMAIL:cleo@example.org", "UID:c")
    cards[2] = card("C. Other", "EMAIL:cleo@example.org", "UID:d")
    row = await looked_at(user, *cards)
    rows = ContactImportRow.filter(of=row, name__in=["Ada 1", "Ada 2", "Cleo", "C. Other"])
    before = await rows.order_by("id").values_list("name", "verdict")
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    await mind_imports()
    assert await rows.order_by("id").values_list("name", "verdict") == before
    assert [verdict for _, verdict in before] == ["changed", "new", "double", "double"]
