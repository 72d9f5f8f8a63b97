"""Which addresses lie outside: the only ones this service connects to.

The standard library's own answer (`is_global`) is wrong for several ranges in Python 3.11,
so the ranges stand here, after IANA's special-purpose address registries for IPv4 and IPv6
(RFC 6890, RFC 8190) and its registry of IPv6 global unicast space. What carries an IPv4
address inside is judged by it (IPv4-mapped, RFC 4291) or refused whole: NAT64 (RFC 6052,
RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380) and the old IPv4-compatible form.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2000  # characters of an address of a page
PORTS = frozenset({80, 443})

_INSIDE_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598)
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own services
        "169.254.0.0/16",  # link-local, the metadata of clouds included
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast included
    )
)
_OUTSIDE_6 = ipaddress.IPv6Network("2000::/3")  # all that is given out so far
_INSIDE_6 = tuple(
    ipaddress.IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments, Teredo included
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LEFT_AS_IT_IS = "%:@!$&'()*+,;=~-._"  # what may stand in a path or a query, RFC 3986


def is_public(address: str) -> bool:
    """True for a number on the public Internet; False for anything else, rubbish included.

    A number with a zone (`fe80::1%eth0`) is of use on this machine alone.

    >>> is_public("93.184.216.34"), is_public("::ffff:8.8.8.8"), is_public("2606:4700::1111")
    (True, True, True)
    >>> is_public("127.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1")
    (False, False, False)
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        if number.scope_id is not None:
            return False
        if number.ipv4_mapped is None:
            return number in _OUTSIDE_6 and not any(number in one for one in _INSIDE_6)
        number = number.ipv4_mapped
    return not any(number in one for one in _INSIDE_4)


def why_not_fetchable(url: str, ports: frozenset[int] | None = PORTS) -> str | None:
    """Say why nothing is fetched from `url`, or None; where it leads is checked on the way.

    `url` as `normalized` returns it; `ports` None allows any.

    >>> why_not_fetchable("file:///etc/passwd")
    'Only addresses that begin with https:// or http:// are read.'
    >>> why_not_fetchable("http://0x7f.1/")
    'Write the name of the host, not its number in another form.'
    """
    if len(url) > LONGEST:
        return f"The address is longer than {LONGEST} characters."
    if not url.isprintable() or any(letter.isspace() for letter in url):
        return "The address holds a space or a character that no address holds."
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return "That is no address of a page."
    if parts.scheme not in ("http", "https"):
        return "Only addresses that begin with https:// or http:// are read."
    if "@" in parts.netloc:
        return "The address holds a user name or a password; addresses with either are not read."
    if ports is not None and port is not None and port not in ports:
        return "Only the ports 80 and 443 are read from."
    return _why_not_host(host, in_brackets="[" in parts.netloc)


def why_not_outside(url: str) -> str | None:
    """Say why a number that `url` has for a host is never asked, or None; of a name the way tells.

    `url` is one that `why_not_fetchable` lets pass.

    >>> why_not_outside("http://192.168.0.1/")
    '192.168.0.1 leads inside, to an address that is not public.'
    """
    host = urlsplit(url).hostname or ""
    is_number = _reads(ipaddress.IPv4Address, host) or _reads(ipaddress.IPv6Address, host)
    if is_number and not is_public(host):
        return f"{host} leads inside, to an address that is not public."
    return None


def normalized(url: str) -> str:
    """Return `url` as it is asked for: webcal is https, no fragment, letters as bytes.

    Names beyond ASCII follow IDNA 2003 (RFC 3490). What is no address stays as it is, for
    `why_not_fetchable` to refuse.

    >>> normalized("webcal://Chapter.example.org/events.ics#top")
    'https://chapter.example.org/events.ics'
    >>> normalized("https://kongreß.example:443/März 2027.ics")
    'https://kongress.example/M%C3%A4rz%202027.ics'
    """
    url = url.strip()
    # urlsplit would drop line feeds and tabs in silence
    if len(url) > LONGEST or any(unicodedata.category(letter) == "Cc" for letter in url):
        return url
    for calendar in ("webcals:", "webcal:"):
        if url[: len(calendar)].lower() == calendar:
            url = f"https:{url[len(calendar) :]}"
    try:
        parts = urlsplit(url)
        if not parts.hostname or "@" in parts.netloc:
            return url
        host = parts.hostname.encode("idna").decode().lower().removesuffix(".")
        path = quote(parts.path or "/", safe=f"/{_LEFT_AS_IT_IS}")
        query = quote(parts.query, safe=f"/?[]{_LEFT_AS_IT_IS}")
        standard = {"http": 80, "https": 443}.get(parts.scheme)
        port = "" if parts.port in (None, standard) else f":{parts.port}"
    except ValueError:
        return url
    named = f"[{host}]" if "[" in parts.netloc else host
    return urlunsplit((parts.scheme, f"{named}{port}", path, query, ""))


def _why_not_host(host: str, *, in_brackets: bool) -> str | None:
    """As the URL standard reads a host: one that ends in a number is a number, or nothing."""
    if not host:
        return "The address names no host."
    if in_brackets and "%" not in host and _reads(ipaddress.IPv6Address, host):
        return None
    if in_brackets or not _HOST.fullmatch(host):
        return "The address names a host that cannot exist."
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and not _reads(ipaddress.IPv4Address, host):
        return "Write the name of the host, not its number in another form."
    return None


def _reads(kind: type[ipaddress.IPv4Address | ipaddress.IPv6Address], host: str) -> bool:
    """True for what `kind` takes: of IPv4, four decimals with no leading zero, and no less."""
    try:
        kind(host)
    except ValueError:
        return False
    return True
