"""A letter is one message to one person, whatever words are put into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from netmentor.errors import Invalid
from netmentor.mail.assembling import finished
from netmentor.mail.letters import Letter, header, write
from netmentor.paths import TEMPLATES
from tests.factories import NOON
from tests.mail.posting import READER, parsed, text_of

SENDER = "post@netmentor.example"
FACTS = {
    "base_url": "https://netmentor.example",
    "name": "Sample <b>Reader</b>",
    "code": "1234 5678",
    "address": "new@example.org",
    "contact": SENDER,
}
PLAIN = sorted(Path(TEMPLATES, "mail").glob("*/body.html"))
NAMES = [path.parent.name for path in PLAIN if not path.with_name("look.html").exists()]
INJECTIONS = (
    "=?utf-8?q?hi=0D=0ABcc:_evil@example.org?=",
    "A =?UTF-8?Q?=0A?=Bcc: evil@example.org",
    "hi\r\nBcc: evil@example.org",
    "=?=?utf-8?q?x=0ABcc:_e?=",
    "==??utf-8?q?x=0ABcc:_e?=",
    "\ud800 a\x00b\u2028c\u2029d",
    "日本語" * 60,
)


def made(letter: Letter, key: str = "sample", to: str = READER) -> bytes:
    return finished(letter, key=key, to=to, sender=SENDER, now=NOON)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_says_the_same_in_text_and_html(name: str) -> None:
    letter = write(name, **FACTS)
    message = made(letter)

    assert letter.subject == parsed(message)["Subject"]
    assert "1234" not in letter.subject
    assert 0 < len(letter.subject) <= 60
    assert ("1234 5678" in letter.text) == ("1234 5678" in letter.html)
    assert "https://netmentor.example" in text_of(message)
    assert "max-width:560px" in text_of(message, "html")
    assert "<b>" not in letter.html
    assert not re.search(r"<(script|img|link|style)|!", letter.text + letter.html.lower()[15:])


def test_a_missing_fact_stops_the_letter() -> None:
    with pytest.raises(UndefinedError):
        write("reset_code", base_url="https://netmentor.example")


def test_the_same_key_makes_the_same_message_id_and_another_one_another() -> None:
    letter = Letter("S", "t", "<p>t</p>")
    ids = [parsed(made(letter, key))["Message-ID"] for key in ("a", "a", "b")]

    assert ids[0] == ids[1] != ids[2]
    assert str(ids[0]).endswith("@netmentor.example>")


@given(st.one_of(st.sampled_from(INJECTIONS), st.text(max_size=300)))
def test_no_words_become_a_header(words: str) -> None:
    message = made(Letter(header(words), "text\n", "<p>text</p>\n"))
    head = message.split(b"\r\n\r\n", 1)[0]
    names = [line.split(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in b" \t"]

    assert sorted(names) == sorted(
        b"subject from to date message-id auto-submitted mime-version content-type".split()
    )
    assert message.isascii()
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert [one.addr_spec for one in parsed(message)["To"].addresses] == [READER]


@given(st.text(max_size=200))
def test_no_words_of_a_person_change_what_a_letter_is(words: str) -> None:
    name = words.encode("utf-8", "replace").decode().replace("\r", " ")
    letter = write("reset_code", **FACTS | {"name": name})

    assert parsed(made(letter))["To"] == READER
    assert letter.html.count("<p ") == write("reset_code", **FACTS).html.count("<p ")


@pytest.mark.parametrize(
    "address", ["ü@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org\x00"]
)
def test_a_letter_goes_to_one_plain_address(address: str) -> None:
    with pytest.raises(Invalid):
        made(Letter("S", "t", "t"), to=address)
