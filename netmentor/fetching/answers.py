"""What a server says about its answer, read with distrust."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote

LONGEST_WAIT = timedelta(days=7)  # that a server may ask for
_LONGEST_ETAG = 300  # characters
_LONGEST_DATE = 100
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]{1,60}/[\w!#$&^.+-]{1,60}(?=\s*(;|,|$))", re.ASCII)
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([a-z0-9._:+-]{1,40})"?\s*(;|,|$)', re.IGNORECASE)
_WORDS = {
    304: "it says that nothing is new, though that was not asked",
    401: "it wants a sign-in",
    403: "it wants a sign-in, or lets nobody in",
    404: "there is nothing at this address",
    410: "what was there is gone for good",
    429: "it asks to be left alone for a while",
    503: "it is out of service for a while",
}
_WORDS_BY_HUNDRED = {
    3: "it leads elsewhere without saying where",
    4: "it refuses the request",
    5: "it has trouble of its own",
}


def by_name(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name, bytes as Latin-1; repeated ones joined (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def location(told: Mapping[str, str]) -> str:
    """Where a redirect leads, its bytes beyond ASCII percent-encoded; "" if not told."""
    return quote(told.get("location", "").encode("latin-1"), safe=_PRINTABLE)


def media_type(told: Mapping[str, str]) -> str:
    """As "text/calendar": lower case, no parameters; "" if not told."""
    found = _MEDIA_TYPE.match(told.get("content-type", ""))
    return found[0].lower() if found else ""


def charset(told: Mapping[str, str]) -> str:
    """As "utf-8"; "" if not told."""
    found = _CHARSET.search(told.get("content-type", "")[:300])
    return found[1].lower() if found else ""


def etag(told: Mapping[str, str]) -> str:
    """What may be sent back as If-None-Match; "" for what is odd or too long."""
    return _short(told.get("etag", ""), _LONGEST_ETAG)


def last_modified(told: Mapping[str, str]) -> str:
    """What may be sent back as If-Modified-Since; "" for what is odd or too long."""
    return _short(told.get("last-modified", ""), _LONGEST_DATE)


def is_encoded(told: Mapping[str, str]) -> bool:
    """True where the body is compressed, or anything else but itself."""
    return told.get("content-encoding", "").lower() not in ("", "identity")


def announced(told: Mapping[str, str]) -> int:
    """Bytes that Content-Length promises; 0 if not told."""
    length = told.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,20}", length) else 0


def retry_after(told: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long to wait, at most a week; in seconds or as a date (RFC 9110 section 10.2.3)."""
    text = told.get("retry-after", "")[:_LONGEST_DATE]
    if re.fullmatch(r"[0-9]+", text):
        return timedelta(seconds=min(int(text), int(LONGEST_WAIT.total_seconds())))
    try:
        wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)


def in_words(status: int) -> str:
    """What a status other than a good one says.

    >>> in_words(418)
    'it refuses the request'
    """
    return _WORDS.get(status) or _WORDS_BY_HUNDRED.get(status // 100, "that is no page")


def _short(value: str, longest: int) -> str:
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
