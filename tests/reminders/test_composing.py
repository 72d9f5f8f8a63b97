"""A notice as a letter: the same in both forms, and one message whatever words are in it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.mail.assembling import Listed, finished
from netmentor.reminders.composing import letter_of
from netmentor.reminders.links import Signer
from netmentor.reminders.notices import Line, Notice, NoticeKind, Section
from tests.factories import NOON
from tests.mail.posting import parsed, text_of
from tests.reminders.samples import (
    HEADERS,
    INJECTIONS,
    SAMPLES,
    SETTINGS,
    links_in,
    make_follow_up_line,
    make_notice,
)

WORDS = {
    Notice: ("zone_words", "subject", "lead_in", "heading", "why"),
    Section: ("heading",),
    Line: ("title", "when", "note"),
}


def signer() -> Signer:
    return Signer(SETTINGS, User(id=1, email="a@example.org", created_at=NOON), NOON)


def sent(notice: Notice) -> bytes:
    """The message of a notice, as it goes over the wire."""
    listed = Listed("reminders", signer().unsubscribe())
    letter = letter_of(SETTINGS, notice, signer())
    sender = SETTINGS.mail_from
    return finished(letter, key=notice.key, to=notice.to, sender=sender, now=NOON, listed=listed)


def noticed(kind: type, field: str, words: str) -> Notice:
    """A notice with these words in one of its fields."""
    told: dict[type, dict[str, Any]] = {kind: {field: words}}
    line = replace(make_follow_up_line("Sample"), **told.get(Line, {}))
    section = replace(Section(heading="Due today", lines=(line,)), **told.get(Section, {}))
    return replace(make_notice(section, is_late=True), **told.get(Notice, {}))


class Reader(HTMLParser):
    """What a reader of the HTML sees, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said, self.links, self.tags = "", list[str](), set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("name", SAMPLES)
def test_a_letter_says_the_same_in_text_and_html(name: str) -> None:
    notice = SAMPLES[name]
    letter = letter_of(SETTINGS, notice, signer())
    message = sent(notice)
    html = Reader(letter.html)

    assert (letter.subject, text_of(message)) == (parsed(message)["Subject"], letter.text)
    assert text_of(message, "html") == letter.html
    lines = [line for section in notice.sections for line in section.lines]
    told = [words for line in lines for words in (line.title, line.note, line.when)]
    for words in (notice.heading, notice.why, notice.zone_words, *told):
        assert words in letter.text
        assert words in html.said
    assert set(html.links) == {link for link in links_in(letter) if "registration" not in link}
    assert all(link in letter.text for link in html.links)
    assert "!" not in letter.subject + letter.text


def test_only_what_can_be_done_has_links_that_do_it() -> None:
    morning, urgent = (
        letter_of(SETTINGS, SAMPLES[name], signer()).text for name in ("morning", "urgent")
    )

    assert (morning.count("  Done: "), morning.count("  Later: ")) == (2, 2)
    assert "Done" not in urgent
    assert "Open it: https://netmentor.example/events/sample-conference-2026" in urgent


def test_a_late_letter_says_that_it_is_late() -> None:
    words = "This letter is late"
    late, morning = (letter_of(SETTINGS, SAMPLES[name], signer()) for name in ("late", "morning"))

    assert words in late.text
    assert late.html.count(words) == 2  # before the letter is opened, and in it
    assert words not in morning.text + morning.html


@pytest.mark.parametrize("words", INJECTIONS)
@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, some in WORDS.items() for field in some]
)
def test_no_words_become_a_header_or_a_tag(kind: type, field: str, words: str) -> None:
    message = sent(noticed(kind, field, words))
    letter = parsed(message)
    head = message.partition(b"\r\n\r\n")[0].decode("ascii")
    html = Reader(text_of(message, "html"))

    assert [name for name, _ in letter.items()] == HEADERS
    assert [line.partition(":")[0] for line in re.split(r"\r\n(?! )", head)] == HEADERS
    assert letter["To"] == "owner@example.org"
    assert len(list(letter.walk())) == 3  # both forms, and what holds them
    assert max(map(len, message.split(b"\r\n"))) <= 998  # RFC 5322 section 2.1.1
    assert html.tags.isdisjoint({"script", "img", "iframe"})
    assert all(link.startswith("https://netmentor.example/") for link in html.links)
    assert "49" not in html.said.replace("5049", "")


def test_every_word_that_reaches_a_letter_is_tried() -> None:
    """A field that is added to a notice is added here, too."""
    others = {
        Notice: {"user_id", "to", "key", "kind", "day", "sections", "is_late", "stops"},
        Section: {"lines", "more"},
        Line: {"uid", "subject", "path", "can_be_done", "due_on"},
    }
    for kind, names in WORDS.items():
        assert {one.name for one in fields(kind)} == {*names} | others[kind]


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_large_button_leads_where_its_words_say(kind: NoticeKind) -> None:
    notice = replace(SAMPLES["evening"], kind=kind)
    text = letter_of(SETTINGS, notice, signer()).text
    expected = {
        NoticeKind.URGENT: "Open it: https://netmentor.example/after/sample-conference-2026\n",
        NoticeKind.EVENING: "Sort whom you met: https://netmentor.example/after/sample-",
    }

    assert expected.get(kind, "Open today: https://netmentor.example/today\n") in text
