"""A person written as a vCard is read by others as what it was."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from netmentor.contacts.vcards import Person, Version, vcard
from netmentor.text import clean, one_line

UID = "0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11"
LINE = st.text(max_size=200).map(one_line)
TEXT = st.text(max_size=300).map(clean)


def parsed(card: bytes) -> list[tuple[str, str]]:
    """The properties of a card as RFC 2426 has them read, values still escaped."""
    assert all(len(line) <= 75 for line in card.split(b"\r\n"))
    lines = card.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


def test_a_whole_person_is_written() -> None:
    person = Person(
        uid=UID,
        name="Dr. Zoë van Sample",
        credentials="MHA, CMPE",
        title="Director; Operations",
        organization="Sample Clinic",
        ways=[("email", "z@example.org"), ("phone", "+1 614"), ("linkedin", "https://l.example/z")],
        note="One\nTwo, three",
        tags=("R&D", "a,b"),
    )
    assert parsed(vcard(person)) == [
        ("BEGIN", "VCARD"),
        ("VERSION", "3.0"),
        ("UID", f"urn:uuid:{UID}"),
        ("FN", "Dr. Zoë van Sample"),
        ("N", r"Sample;Zoë van;;Dr.;MHA\, CMPE"),
        ("ORG", "Sample Clinic"),
        ("TITLE", r"Director\; Operations"),
        ("EMAIL;TYPE=INTERNET", "z@example.org"),
        ("TEL;TYPE=VOICE", "+1 614"),
        ("URL", "https://l.example/z"),
        ("NOTE", r"One\nTwo\, three"),
        ("CATEGORIES", r"R&D,a\,b"),
        ("END", "VCARD"),
    ]


def test_signs_are_escaped_where_their_version_has_it() -> None:
    person = Person(
        uid=UID, name="Ada; B, C", ways=[("website", "https://a.example/?b;c,d")], tags=("a;b",)
    )
    three, four = (dict(parsed(vcard(person, version))) for version in Version)
    assert three["FN"] == r"Ada\; B\, C"
    assert four["FN"] == r"Ada; B\, C"
    assert three["N"] == four["N"] == r"C;Ada\; B\,;;;"
    assert three["URL"] == four["URL"] == "https://a.example/?b;c,d"
    assert (three["CATEGORIES"], four["CATEGORIES"]) == (r"a\;b", "a;b")


@given(name=LINE.filter(bool), note=TEXT, value=LINE)
def test_no_text_breaks_out_of_its_line(name: str, note: str, value: str) -> None:
    person = Person(uid=UID, name=name, note=note, ways=[("email", value), ("website", value)])
    told = parsed(vcard(person))
    values = dict(told)
    assert unescaped(values["FN"]) == name
    assert unescaped(values.get("NOTE", "")) == note
    assert unescaped(values.get("URL", "")) == value
    assert len(told) == 6 + bool(note) + 2 * bool(value)
