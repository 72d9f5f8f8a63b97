"""An item of a file becomes a draft: who offers it, and whose word it is."""

from __future__ import annotations

from dataclasses import replace

from netmentor.events.importing.drafting import Directory, Teller
from netmentor.events.importing.items import Skipped
from netmentor.events.rows import Names
from netmentor.events.rules import SourceKind
from netmentor.internships.drafts import OpportunityDraft, why_not_listable
from netmentor.internships.importing.items import Item


def drafted(
    draft: OpportunityDraft, teller: Teller, directory: Directory, names: Names
) -> OpportunityDraft:
    """Return `draft` with the organization that it names, if that is one of ours.

    What names nobody is offered by whoever tells it.
    """
    told = draft.organization_name
    known = next(iter(directory.slugs((told,))), "") if told else teller.organization
    ours = names.organizations[known].name if known else ""
    named = ours if told in ("", known) else told  # a name of addresses is none to show
    is_theirs = bool(teller.organization) and known == teller.organization
    return replace(
        draft,
        organization=known,
        organization_name=named,
        source_url=draft.source_url or draft.url,
        source_kind=(SourceKind.ORGANIZER if is_theirs else SourceKind.THIRD_PARTY).value,
    )


def draft_of(
    item: Item, teller: Teller, directory: Directory, names: Names
) -> OpportunityDraft | Skipped:
    """Return the draft that `item` makes, or why it makes none that can be listed."""
    if item.draft is None:
        return Skipped(item.line, item.reason, item.title)
    draft = drafted(item.draft, teller, directory, names)
    if not draft.organization_name:
        said = "It does not say who offers it: fill in organization_name, or name --organization."
        return Skipped(item.line, said, item.title)
    reason = why_not_listable(draft)
    return Skipped(item.line, reason, item.title) if reason else draft
