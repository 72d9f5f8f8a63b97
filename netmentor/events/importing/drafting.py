"""An item of a file becomes a draft: who tells it, and who organizes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.importing.items import Item, Skipped
from netmentor.events.rows import Names
from netmentor.events.rules import SourceKind
from netmentor.text import folded

_SAME = (
    "title kind status modality starts_on ends_on starts_time ends_time timezone venue city"
    " state country url registration_url description topics deadlines prices"
).split()


@dataclass(frozen=True, slots=True)
class Teller:
    """The source of a reading: its own organization, "" if it has none.

    Not its address, which may be a password: no page tells it.
    """

    organization: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Organizations by what people call them; a name that two share stands for neither."""

    by_name: dict[str, str]

    @classmethod
    def of(cls, names: Names) -> Directory:
        called = [
            (word, row.slug)
            for row in names.organizations.values()
            for word in set(map(folded, (row.slug, row.name, row.acronym))) - {""}
        ]
        shared = {word for word, count in Counter(word for word, _ in called).items() if count > 1}
        return cls({word: slug for word, slug in called if word not in shared})

    def slugs(self, organizers: tuple[str, ...]) -> tuple[str, ...]:
        found = (self.by_name.get(folded(name)) for name in organizers)
        return tuple(dict.fromkeys(slug for slug in found if slug))


def notes_of(item: Item, teller: Teller, directory: Directory, names: Names) -> list[str]:
    """What of an item was read otherwise than it stands there."""
    named = directory.slugs(item.organizers)
    if not teller.organization or not named or teller.organization in named:
        return list(item.notes)
    theirs, ours = (names.organizations[one].name for one in (named[0], teller.organization))
    return [*item.notes, f"It names “{theirs}” as its organizer; “{ours}” is listed, as asked."]


def draft_of(
    item: Item, name: str, teller: Teller, directory: Directory, names: Names, *, today: date
) -> Draft | Skipped:
    """Return the draft that `item` makes under its `name` in the source, or why it makes none."""
    draft = drafted(item, name, teller, directory, names, today=today)
    if not draft.organizers:
        told = f" (“{item.organizers[0][:60]}” is not known)" if item.organizers else ""
        said = f"Nobody we know organizes it{told}: name the organization of this source."
        return Skipped(item.line, said, item.title)
    reason = why_not_listable(draft)
    return Skipped(item.line, reason, item.title) if reason else draft


def drafted(
    item: Item, name: str, teller: Teller, directory: Directory, names: Names, *, today: date
) -> Draft:
    """Return `item` as a draft that was not judged yet; it may have no organizer we know."""
    organizers = (teller.organization,) if teller.organization else directory.slugs(item.organizers)
    first = names.organizations[organizers[0]] if organizers else None
    return Draft(
        **{name: getattr(item, name) for name in _SAME},
        external_id=name,
        organizers=organizers,
        source_url=item.url or (first.url or first.source_url if first else ""),
        source_kind=SourceKind.ORGANIZER if teller.organization else SourceKind.THIRD_PARTY,
        verified_on=today,
    )
