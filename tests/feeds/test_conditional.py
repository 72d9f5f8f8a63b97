from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.datastructures import Headers

from netmentor.feeds.conditional import Version, accepts_gzip
from netmentor.feeds.copies import Copies, compressed

CHANGED = datetime(2026, 11, 24, 12, 0, 0, 999_999, tzinfo=UTC)
VERSION = Version("abc123", CHANGED)


@pytest.mark.parametrize(
    "tags",
    ['"abc123"', 'W/"abc123"', '"abc123-gzip"', '"old", W/"abc123-gzip"', "*", ' "abc123" , "x"'],
)
def test_a_reader_that_names_the_version_has_it(tags: str) -> None:
    assert VERSION.is_known_to(Headers({"If-None-Match": tags}))


@pytest.mark.parametrize("tags", ['"abc"', "abc123", '"abc1234"', "", '"ABC123"', '"'])
def test_a_reader_that_names_another_does_not(tags: str) -> None:
    assert not VERSION.is_known_to(Headers({"If-None-Match": tags}))


def test_a_tag_that_differs_decides_over_a_date_that_fits() -> None:
    headers = Headers(
        {"If-None-Match": '"other"', "If-Modified-Since": "Thu, 24 Dec 2026 12:00:00 GMT"}
    )

    assert not VERSION.is_known_to(headers)


@pytest.mark.parametrize(
    ("since", "known"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", True),
        ("Tue, 24 Nov 2026 11:59:59 GMT", False),
        ("Tue, 24 Nov 2026 13:00:00 +0100", True),
        ("Tuesday, 24-Nov-26 12:00:00 GMT", True),
        ("yesterday", False),
        ("", False),
        ("Tue, 99 Nov 2026 12:00:00 GMT", False),
    ],
)
def test_a_date_is_compared_in_whole_seconds(since: str, known: bool) -> None:
    assert VERSION.is_known_to(Headers({"If-Modified-Since": since})) is known


def test_each_coding_has_its_own_tag() -> None:
    assert VERSION.headers("")["ETag"] == '"abc123"'
    assert VERSION.headers("gzip") == {
        "ETag": '"abc123-gzip"',
        "Last-Modified": "Tue, 24 Nov 2026 12:00:00 GMT",
    }


@pytest.mark.parametrize(
    ("accept", "gzip"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("identity", False),
        ("", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=1.2.3", False),
    ],
)
def test_gzip_goes_only_to_those_who_take_it(accept: str, gzip: bool) -> None:
    assert accepts_gzip(Headers({"Accept-Encoding": accept})) is gzip


def test_the_same_body_compresses_to_the_same_bytes() -> None:
    assert compressed(b"BEGIN:VCALENDAR") == compressed(b"BEGIN:VCALENDAR")


def test_copies_are_bounded_and_the_longest_unasked_goes_first() -> None:
    copies = Copies(most_bytes=10)
    copies.keep("a", b"1234")
    copies.keep("b", b"5678")
    assert copies.get("a") == b"1234"

    copies.keep("c", b"9abc")

    assert copies.get("b") is None
    assert (copies.get("a"), copies.get("c"), copies.held_bytes) == (b"1234", b"9abc", 8)


def test_a_copy_larger_than_the_bound_is_not_kept() -> None:
    copies = Copies(most_bytes=3)
    copies.keep("a", b"1234")
    assert (copies.get("a"), copies.held_bytes) == (None, 0)


def test_now_is_newer_than_before() -> None:
    newer = Version("def456", CHANGED + timedelta(seconds=1))
    assert not newer.is_known_to(
        Headers({"If-Modified-Since": VERSION.headers("")["Last-Modified"]})
    )


@pytest.mark.parametrize("offset", ["GMT", "+99999999999999999999", "-9999"])
def test_a_date_beyond_all_dates_is_no_date(offset: str) -> None:
    asked = {"If-Modified-Since": f"Mon, 01 Jan 99999999999999999999 00:00:00 {offset}"}

    assert not VERSION.is_known_to(Headers(asked))
