"""Sets of listed things as bits of one number, and the last answers about them."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import Any, TypeVar

_AS_BOOLEANS = bytes.maketrans(b"01", b"\0\1")

Bits = int
T = TypeVar("T")


class Memory:
    """The last answers, at most `most`, about one state of the catalogue: none grows stale."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[object, Any] = OrderedDict()

    def get(self, asked: object) -> Any:
        if asked in self._answers:
            self._answers.move_to_end(asked)
        return self._answers.get(asked)

    def keep(self, asked: object, answer: Any) -> Any:
        self._answers[asked] = answer
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer

    def recall(self, asked: object, answer: Callable[[], Any]) -> Any:
        known = self.get(asked)
        return self.keep(asked, answer()) if known is None else known


def bits_at(set_places: Iterable[int], size: int) -> Bits:
    """Return the number in which the bits of these places, all below `size`, are set."""
    whole = bytearray(size // 8 + 1)
    for place in set_places:
        whole[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(whole, "little")


def bits_by_value(ordered: Sequence[T], values: Callable[[T], Sequence[str]]) -> Mapping[str, Bits]:
    """Return value → which of `ordered` have it; a blank value is none."""
    found = defaultdict(list)
    for place, one in enumerate(ordered):
        for value in values(one):
            found[value].append(place)
    return {value: bits_at(some, len(ordered)) for value, some in found.items() if value}


def flags(bits: Bits) -> bytes:
    """Return one byte a place, 0 or 1, the first place first; as long as the last bit set.

    >>> list(flags(0b1010))
    [0, 1, 0, 1]
    """
    return bin(bits)[:1:-1].encode().translate(_AS_BOOLEANS)


def places(bits: Bits) -> Iterator[int]:
    """The places that are set.

    >>> list(places(0b1010))
    [1, 3]
    """
    lit = flags(bits)
    return compress(range(len(lit)), lit)


def among_places(
    ids: Sequence[int], bits: Bits, first: int = 0, most: int | None = None
) -> list[int]:
    """The `ids` whose places are set, in their order; at most so many, after `first`."""
    last = None if most is None else first + most
    return list(islice(compress(ids, flags(bits)), first, last)) if bits else []
