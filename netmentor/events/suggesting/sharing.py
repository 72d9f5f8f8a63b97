"""What everybody may see of an address that somebody pasted: nothing of a session of theirs."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

# Names of parameters, in small letters and without dashes, that tell who came and how.
_SESSIONS = frozenset(
    "sid sess session sessionid sessid phpsessid jsessionid aspsessionid cfid cftoken"
    " token accesstoken refreshtoken idtoken authtoken csrf csrftoken xsrf auth authorization"
    " apikey secret signature sig password passwd pwd otp ticket nonce username login email".split()
)
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid liclickid"
    " mceid mccid hsenc hsmi mktok vecid vecrid trk trkinfo trackingid refid".split()
)
_TRACKED = ("utm", "pk", "mtm", "hsa")  # what names of tracking begin with, before a "_"
_MATRIX = re.compile(r";[^/]*")  # parameters of a part of a path, RFC 3986, 3.3


def shown(address: str) -> str:
    """Return an address without parameters that are known to tell who asks for it.

    >>> shown("https://example.org/jobs;jsessionid=1?id=7&PHPSESSID=2&utm_source=mail#top")
    'https://example.org/jobs?id=7'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address  # whoever judges it says why it is none
    query = "&".join(one for one in parts.query.split("&") if not _is_personal(one))
    return urlunsplit((parts.scheme, parts.netloc, _MATRIX.sub("", parts.path), query, ""))


def bare(address: str) -> str:
    """Return the place alone, where nobody said that all of an address may be seen.

    >>> bare("https://example.org/jobs?id=7")
    'https://example.org/jobs'
    """
    return shown(address).partition("?")[0]


def _is_personal(pair: str) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    plain = re.sub(r"[^a-z0-9]", "", name)
    begins = name.lstrip("_").partition("_")[0]
    return plain in _SESSIONS or plain in _TRACKING or begins in _TRACKED
