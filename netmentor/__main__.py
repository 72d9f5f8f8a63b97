"""The program `netmentor`, also as `python -m netmentor`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from netmentor.cli import parser
from netmentor.cli.refusals import sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; return 0 when done, 1 when refused with a sentence.

    Wrong usage ends in argparse with 2, before anything is touched.
    """
    asked = parser().parse_args(arguments)
    os.umask(0o077)  # database, backups and logs are for the operator's eyes alone
    try:
        return int(asked.run(asked))
    except KeyboardInterrupt:
        print("netmentor: Interrupted.", file=sys.stderr)
        return 1
    except Exception as exc:
        said = sentence(exc)
        if said is None:
            raise
        print(f"netmentor: {said}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
