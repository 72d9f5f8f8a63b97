"""Tables of other programs are read by their headers; what nobody knows is asked."""

from __future__ import annotations

from datetime import date

import pytest

from netmentor.contacts.books.cards import Card, Refused
from netmentor.contacts.books.csvs import MOST_ASKED, UnknownColumns, read
from netmentor.contacts.rules import WayKind
from netmentor.events.importing.items import UnreadableFile

UNCLOSED = "A quotation mark is never closed, or stands where none may."
EMAIL, PHONE, LINKEDIN = WayKind.EMAIL, WayKind.PHONE, WayKind.LINKEDIN


def people(text: str, codec: str = "utf-8", **mapping: str) -> list[Card | Refused]:
    return list(read(text.encode(codec), mapping))


def test_connections_of_linkedin_begin_beneath_its_notes() -> None:
    text = (
        'Notes:\n"When exporting, some have no address, as they chose."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Zoë,Sample,https://www.linkedin.com/in/zoe,z@example.org,Sample Clinic,Director,"
        "05 Nov 2026\n"
    )
    assert people(text) == [
        Card(
            line=5,
            name="Zoë Sample",
            title="Director",
            organization="Sample Clinic",
            ways=((EMAIL, "z@example.org"), (LINKEDIN, "https://www.linkedin.com/in/zoe")),
            met_on=date(2026, 11, 5),
        )
    ]


@pytest.mark.parametrize("told", ["24 Nov", "31 Feb 2026", "5 Xyz 2026", "05 Nov 1969", "", "x"])
def test_a_day_that_is_none_is_left_out(told: str) -> None:
    [card] = people(f"First Name,Connected On\nAda,{told}\n")
    assert isinstance(card, Card)
    assert card.met_on is None


def test_contacts_of_google_have_several_values_in_a_cell() -> None:
    text = (
        "First Name,Middle Name,Last Name,Name Suffix,Organization Name,Organization Title,Notes,"
        "Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value\n"
        "Ada,van,Sample,CMPE,Clinic,Manager,Hi,Ohio ::: * myContacts,* Work,"
        "a@x.example ::: b@x.example,'+1 614 555 0100\n"
    )
    assert people(text) == [
        Card(
            line=2,
            name="Ada van Sample",
            credentials="CMPE",
            title="Manager",
            organization="Clinic",
            ways=((EMAIL, "a@x.example"), (EMAIL, "b@x.example"), (PHONE, "+1 614 555 0100")),
            note="Hi",
            tags=("Ohio",),
        )
    ]


def test_contacts_of_outlook_call_mr_and_dr_a_title() -> None:
    text = (
        "Title,First Name,Last Name,Company,Job Title,E-mail Address,E-mail 2 Address,"
        "Mobile Phone,Categories\nDr.,Ada,Sample,Clinic,CEO,a@x.example,b@x.example,555 0100,A;B\n"
    )
    (ada,) = people(text, "cp1252")
    assert isinstance(ada, Card)
    assert (ada.name, ada.title, ada.tags) == ("Dr. Ada Sample", "CEO", ("A", "B"))
    assert [value for _, value in ada.ways] == ["a@x.example", "b@x.example", "555 0100"]


def test_a_table_of_ours_has_where_and_when_they_were_met() -> None:
    (ada,) = people("Name,Met at,Met on,Key\nAda,Sample congress,2026-11-24,k1\n")
    assert ada == Card(
        line=2, name="Ada", uid="k1", met_where="Sample congress", met_on=date(2026, 11, 24)
    )


def test_columns_that_nobody_knows_are_asked_and_then_told() -> None:
    text = "Wer;Mail\nAda Sample;a@x.example\n;\n"
    with pytest.raises(UnknownColumns) as asked:
        people(text)
    assert asked.value.headers == ("Wer", "Mail")
    (ada,) = people(text, name="Wer", email="Mail")
    assert ada == Card(line=2, name="Ada Sample", ways=((EMAIL, "a@x.example"),))


def test_one_header_may_be_told_for_two_columns() -> None:
    (ada,) = people("Wer,Mail\nAda,a@x.example\n", name="Wer", note="Wer")
    assert ada == Card(line=2, name="Ada", note="Ada")


def test_a_header_longer_than_is_asked_is_found_by_what_was_asked() -> None:
    text = f"{'Wer ist es? ' * 20}\nAda\n"
    with pytest.raises(UnknownColumns) as asked:
        people(text)
    (ada,) = people(text, name=asked.value.headers[0])
    assert isinstance(ada, Card)
    assert ada.name == "Ada"


def test_whoever_is_asked_about_headers_is_asked_about_a_few() -> None:
    with pytest.raises(UnknownColumns) as asked:
        people(f"{','.join(map(str, range(400_000)))}\nAda\n")
    assert len(asked.value.headers) == MOST_ASKED


def test_as_many_columns_of_one_kind_as_a_file_holds_are_read() -> None:
    (ada,) = people(f"Name{',Email' * 400_000}\nAda{',a@x.example' * 300_000}\n")
    assert ada == Card(line=2, name="Ada", ways=((EMAIL, "a@x.example"),))


def test_a_row_that_is_broken_or_empty_of_names_costs_itself() -> None:
    text = 'Name,Email,Website\nAda,a@x.example,x.example\n,,\n,,javascript:x\n"Bo,b@x.example\n'
    assert people(text) == [
        Card(
            line=2,
            name="Ada",
            ways=((EMAIL, "a@x.example"), (WayKind.WEBSITE, "https://x.example")),
        ),
        Refused(4, "It has no name, no organization and no address."),
        Refused(5, UNCLOSED, '"Bo,b@x.example'),
    ]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04x", b"\n\n"])
def test_what_is_no_table_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableFile):
        list(read(body, {}))


def test_a_table_in_utf_16_is_read() -> None:
    assert people("Name\nZoë\n", "utf-16") == [Card(line=2, name="Zoë")]
