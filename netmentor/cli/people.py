"""netmentor import FILE --contacts-of EMAIL: an address book becomes somebody's people."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from netmentor import clock
from netmentor.accounts.queries import user_by_email
from netmentor.cli import giving
from netmentor.contacts.books import actions, turns
from netmentor.contacts.books.models import ContactImport, ContactImportRow
from netmentor.contacts.books.rules import WORKED_ON, State, Verdict
from netmentor.contacts.pictures import Darkroom
from netmentor.errors import Conflict, Invalid
from netmentor.events.importing.rules import MOST_GIVEN
from netmentor.jobs.imports import go_on

TOLD = 20  # rows that a person reads of
_WORDS = {
    Verdict.NEW: "new",
    Verdict.CHANGED: "with something added",
    Verdict.SAME: "here already",
    Verdict.DOUBLE: "new, and perhaps somebody who is here",
    Verdict.REFUSED: "left out",
}


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a file: how many rows of each verdict, and what was said of some."""

    rows: dict[str, int] = field(default_factory=dict)
    because: list[dict[str, object]] = field(default_factory=list)


async def bring_in(arguments: argparse.Namespace, name: str, mapping: Mapping[str, str]) -> Came:
    """Read the file and put its people in, or with `--dry-run` say what would come of it."""
    if arguments.format or arguments.zone or arguments.organization:
        raise Invalid("--format, --zone and --organization say nothing of an address book.")
    user = await user_by_email(arguments.contacts_of)
    with tempfile.TemporaryFile() as file:
        giving.copy(arguments.what, file)
        row = await actions.begin_held(user, name, file, mapping, now=clock.now())
        try:
            return await _bring_in(row, file, is_trial=arguments.dry_run)
        finally:
            await turns.give_back(row)
            if row.state not in (State.PUTTING, State.DONE):  # what came in can be undone
                with suppress(Conflict):
                    await actions.drop(user, row.key, now=clock.now())


async def _bring_in(row: ContactImport, file: BinaryIO, *, is_trial: bool) -> Came:
    await _work(row, file)
    if row.state == State.ASKING:
        raise Invalid("No column of it is a name that we know; tell it with --map name=HEADER.")
    if row.state == State.READY and not is_trial:
        await turns.end(row, State.PUTTING, now=clock.now())
        await _work(row)
    if row.state == State.FAILED:
        raise Conflict((await ContactImport.get(id=row.id)).reason)
    return await _came(row)


def tell(came: Came, *, as_json: bool) -> None:
    """Print what came of it."""
    if as_json:
        print(json.dumps(asdict(came)))
        return
    counts = [f"{count:,} {_WORDS[Verdict(verdict)]}" for verdict, count in came.rows.items()]
    print(f"{', '.join(counts)}.")
    for one in came.because[:TOLD]:
        print(f"  line {one['line']} “{one['name']}”: {one['reason']}")
    if len(came.because) > TOLD:
        print(f"  … and {len(came.because) - TOLD:,} more; --json tells all.")


async def _work(row: ContactImport, file: BinaryIO | None = None) -> None:
    darkroom = Darkroom()
    while row.state in WORKED_ON:
        await go_on(row, darkroom, most=MOST_GIVEN, given=file)


async def _came(row: ContactImport) -> Came:
    rows = ContactImportRow.filter(of=row).order_by("id")
    counts = dict.fromkeys(map(str, Verdict), 0)
    because: list[dict[str, object]] = []
    for line, name, verdict, reason in await rows.values_list("line", "name", "verdict", "reason"):
        counts[verdict] += 1
        if reason:
            because.append({"line": line, "name": name, "verdict": verdict, "reason": reason})
    return Came({verdict: count for verdict, count in counts.items() if count}, because)
