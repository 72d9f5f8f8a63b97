"""Whole files in the manner of each program that writes them, good and broken."""

from __future__ import annotations

from base64 import b64encode
from datetime import date

import pytest

from netmentor.contacts.books.cards import Card, Refused, cards_of
from netmentor.contacts.books.csvs import read
from netmentor.contacts.rules import WayKind

EMAIL, PHONE, LINKEDIN = WayKind.EMAIL, WayKind.PHONE, WayKind.LINKEDIN
PHOTO = b"\xff\xd8\xff" + bytes(range(256))
WRITTEN = b64encode(PHOTO).decode()
PIECES = [WRITTEN[at : at + 72] for at in range(0, len(WRITTEN), 72)]

APPLE = f"""\
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 19.1//EN
N:Sample;Ada;;;FACHE
FN:Ada Sample FACHE
ORG:Sample Clinic;
item1.EMAIL;type=INTERNET;type=HOME;type=pref:ada@example.org
item2.TEL;type=pref:+1 614 555 0100
item2.X-ABLabel:Front desk\\, mornings
item3.URL;type=pref:https\\://www.linkedin.com/in/ada
item3.X-ABLabel:_$!<HomePage>!$_
item4.X-ABDATE;type=pref:2020-05-01
item4.X-ABLabel:_$!<Anniversary>!$_
item5.ADR;type=HOME;type=pref:;;1 Main St;Columbus;OH;43004;
item5.X-ABADR:us
PHOTO;ENCODING=b;TYPE=JPEG:{PIECES[0]}
{"".join(f" {piece}{chr(10)}" for piece in PIECES[1:])}\
CATEGORIES:Ohio
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Board
FN:Board
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1
END:VCARD
"""
GOOGLE = """\
BEGIN:VCARD
VERSION:3.0
FN:Dr. Zoë Sample
N:Sample;Zoë;;Dr.;
EMAIL;TYPE=INTERNET;TYPE=WORK:zoe@example.org
item1.EMAIL;TYPE=INTERNET:zoe@other.example
item1.X-ABLabel:Lab
TEL;TYPE=CELL:+16145550100
item2.ORG:Sample Clinic
item2.TITLE:Director
item3.URL:https\\://example.org/zoe
item3.X-ABLabel:PROFILE
PHOTO:https://lh3.example/contacts/zoe
NOTE:Line one\\nline two\\, “quoted”
CATEGORIES:Ohio,myContacts
END:VCARD
"""
OUTLOOK = """\
BEGIN:VCARD
VERSION:2.1
X-MS-SIGNATURE:YES
N;LANGUAGE=en-us;CHARSET=Windows-1252:Müller;Jörg;;Dr.
FN;CHARSET=Windows-1252:Dr. Jörg Müller
ORG;CHARSET=Windows-1252:Klinik Süd;Einkauf
TITLE:Buyer
NOTE;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Gr=FC=DFe=0D=0A=
zweite Zeile
TEL;WORK;VOICE:+1 (614) 555-0100
TEL;CELL;VOICE:614-555-0101
ADR;WORK;PREF:;;1 Main St;Columbus;OH;43004;United States of America
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 Main St=0D=0A=
Columbus, OH  43004
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
URL;WORK:http://example.org
EMAIL;PREF;INTERNET:jm@example.org
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 {}

X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.example/design"/>
REV:20261127T120000Z
END:VCARD
""".format("\n ".join(PIECES))
ANDROID = """\
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4C=C3=B3=70=65=7A;=4D=61=72=C3=AD=61;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=61=72=C3=AD=61=20=4C=C3=B3=\\
=70=65=7A
TEL;CELL;PREF:614-555-0100
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=C3=BC):555-0101
EMAIL;HOME:maria@example.org
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Mari;1;;;;;;;;;;;;;
PHOTO;ENCODING=BASE64;JPEG:{}

NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=45=69=6E=73=0A=7A=77=65=69
END:VCARD
""".replace("=\\\n", "=\n").format("\n ".join(PIECES))


def people(text: str, codec: str = "utf-8") -> list[Card | Refused]:
    return list(cards_of(text.replace("\n", "\r\n").encode(codec)))


def test_apple() -> None:
    ada, board = people(APPLE)
    assert ada == Card(
        line=1,
        name="Ada Sample",
        credentials="FACHE",
        organization="Sample Clinic",
        ways=(
            (EMAIL, "ada@example.org"),
            (PHONE, "+1 614 555 0100"),
            (LINKEDIN, "https://www.linkedin.com/in/ada"),
        ),
        tags=("Ohio",),
        photo=PHOTO,
        carried=(
            "item2.X-ABLabel:Front desk\\, mornings",
            "item3.X-ABLabel:_$!<HomePage>!$_",
            "item4.X-ABDATE;type=pref:2020-05-01",
            "item4.X-ABLabel:_$!<Anniversary>!$_",
            "item5.ADR;type=HOME;type=pref:;;1 Main St;Columbus;OH;43004;",
            "item5.X-ABADR:us",
        ),
    )
    assert isinstance(board, Refused)
    assert (board.name, board.reason) == ("Board", "It is a group, not a person.")


def test_google() -> None:
    (zoe,) = people(GOOGLE)
    assert zoe == Card(
        line=1,
        name="Dr. Zoë Sample",
        title="Director",
        organization="Sample Clinic",
        ways=(
            (EMAIL, "zoe@example.org"),
            (EMAIL, "zoe@other.example"),
            (PHONE, "+16145550100"),
            (WayKind.WEBSITE, "https://example.org/zoe"),
        ),
        note="Line one\nline two, “quoted”",
        tags=("Ohio",),
        carried=(
            "item1.X-ABLabel:Lab",
            "item3.X-ABLabel:PROFILE",
            "PHOTO:https://lh3.example/contacts/zoe",
        ),
    )


def test_outlook() -> None:
    (found,) = people(OUTLOOK, "cp1252")
    assert found == Card(
        line=1,
        name="Dr. Jörg Müller",
        title="Buyer",
        organization="Klinik Süd, Einkauf",
        ways=(
            (PHONE, "+1 (614) 555-0100"),
            (PHONE, "614-555-0101"),
            (WayKind.WEBSITE, "http://example.org"),
            (EMAIL, "jm@example.org"),
        ),
        note="Grüße\nzweite Zeile",
        photo=PHOTO,
        carried=(
            "X-MS-SIGNATURE:YES",
            "ADR;TYPE=WORK;TYPE=PREF:;;1 Main St;Columbus;OH;43004;United States of America",
            "LABEL;TYPE=WORK;TYPE=PREF:1 Main St\\nColumbus, OH  43004",
            "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
            'X-MS-OL-DESIGN:<card xmlns="http://schemas.example/design"/>',
        ),
    )


def test_android() -> None:
    (maria,) = people(ANDROID)
    assert maria == Card(
        line=1,
        name="María López",
        ways=((PHONE, "614-555-0100"), (PHONE, "555-0101"), (EMAIL, "maria@example.org")),
        note="Eins\nzwei",
        photo=PHOTO,
        carried=("X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Mari;1;;;;;;;;;;;;;",),
    )


@pytest.mark.parametrize("text", [APPLE, GOOGLE, OUTLOOK, ANDROID])
def test_a_card_without_its_end_costs_no_other(text: str) -> None:
    """Whatever program wrote it; and a file that is cut off keeps all before the cut."""
    other = "BEGIN:VCARD\nVERSION:3.0\nFN:Other\nEND:VCARD\n"
    whole, *_ = people(text)
    broken = text[: text.index("END:VCARD\n")]
    assert isinstance(whole, Card)
    endless, found = people(broken + other)
    assert isinstance(endless, Refused)
    assert endless.line == 1
    assert endless.reason == "Its end is missing: another begins within it."
    assert isinstance(found, Card)
    assert found.name == "Other"
    first, cut = people(other + broken)
    assert isinstance(first, Card)
    assert isinstance(cut, Refused)
    assert cut.reason == "Its end is missing: the file is cut off."
    assert cut.name in (f"{whole.name} {whole.credentials}".strip(), whole.name)


@pytest.mark.parametrize("text", [APPLE, OUTLOOK, ANDROID])
def test_a_photo_that_is_broken_costs_itself(text: str) -> None:
    (whole, *_), (found, *_) = (
        people(text, "cp1252"),
        people(text.replace(PIECES[0], "!" + PIECES[0][1:-1] + "!"), "cp1252"),
    )
    assert isinstance(whole, Card)
    assert isinstance(found, Card)
    assert (found.name, found.note, found.ways) == (whole.name, whole.note, whole.ways)


def test_quoted_printable_that_is_broken_is_read_as_far_as_it_is() -> None:
    text = ANDROID.replace("=45=69", "=4=ZZ=69").replace("=4C=C3=B3", "=C3=4C")
    (maria,) = people(text)
    assert isinstance(maria, Card)
    assert maria.note.endswith("ns\nzwei")
    assert maria.name.startswith("María ")


LINKED = """\
Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing.
You will only see email addresses for connections who have allowed it, ""as they chose""."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Zoë,"Sample, FACHE",https://www.linkedin.com/in/zoe,,"Sample Clinic, Inc.",VP & COO,05 Nov 2026
"Ada,Sample,https://www.linkedin.com/in/ada,a@example.org,Clinic,CEO,01 Jan 2026
,,,,,,
Bo,Sample,https://www.linkedin.com/in/bo,b@example.org,,,31 Feb 2026
"""


def test_linkedin() -> None:
    assert list(read(LINKED.encode(), {})) == [
        Card(
            line=6,
            name="Zoë Sample, FACHE",
            title="VP & COO",
            organization="Sample Clinic, Inc.",
            ways=((LINKEDIN, "https://www.linkedin.com/in/zoe"),),
            met_on=date(2026, 11, 5),
        ),
        Refused(
            7,
            "A quotation mark is never closed, or stands where none may.",
            '"Ada,Sample,https://www.linkedin.com/in/ada,a@example.org,Clinic,CEO,01 Jan 2026',
        ),
        Card(
            line=9,
            name="Bo Sample",
            ways=((EMAIL, "b@example.org"), (LINKEDIN, "https://www.linkedin.com/in/bo")),
        ),
    ]


def test_a_table_of_outlook_in_the_letters_of_windows() -> None:
    text = (
        '"First Name","Middle Name","Last Name","Title","Suffix","Company","Department","Job Title"'
        ',"Business Street","Business Phone","Mobile Phone","Categories","E-mail Address",'
        '"E-mail Type","E-mail Display Name","E-mail 2 Address","Notes","Web Page"\r\n'
        '"Jörg","","Müller","Dr.","MHA","Klinik Süd – West","Einkauf","Buyer","1 Main St",'
        '"+1 (614) 555-0100","614-555-0101","Ohio;Süd","jm@example.org","SMTP","Jörg (jm@…)",'
        '"j2@example.org","Zeile eins\r\nzwei","http://example.org"\r\n'
    )
    assert list(read(text.encode("cp1252"), {})) == [
        Card(
            line=2,
            name="Dr. Jörg Müller",
            credentials="MHA",
            title="Buyer",
            organization="Klinik Süd – West",
            ways=(
                (EMAIL, "jm@example.org"),
                (EMAIL, "j2@example.org"),
                (PHONE, "+1 (614) 555-0100"),
                (PHONE, "614-555-0101"),
                (WayKind.WEBSITE, "http://example.org"),
            ),
            note="Zeile eins\nzwei",
            tags=("Ohio", "Süd"),
        )
    ]
