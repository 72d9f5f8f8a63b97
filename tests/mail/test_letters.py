"""A letter is one message to one person, whatever words are put into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from netmentor.errors import Invalid
from netmentor.mail.assembling import Listed, UnsafeLetter, finished
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
    "subject": "Confirmed: Sample talk with <b>Sample Mentor</b>",
    "opening": "Your session with <b>Sample Mentor</b> is confirmed.",
    "facts": [("When", "Monday"), ("Question", "<b>Which ratios?</b>")],
    "buttons": [("Approve", "https://netmentor.example/m/signed")],
    "closing": "Something came up?",
    "path": "/sessions/sample",
    "day": "December 1, 2026",
    "is_attached": True,
    "is_encrypted": True,
    "size": "0.4 MB",
    "most": "7 MB",
    "place": "cloud.example",
    "reason": "<b>cloud.example</b> answers 507: it has no room left.",
    "times": 5,
}
PLAIN = sorted(Path(TEMPLATES, "mail").glob("*/body.html"))
NAMES = [path.parent.name for path in PLAIN if not path.with_name("look.html").exists()]
LISTED = Listed("reminders", "https://netmentor.example/unsubscribe/sample_token-1.2")
WHOLE = st.characters(exclude_categories=["Cs", "Cc"])  # nothing that goes before it arrives
INJECTIONS = (
    "=?utf-8?q?hi=0D=0ABcc:_evil@example.org?=",
    "A =?UTF-8?Q?=0A?=Bcc: evil@example.org",
    "hi\r\nBcc: evil@example.org",
    "=?=?utf-8?q?x=0ABcc:_e?=",
    "==??utf-8?q?x=0ABcc:_e?=",
    "\ud800 a\x00b\u2028c\u2029d",
    "日本語" * 60,
)


def made(
    letter: Letter, key: str = "sample", to: str = READER, listed: Listed | None = None
) -> bytes:
    return finished(letter, key=key, to=to, sender=SENDER, now=NOON, listed=listed)


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


@pytest.mark.parametrize("text", ["x" * 200, "\n" + "x" * 200, "x" * 200 + "\r\ny", "a\rb \nc"])
def test_every_line_of_a_message_ends_alike(text: str) -> None:
    message = made(Letter("Sample", text, text))

    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", message)
    assert text_of(message).strip("\n") == "\n".join(text.splitlines()).strip("\n")


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


@pytest.mark.parametrize("words", INJECTIONS)
def test_no_words_become_a_header_of_a_letter_that_is_listed(words: str) -> None:
    letter = Letter(words, words.encode("utf-8", "replace").decode(), "<p>text</p>\n")
    message = made(letter, listed=LISTED)

    assert sorted(parsed(message).keys()) == sorted(
        "Subject From To Date Message-ID Auto-Submitted MIME-Version Content-Type"
        " List-Id List-Unsubscribe List-Unsubscribe-Post".split()
    )
    assert parsed(message).defects == []


def test_a_letter_of_a_list_says_how_to_leave_it_by_one_click() -> None:
    message = parsed(made(Letter("S", "t", "<p>t</p>"), listed=LISTED))

    assert message["List-Id"] == "NetMentor reminders <reminders.netmentor.example>"
    assert message["List-Unsubscribe"] == f"<{LISTED.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("reminders\r\nBcc", LISTED.unsubscribe),
        ("reminders>", LISTED.unsubscribe),
        ("", LISTED.unsubscribe),
        ("reminders", "https://netmentor.example/u>\r\nBcc: evil@example.org"),
        ("reminders", "https://netmentor.example/u>, <mailto:evil@example.org"),
        ("reminders", "https://netmentor.example/ü"),
        ("reminders", "javascript:alert(1)"),
        ("reminders", "https://netmentor.example/u\n"),
    ],
)
def test_a_list_header_holds_nothing_but_its_own(name: str, address: str) -> None:
    with pytest.raises(UnsafeLetter):
        made(Letter("S", "t", "t"), listed=Listed(name, address))


@given(st.text(WHOLE | st.just("\n"), max_size=300))
def test_words_arrive_as_they_were_written(words: str) -> None:
    message = made(Letter("S", f"{words}\n", f"<p>{words}</p>\n"))

    assert text_of(message).rstrip("\n") == words.rstrip("\n")
    assert text_of(message, "html").rstrip("\n") == f"<p>{words}</p>"
    assert max(map(len, message.split(b"\r\n"))) <= 78


@given(st.text(WHOLE, max_size=300))
def test_a_subject_arrives_in_lines_that_mail_servers_take(words: str) -> None:
    message = made(Letter(words, "text\n", "<p>text</p>\n"))

    assert str(parsed(message)["Subject"]).split() == header(words).split()
    assert all(len(line) < 200 for line in message.split(b"\r\n"))


@given(st.text(max_size=200))
def test_no_words_of_a_person_change_what_a_letter_is(words: str) -> None:
    name = words.encode("utf-8", "replace").decode().replace("\r", " ")
    letter = write("reset_code", **FACTS | {"name": name})

    assert parsed(made(letter))["To"] == READER
    assert letter.html.count("<p ") == write("reset_code", **FACTS).html.count("<p ")


@pytest.mark.parametrize(
    "address",
    [
        "ü@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\x00",
        "a@example.org, b@example.org",
        "a b@example.org",
        "=?utf-8?q?x?=@example.org",
        "<a@example.org>",
        "a@example.org\n",
    ],
)
def test_a_letter_goes_to_one_plain_address(address: str) -> None:
    with pytest.raises(Invalid):
        made(Letter("S", "t", "t"), to=address)
