"""What everybody may see of an address that somebody pasted: nothing of a session of theirs."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

# Names of parameters, in small letters and without dashes, that tell who came and how.
_SESSIONS = frozenset(
    "sid sess session sessid phpsessid aspsessionid cfid cftoken"
    " auth authorization assertion apikey sig hmac pwd otp pin"
    " ticket nonce username login email".split()
)
# What those of one's own making have somewhere: session_token, X-Amz-Signature, idTokenHint.
_SECRET = re.compile(
    "token|jwt|secret|passw|signature|csrf|xsrf|oauth|saml|^x(?:amz|goog)"
    "|(?:session|sess)(?:id|key)|(?:api|access|private)key"
)
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid liclickid"
    " mceid mccid hsenc hsmi mktok vecid vecrid trk trkinfo trackingid refid".split()
)
_TRACKED = ("utm", "pk", "mtm", "hsa")  # what names of tracking begin with, before a "_"
_SHORT = 12  # characters: a longer code is drawn for one person (RFC 6749, 4.1.2), none of a job
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]")  # RFC 7519, 3.1: what begins so is an object, signed
# Parameters of a part of a path (RFC 3986, 3.3), and the sessions that ASP.NET keeps in one.
_MATRIX = re.compile(r"(?:;|%3b)[^/]*", re.IGNORECASE)
_COOKIELESS = re.compile(
    r"/(?:\(|%28)(?:[a-z](?:\(|%28)[^/()%]*(?:\)|%29))+(?:\)|%29)(?=/|$)", re.IGNORECASE
)


def shown(address: str) -> str:
    """Return an address without parameters that are known to tell who asks for it.

    >>> shown("https://example.org/jobs;jsessionid=1?id=7&PHPSESSID=2&utm_source=mail#top")
    'https://example.org/jobs?id=7'
    >>> shown("https://example.org/(S(abc))/jobs?code=A-7&X-Amz-Signature=2&next=%2F%3Ftoken%3D3")
    'https://example.org/jobs?code=A-7'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address  # whoever judges it says why it is none
    pairs = [";".join(_plain_in(one)) for one in parts.query.split("&")]
    path = _MATRIX.sub("", _COOKIELESS.sub("", parts.path))
    query = "&".join(one for one in pairs if one)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def bare(address: str) -> str:
    """Return the place alone, where nobody said that all of an address may be seen.

    >>> bare("https://example.org/jobs?id=7")
    'https://example.org/jobs'
    """
    return shown(address).partition("?")[0]


def _plain_in(pairs: str) -> list[str]:
    """What of parameters tells of nobody; some part them by semicolons."""
    return [one for one in pairs.split(";") if one and not _is_personal(one)]


def _is_personal(pair: str) -> bool:
    name, _, value = pair.partition("=")
    value = unquote_plus(value)
    if _JWT.search(value) or (name.lower() == "code" and len(value) > _SHORT):
        return True
    within = re.split("[?&;#]", value)[1:]  # of an address to go on to
    return any(_names_somebody(one.partition("=")[0]) for one in (name, *within))


def _names_somebody(told: str) -> bool:
    name = unquote_plus(told).lower()
    plain = re.sub(r"[^a-z0-9]", "", name)
    begins = name.lstrip("_").partition("_")[0]
    known = plain in _SESSIONS or plain in _TRACKING or begins in _TRACKED
    return known or bool(_SECRET.search(plain))
