"""Cards of every dialect are read as what they say; what nothing here reads is carried along."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.contacts.books.cards import Card, Refused, cards_of
from netmentor.contacts.rules import WayKind
from netmentor.contacts.vcards import Person, Version, vcard
from netmentor.text import clean, one_line

UID = "0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11"
PHOTO = b"\xff\xd8\xff" + bytes(range(200))
LINE = st.text(max_size=80).map(one_line)
TEXT = st.text(max_size=200).map(clean)


def read(text: str | bytes) -> list[Card | Refused]:
    body = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    return list(cards_of(body))


def one(text: str | bytes) -> Card:
    (found,) = read(text)
    assert isinstance(found, Card)
    return found


def card(*lines: str, version: str = "3.0") -> str:
    return "\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_a_card_as_apple_writes_it() -> None:
    found = one(
        card(
            "PRODID:-//Apple Inc.//macOS 15.1//EN",
            "N:Sample;Zoë;van;Dr.;MHA,CMPE",
            "FN:Dr. Zoë van Sample MHA, CMPE",
            "ORG:Sample Clinic;Operations",
            "TITLE:Director",
            "item1.EMAIL;type=INTERNET;type=pref:zoe@example.org",
            "item1.X-ABLabel:_$!<Work>!$_",
            "TEL;type=CELL;type=VOICE:+1 (614) 555-0100",
            "X-SOCIALPROFILE;type=linkedin;x-user=zoe:https://www.linkedin.com/in/zoe",
            "item2.ADR;type=WORK:;;1 Main St;Columbus;OH;43004;United States",
            "NOTE:Met at\\nCongress\\, on the second day",
            f"PHOTO;ENCODING=b;TYPE=JPEG:{b64encode(PHOTO).decode()}",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-02",
            f"UID:{UID.upper()}",
        )
    )
    assert found == Card(
        line=1,
        name="Dr. Zoë van Sample",
        uid=UID,
        credentials="MHA, CMPE",
        title="Director",
        organization="Sample Clinic, Operations",
        ways=(
            (WayKind.EMAIL, "zoe@example.org"),
            (WayKind.PHONE, "+1 (614) 555-0100"),
            (WayKind.LINKEDIN, "https://www.linkedin.com/in/zoe"),
        ),
        note="Met at\nCongress, on the second day",
        photo=PHOTO,
        carried=(
            "item1.X-ABLabel:_$!<Work>!$_",
            "item2.ADR;type=WORK:;;1 Main St;Columbus;OH;43004;United States",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-02",
        ),
    )


def test_a_card_of_2_1_with_bare_parameters_soft_breaks_and_another_charset() -> None:
    folded = "\r\n ".join([b64encode(PHOTO).decode()[at : at + 70] for at in range(0, 272, 70)])
    body = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:S=C3=A4mple;Ren=C3=A9;;;\r\n"
        "TEL;CELL;PREF:555-0100\r\n"
        "EMAIL;INTERNET:r@example.org\r\n"
        "NOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9=0D=0A=\r\nsecond = line=\r\n, third\r\n"
        "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;1 Main=0A2nd floor;Columbus;OH;;\r\n"
        f"PHOTO;JPEG;ENCODING=BASE64:\r\n {folded}\r\n\r\n"
        "END:VCARD\r\n"
    )
    found = one(body.encode())
    assert found.name == "René Sämple"
    assert found.ways == ((WayKind.PHONE, "555-0100"), (WayKind.EMAIL, "r@example.org"))
    assert found.note == "café\nsecond = line, third"
    assert found.photo == PHOTO
    assert found.carried == ("ADR;TYPE=WORK:;;1 Main\\n2nd floor;Columbus;OH;;",)


def test_a_card_of_4_0_with_addresses_for_values() -> None:
    found = one(
        card(
            "FN:Ada Sample",
            "TEL;VALUE=uri;TYPE=cell:tel:+1-614-555-0100;ext=7",
            "EMAIL:mailto:ada@example.org",
            f"PHOTO:data:image/jpeg;base64,{b64encode(PHOTO).decode()}",
            f"UID:urn:uuid:{UID}",
            "CATEGORIES:Ohio,R\\,D,ohio",
            version="4.0",
        )
    )
    assert found.ways == ((WayKind.PHONE, "+1-614-555-0100"), (WayKind.EMAIL, "ada@example.org"))
    assert (found.photo, found.uid, found.tags) == (PHOTO, UID, ("Ohio", "R,D"))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Sample;Ada"], "Ada Sample"),
        (["N:;;;;", "ORG:Sample Clinic"], "Sample Clinic"),
        (["FN:", "EMAIL:ada@example.org"], "ada@example.org"),
        (["NICKNAME:Ace"], "Ace"),
        (["FN:Ada Sample\\, FACHE", "N:Sample;Ada;;;FACHE"], "Ada Sample"),
        (["FN:FACHE", "N:;;;;FACHE"], "FACHE"),
    ],
)
def test_whoever_has_no_name_of_their_own_is_called_by_what_there_is(
    lines: list[str], name: str
) -> None:
    assert one(card(*lines)).name == name


def test_what_is_no_person_or_has_no_end_is_refused_with_its_line() -> None:
    text = card("FN:Board", "KIND:group") + card("NOTE:Nobody") + "BEGIN:VCARD\nFN:Cut"
    assert read(text) == [
        Refused(1, "It is a group, not a person.", "Board"),
        Refused(6, "It has no name, no organization and no address."),
        Refused(10, "Its end is missing: the file is cut off.", "Cut"),
    ]


def test_a_broken_line_costs_that_line_and_a_card_within_a_card_is_left_out() -> None:
    agent = ["AGENT:", "BEGIN:VCARD", "FN:Inside", "END:VCARD"]
    found = one(
        card("FN:Ada", "no property", 'X;A="open:1', *agent, "NOTE;ENCODING=QUOTED-PRINTABLE:a=")
    )
    assert found.name == "Ada"
    assert found.note == "a"


@pytest.mark.parametrize(
    "line", ["URL:javascript:alert(1)", "PHOTO;VALUE=uri:http://a.example/p.jpg"]
)
def test_what_must_not_be_followed_is_carried_and_nothing_more(line: str) -> None:
    found = one(card("FN:Ada", line))
    assert (found.ways, found.photo, found.carried) == ((), b"", (line,))


def test_many_lines_that_nothing_reads_are_carried_as_far_as_there_is_room() -> None:
    found = one(card("FN:Ada", f"KEY:{'a' * 70_000}", "BDAY:1990-01-01"))
    assert found.carried == ("BDAY:1990-01-01",)


@given(
    name=LINE.filter(bool),
    credentials=LINE,
    note=TEXT,
    value=LINE.filter(bool),
    tags=st.lists(LINE.filter(bool).map(lambda tag: tag[:60].strip()), unique_by=str.casefold),
    photo=st.binary(max_size=300),
    version=st.sampled_from(Version),
)
def test_what_is_written_here_is_read_back_as_it_was(
    name: str,
    credentials: str,
    note: str,
    value: str,
    tags: list[str],
    photo: bytes,
    version: Version,
) -> None:
    person = Person(
        uid=UID,
        name=name,
        credentials=credentials,
        title=value,
        organization=value,
        ways=[(WayKind.OTHER, value), (WayKind.WEBSITE, "https://a.example/?a=1;b,c")],
        note=note,
        tags=tags,
        photo=photo,
    )
    found = one(vcard(person, version))
    is_repeated = bool(credentials) and name.endswith((f" {credentials}", f",{credentials}"))
    assert is_repeated or found.name == name
    assert (
        found
        == Card(
            line=1,
            name=found.name,
            uid=UID,
            credentials=credentials,
            title=value,
            organization=value,
            ways=tuple(person.ways),  # type: ignore[arg-type]
            note=note,
            tags=tuple(tags)[:20],
            photo=photo,
        )
    )


@given(st.binary(max_size=400))
def test_no_bytes_are_too_odd(body: bytes) -> None:
    list(cards_of(b"BEGIN:VCARD\r\nFN:Ada\r\n" + body + b"\r\nEND:VCARD\r\n"))
    list(cards_of(body))
