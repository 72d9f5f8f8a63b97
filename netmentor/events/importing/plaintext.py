"""HTML from outside becomes text that people read: lines, bullets, and where links lead."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from netmentor.events.drafts import is_web_address
from netmentor.text import clean

LONGEST = 32 * 1024  # characters that are looked at; no description needs more

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_LINES = frozenset("br dd div dt tr".split())  # no empty line around them
_UNSEEN = frozenset("script style head title template noscript svg iframe object".split())
_ELEMENTS = (
    _BLOCKS
    | _UNSEEN
    | frozenset(
        "a abbr acronym audio b bdi bdo big body button canvas caption center cite code col"
        " colgroup data del details dfn dialog em embed fieldset font html i img input ins kbd"
        " label legend link map mark meta meter option output param picture q s samp select small"
        " source span strike strong sub summary sup td textarea th time tt u var video wbr".split()
    )
)
_NEVER_CLOSED = frozenset("area br col embed hr img input link meta param source wbr".split())
_OFFICE = ("o:", "w:", "m:", "v:", "st1:")  # <o:p> and the like, as office programs write them
_ANGLE = re.compile(r"<(?:/?(?P<name>[a-z][a-z0-9:]{0,19})(?:[\s/][^<>]*)?>)?", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MONSTROUS = re.compile(r"&#\d{8,};?")  # html.unescape raises ValueError from 4,301 digits on
_BREAK = re.compile(rf"<(?:{'|'.join(_BLOCKS)})[\s/>]", re.IGNORECASE)


def plain_text(text: str) -> str:
    """Return HTML, or text that was never HTML, as plain text of at most 32 Ki characters.

    Only the elements that HTML has are tags: a lone "<" or an address in angle brackets
    stays, and text without tags keeps its lines and spaces. Entities are read twice, as
    exports of WordPress escape what is escaped already. A link keeps where it leads to if
    that is another web page than its text names.

    >>> plain_text("<p>Dues &amp;amp; <b>fees</b></p><ul><li>One<li>Two</ul>")
    'Dues & fees\\n\\n• One\\n• Two'
    >>> plain_text('See <a href="https://example.org/a">the program</a>.')
    'See the program (https://example.org/a).'
    >>> plain_text("If 3 <5, ask <jo@example.org> about R&D")
    'If 3 <5, ask <jo@example.org> about R&D'
    """
    text = _MONSTROUS.sub("", text[:LONGEST])
    if not _has_tags(text):
        text = unescaped(text)
        if not _has_tags(text):
            return clean(unescaped(text))
    reader = _Reader(keeps_lines=_BREAK.search(text) is None)
    reader.feed(_ANGLE.sub(_harmless, _without_comments(text)))
    reader.close()
    return clean(_tidied(unescaped("".join(reader.told))))[:LONGEST]


def unescaped(text: str) -> str:
    """Return `text` with its entities read once; only those that end in a semicolon are any.

    >>> unescaped("Caf&eacute; &amp;amp; https://example.org/?a=1&copy=2")
    'Café &amp; https://example.org/?a=1&copy=2'
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _has_tags(text: str) -> bool:
    return any(_is_tag(found) for found in _ANGLE.finditer(text))


def _is_tag(found: re.Match[str]) -> bool:
    name = (found["name"] or "").lower()
    return name in _ELEMENTS or name.startswith(_OFFICE)


def _harmless(found: re.Match[str]) -> str:
    return found[0] if _is_tag(found) else f"&lt;{found[0][1:]}"


class _Reader(HTMLParser):
    """Gathers in `told` what a page shows."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.told: list[str] = []
        self._keeps_lines = keeps_lines
        self._unseen = 0
        self._breaks = 0  # line breaks before what comes next
        self._bullet = ""
        self._links: list[tuple[str, int]] = []  # where it leads, and where its text begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.told)))
        elif tag in ("td", "th"):
            self._tell(" ")
        elif tag == "li":
            self._break(1)
            self._bullet = "• "
        elif tag == "br":
            self._breaks = min(self._breaks + 1, 2)
        elif tag in _BLOCKS and not self._bullet:
            self._break(1 if tag in _LINES else 2)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _NEVER_CLOSED:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "a" and self._links:
            self._tell_where_it_leads(*self._links.pop())
        elif tag == "li":
            self._breaks, self._bullet = 1, ""
        elif tag in _BLOCKS and tag not in _NEVER_CLOSED:
            self._break(1 if tag in _LINES else 2)

    def handle_data(self, data: str) -> None:
        self._tell(data if self._keeps_lines else re.sub(r"\s+", " ", data))

    def handle_entityref(self, name: str) -> None:
        self._tell(unescaped(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._tell(unescaped(f"&#{name};"))

    def _break(self, lines: int) -> None:
        self._breaks = max(self._breaks, lines)

    def _tell(self, text: str) -> None:
        if self._unseen or (self._breaks and not text.strip()):
            return
        self.told.append("\n" * self._breaks + self._bullet + text)
        self._breaks, self._bullet = 0, ""

    def _tell_where_it_leads(self, address: str, begins: int) -> None:
        address = clean(unescaped(address))
        text = "".join(self.told[begins:]).strip("• \n")
        if is_web_address(address) and _bare(address) != _bare(text):
            self._tell(f" ({address})" if text else address)


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", unescaped(address).lower()).rstrip("/")


def _without_comments(text: str) -> str:
    """Drop comments that end; one that never does would hide the rest."""
    kept: list[str] = []
    while True:
        before, _, after = text.partition("<!--")
        _, end, rest = after.partition("-->")
        if not end:
            return "".join([*kept, text])
        kept.append(before)
        text = rest


def _tidied(text: str) -> str:
    """One space between words, none around lines, and at most one empty line."""
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines)


def cut(text: str, longest: int) -> str:
    """Return `text` cut between words to at most `longest` characters.

    >>> cut("Leading change together", 14), cut("x" * 9, 4)
    ('Leading change', 'xxxx')
    """
    if len(text) <= longest:
        return text
    return (text[: longest + 1].rpartition(" ")[0] or text[:longest]).rstrip()
