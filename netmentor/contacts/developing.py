"""The process that makes a picture anew, alone, with little memory and no secrets.

It reads what was sent from standard input and writes a JPEG to standard output: the pixels
upright and no larger than a screen, and nothing else that the file held.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import warnings

from PIL import Image, ImageOps

LARGEST_SIDE = 1_600  # pixels
MOST_PIXELS = 50_000_000
MOST_PIXELS_AT_ONCE = 30_000_000  # of a kind that cannot be read at a smaller scale
REFUSED = 3

_KINDS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82
_MEMORY = 768 * 1024 * 1024  # bytes of address space
_PROCESSOR = 20  # seconds; the parent's clock ends it sooner


class Unusable(Exception):
    """What was sent is no picture we could take; the sentence says why."""


def main() -> int:
    """Make one picture anew; return 0, or REFUSED with a sentence as the answer."""
    _confine()
    try:
        answer = developed(sys.stdin.buffer.read())
    except Unusable as exc:
        sys.stdout.buffer.write(str(exc).encode())
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


def developed(body: bytes) -> bytes:
    """Return the picture in `body` as a JPEG of its pixels alone; raise Unusable for none."""
    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(body), formats=_KINDS) as sent:
            pixels = sent.width * sent.height
            if pixels > (MOST_PIXELS if sent.format == "JPEG" else MOST_PIXELS_AT_ONCE):
                raise Unusable("The picture has more pixels than we take: at most 50 million.")
            sent.thumbnail((LARGEST_SIDE, LARGEST_SIDE), reducing_gap=2.0)
            upright = ImageOps.exif_transpose(sent)
    except (Unusable, MemoryError):
        raise
    except Exception as exc:  # whatever a decoder makes of a broken file
        raise Unusable("That is no picture: send a JPEG, a PNG or a WebP.") from exc
    # On new paper, for a picture that is saved takes some of what came with it along.
    paper = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        paper.paste(seen, mask=seen.getchannel("A"))
    else:
        paper.paste(upright.convert("RGB"))
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def _confine() -> None:
    os.nice(10)  # pages come first
    for what, limit in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, _PROCESSOR),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    sys.exit(main())
