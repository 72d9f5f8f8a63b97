"""The lines of an address book as programs write them: unfolded, decoded, each with its number.

vCard 2.1 folds quoted-printable text by a soft break and gives parameters without a name; 3.0 and
4.0 fold by white space (RFC 2426 section 2.6, RFC 6350 section 3.2). Programs mix all of it, so
that each line is read by what stands on it, and not by the version that its card claims.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from netmentor.calendars.content_lines import decoded

LONGEST_HEAD = 2_000  # octets: a name and its parameters

_HEAD = re.compile(
    rb'\s*+(?:([\w-]++)\.)?([\w-]++)((?:;(?:[^":;\r\n]|"[^"\r\n]*+")*+)*+):', re.ASCII
)
_PARAMETER = re.compile(rb';((?:[^";]|"[^"]*")*+)')
_VALUE = re.compile(r'"([^"]*)"|([^,"]+)')
_CARET = re.compile(r"\^([n'^])")  # RFC 6868
_PART = re.compile(r"\\.|;", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_TRANSFER = frozenset(("7BIT", "8BIT", "QUOTED-PRINTABLE", "BASE64", "B"))


@dataclass(frozen=True, slots=True)
class Line:
    """One property. `value` is text, still escaped; `number` counts from 1.

    `kept` is the whole line as 3.0 and 4.0 have it. `parameters` are pairs of a name in capitals
    and a value as it stood.
    """

    name: str
    value: str
    kept: str
    number: int
    parameters: tuple[tuple[str, str], ...] = ()

    def told(self, name: str) -> list[str]:
        """The values of a parameter, in lower case."""
        return [value.lower() for each, value in self.parameters if each == name]

    def parts(self) -> list[str]:
        """The parts of a value of several, as of N and ORG, still escaped."""
        ends = [found.start() for found in _PART.finditer(self.value) if found[0] == ";"]
        starts = [0, *(end + 1 for end in ends)]
        return [self.value[start:end] for start, end in zip(starts, [*ends, None], strict=True)]


def lines_of(body: bytes) -> Iterator[Line]:
    """Yield the properties of a file, as `BEGIN` and `END` are; a line that is none is left out."""
    for number, raw in _unfolded(body):
        if line := _line(raw, number):
            yield line


def _unfolded(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Each line made whole, with the number of its first part."""
    parts: list[bytes] = []
    began, transfer = 1, ""
    for number, part in enumerate(body.splitlines(), 1):
        is_end = part.strip().upper() == b"END:VCARD"  # whatever a broken line before it says
        if parts and transfer == "QUOTED-PRINTABLE" and parts[-1].endswith(b"=") and not is_end:
            parts[-1] = parts[-1][:-1]
            parts.append(part)
        elif parts and part[:1] in (b" ", b"\t"):
            parts.append(part[1:])
        elif parts and transfer in ("BASE64", "B") and _BASE64.fullmatch(part):
            parts.append(part)  # as some programs write it, without the white space
        else:
            if parts:
                yield began, b"".join(parts)
            parts, began, transfer = [part], number, _transfer(part)
    if parts:
        yield began, b"".join(parts)


def _transfer(part: bytes) -> str:
    if b";" not in part[:LONGEST_HEAD].partition(b":")[0]:
        return ""  # it has no parameters, as most
    head = _HEAD.match(part[:LONGEST_HEAD])
    return dict(_parameters(head[3])).get("ENCODING", "").upper() if head else ""


def _line(raw: bytes, number: int) -> Line | None:
    head = _HEAD.match(raw[:LONGEST_HEAD])
    if head is None:
        return None
    group, name = (decoded(one or b"") for one in head.group(1, 2))
    parameters = tuple(_parameters(head[3]))
    value, own = _value(raw[head.end() :], dict(parameters))
    rest = tuple(one for one in parameters if one[0] not in own)
    kept = decoded(raw.lstrip()) if not own and rest == parameters and not _is_bare(head[3]) else ""
    return Line(
        name=name.upper(),
        value=value,
        kept=kept or _written(group, name, rest, value),
        number=number,
        parameters=rest,
    )


def _value(raw: bytes, parameters: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text of a value, and which parameters told only how it was written."""
    charset = parameters.get("CHARSET", "")
    own = ("CHARSET",) if charset else ()
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        text = _letters(quopri.decodestring(raw), charset)
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        return lines.replace("\n", "\\n"), (*own, "ENCODING")
    return _letters(raw, charset), own


def _letters(raw: bytes, charset: str) -> str:
    known = charset.lower().replace("_", "-")
    if known == "utf-8":
        return raw.decode("utf-8", "replace")  # one letter that is broken costs no other
    if known in ("iso-8859-1", "latin1", "windows-1252", "us-ascii", "ascii"):
        return raw.decode("cp1252", "replace")
    if known.startswith(("iso-8859-", "windows-125", "shift-jis", "gb", "big5", "euc-", "koi8-")):
        try:
            return raw.decode(known, "replace")
        except (LookupError, ValueError):
            return decoded(raw)
    return decoded(raw)


def _parameters(told: bytes) -> Iterator[tuple[str, str]]:
    for found in _PARAMETER.finditer(told):
        name, equals, values = decoded(found[1]).partition("=")
        name = name.strip().upper()
        if not equals:  # vCard 2.1
            yield ("ENCODING" if name in _TRANSFER else "TYPE"), name
            continue
        for quoted, plain in _VALUE.findall(values):
            yield name, _CARET.sub(_uncareted, quoted or plain.strip())


def _uncareted(found: re.Match[str]) -> str:
    return {"n": "\n", "'": '"', "^": "^"}[found[1]]


def _is_bare(told: bytes) -> bool:
    return any(b"=" not in found[1] for found in _PARAMETER.finditer(told))


def _written(group: str, name: str, parameters: tuple[tuple[str, str], ...], value: str) -> str:
    """A line of 2.1 as later versions write it."""
    told = "".join(f";{each}={_quoted(one)}" for each, one in parameters)
    return f"{group}{'.' if group else ''}{name}{told}:{value}"


def _quoted(value: str) -> str:
    bare = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{bare}"' if re.search(r"[:;,^]", bare) else bare
