"""Content lines of others: whole, cut, quoted, and broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vText

from netmentor.calendars.content_lines import (
    BadLine,
    Property,
    decoded,
    properties,
    split_list,
    unescaped,
)
from netmentor.text import clean

SUMMARY = frozenset({"SUMMARY"})
few = settings(max_examples=60, derandomize=True, deadline=None)


def found(*lines: bytes, ends: bytes = b"\r\n") -> list[Property | BadLine]:
    block = ends.join([b"BEGIN:VEVENT", *lines, b"END:VEVENT", b""])
    return list(properties(block, 7, SUMMARY))


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_folded_line_is_whole_and_keeps_the_number_of_its_first_part(ends: bytes) -> None:
    told = found(b"UID:1", b"SUMMARY:Sam", b" ple", b"\t ev", b" ent", b"SUMMARY:Two", ends=ends)
    assert told == [
        Property("SUMMARY", "Sample event", 9, {}),
        Property("SUMMARY", "Two", 13, {}),
    ]


def test_a_letter_cut_in_two_is_whole_again() -> None:
    first, second = "Café".encode()[:4], "Café".encode()[4:]
    assert found(b"SUMMARY:" + first, b" " + second) == [Property("SUMMARY", "Café", 8, {})]


def test_an_empty_line_ends_nothing() -> None:
    assert found(b"", b"SUMMARY:Sample", b"  event", b"", b"SUMMARY:Two") == [
        Property("SUMMARY", "Sample event", 9, {}),
        Property("SUMMARY", "Two", 12, {}),
    ]


def test_what_a_program_wrote_in_windows_letters_is_read() -> None:
    assert found("SUMMARY:Café – “é”".encode("cp1252")) == [
        Property("SUMMARY", "Café – “é”", 8, {})
    ]


@pytest.mark.parametrize(
    ("line", "value", "parameters"),
    [
        (b"summary:Sample", "Sample", {}),
        (b"SUMMARY;LANGUAGE=en-us:Sample", "Sample", {"LANGUAGE": "en-us"}),
        (b"SUMMARY;language=en:a:b;c", "a:b;c", {"LANGUAGE": "en"}),
        (b'SUMMARY;X-A="a;b:c,d";X-B=2:Sample', "Sample", {"X-A": "a;b:c,d", "X-B": "2"}),
        (b'SUMMARY;ALTREP="https://example.org/":a', "a", {"ALTREP": "https://example.org/"}),
        (b'SUMMARY:He said: "no', 'He said: "no', {}),
        (b"SUMMARY :Sample", "Sample", {}),
        (b"SUMMARY:", "", {}),
    ],
)
def test_a_line_is_split_where_its_value_begins(
    line: bytes, value: str, parameters: dict[str, str]
) -> None:
    assert found(line) == [Property("SUMMARY", value, 8, parameters)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"SUMMARY;", "SUMMARY has no value."),
        (b'SUMMARY;X="a:b', "SUMMARY has no value."),
        (b"SUMMARY;=:Sample", "SUMMARY cannot be read."),
        (b"SUMMARY;X:Sample", "SUMMARY cannot be read."),
    ],
)
def test_a_broken_line_costs_that_line(line: bytes, reason: str) -> None:
    assert found(line, b"SUMMARY:Sample") == [
        BadLine(8, reason),
        Property("SUMMARY", "Sample", 9, {}),
    ]


def test_lines_that_are_no_properties_are_passed_over() -> None:
    assert found(b"SUMMARY", b":", b"\x00\xff", b"=SUMMARY:a", b"SUMMARY_X:b") == []


def test_what_stands_inside_an_alarm_is_left_out() -> None:
    alarm = (b"BEGIN:VALARM", b"SUMMARY:Alarm", b"END:VALARM")
    assert found(*alarm, b"SUMMARY:Sample", *alarm) == [Property("SUMMARY", "Sample", 11, {})]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"a\, b\; c\\ d\ne\Nf", "a, b; c\\ d\ne\nf"),
        (r"C:\temp", r"C:\temp"),
        ("ends with \\", "ends with \\"),
        (r"\\n", r"\n"),
        (r"\:\"", ':"'),
    ],
)
def test_escapes_that_are_none_stay(value: str, text: str) -> None:
    assert unescaped(value) == text


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("a,b", ["a", "b"]),
        (r"a\,b,c", ["a,b", "c"]),
        (r"a\\,b", ["a\\", "b"]),
        (r"a\\\,b", ["a\\,b"]),
        ("", [""]),
    ],
)
def test_a_list_is_split_at_its_own_commas(value: str, parts: list[str]) -> None:
    assert split_list(value) == parts


@given(st.text(st.characters(codec="utf-8")).map(clean))
@few
def test_text_is_what_it_was_before_it_was_escaped(text: str) -> None:
    assert unescaped(vText(text).to_ical().decode()) == text


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).map(clean), min_size=1))
@few
def test_a_list_is_what_it_was_before_it_was_joined(parts: list[str]) -> None:
    assert split_list(",".join(vText(part).to_ical().decode() for part in parts)) == parts


@given(st.binary())
@few
def test_any_bytes_are_some_text(raw: bytes) -> None:
    assert decoded(raw).encode().decode() == decoded(raw)


@given(st.lists(st.binary(max_size=60), max_size=6))
@few
def test_any_lines_are_read_or_told_to_be_bad(lines: list[bytes]) -> None:
    told = found(*(b"SUMMARY" + line for line in lines), b"X:")
    assert all(
        7 < one.line <= 8 + sum(line.count(b"\n") + line.count(b"\r") + 1 for line in lines)
        for one in told
    )
