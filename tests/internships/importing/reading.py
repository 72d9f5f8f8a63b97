"""Files with opportunities, for tests: read in this process, in one apart, and put in."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from netmentor.events.importing.items import Asked, Skipped
from netmentor.events.importing.models import Source
from netmentor.events.importing.reading import answer_of
from netmentor.events.importing.sync import Report
from netmentor.events.writing import Transaction
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.importing import postings, tables
from netmentor.internships.importing.items import PROGRAM, Item, unpacked
from netmentor.internships.importing.putting import read_into
from netmentor.internships.writing import writing
from tests.factories import NOON, TODAY

PATIENCE = 60  # seconds, where a test is not about how long it takes
PAGE = "https://jobs.example.org/17"
ASKED = Asked(format="csv", zone="", since=TODAY, until=TODAY, most=20_000)
POSTING: dict[str, Any] = {
    "@type": "JobPosting",
    "title": "Sample practice intern",
    "hiringOrganization": {"@type": "Organization", "name": "Sample Clinic"},
    "url": "https://jobs.example.org/17",
}


def table(*lines: str) -> bytes:
    return "\r\n".join((*lines, "")).encode()


def told(body: bytes | str, zone: str = "", **mapping: str) -> list[Item | Skipped]:
    """All that a table tells; a text is sent as UTF-8."""
    sent = body.encode() if isinstance(body, str) else body
    return list(tables.read(sent, mapping=mapping, zone=zone, today=TODAY))


def row(columns: str, cells: str, zone: str = "") -> Item:
    """The one item of a table with a title, who offers it, and these columns."""
    body = f"title,organization_name,{columns}\nSample fellowship,Sample Clinic,{cells}\n"
    [found] = told(body, zone)
    assert isinstance(found, Item)
    return found


def draft_of(found: Item | Skipped) -> OpportunityDraft:
    assert isinstance(found, Item), found
    assert found.draft is not None, found.reason
    return found.draft


def posting(**fields: Any) -> str:
    """A job posting as JSON; a field that is None is left out."""
    return json.dumps({name: one for name, one in (POSTING | fields).items() if one is not None})


def posted(body: bytes | str, *, address: str = "", zone: str = "") -> list[Item | Skipped]:
    """All that a page or a file of JSON tells of job postings."""
    sent = body.encode() if isinstance(body, str) else body
    return list(postings.read(sent, charset="", address=address, zone=zone, today=TODAY))


def one_posting(**fields: Any) -> OpportunityDraft:
    """The draft that the sample posting becomes with these fields."""
    [found] = posted(posting(**fields))
    return draft_of(found)


async def read_apart(
    body: bytes, *, seconds: float = PATIENCE, **changes: Any
) -> list[Item | Skipped]:
    """What the process apart tells of a file."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        asked = replace(ASKED, **changes)
        async with answer_of(file, asked, program=PROGRAM, seconds=seconds) as answer:
            return [unpacked(line) for line in answer]


async def make_file(name: str = "sample", **fields: Any) -> Source:
    """A source that is a file of opportunities."""
    boring: dict[str, Any] = {"name": name, "authority": "overwrite", "format": "csv"}
    return await Source.create(**boring | {"partial": True} | fields, key=f"file-{name}")


async def put_file(
    source: Source,
    body: bytes,
    *,
    now: datetime = NOON,
    transaction: Transaction = writing,
    **changes: Any,
) -> Report:
    """Have a source tell what this file holds."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        asked = replace(ASKED, since=now.date(), **changes)
        return await read_into(
            source, file, asked, now=now, seconds=PATIENCE, transaction=transaction
        )


def day(text: str) -> date:
    return date.fromisoformat(text)
