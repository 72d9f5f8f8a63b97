"""An application with all that its owner keeps beside it, for walks along every address."""

from __future__ import annotations

import json

from netmentor.accounts.models import User
from netmentor.events.suggesting.arriving import begin
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.documents import actions as documents
from netmentor.internships.applying.documents.models import Document, DocumentVersion
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.under_way import actions as under_way
from netmentor.internships.drafts import written
from netmentor.internships.suggesting.models import OpportunitySuggestion
from tests.factories import NOON
from tests.internships.opportunities import make_opportunity_draft


async def make_kept(owner: User, key: str, number: int, secret: str) -> str:
    """Give `owner` an application and a document under `key`, which say `secret` all over.

    The document has one version, of this `number`, and so has an opportunity that they suggest;
    it is returned as addresses have it.
    """
    found = json.dumps(written(make_opportunity_draft(title=secret)))
    suggestion = await begin(OpportunitySuggestion, owner, now=NOON, found=found, read_at=NOON)
    assert suggestion.id == number
    row = await actions.start(owner, Start(title=secret, organization=secret), now=NOON)
    document = await documents.keep(owner, f"{secret}.txt", secret.encode(), now=NOON)
    await documents.note_sent(owner, row.key, document.key, 1, NOON.date(), now=NOON)
    await actions.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    await under_way.begin(owner, row.key, now=NOON)
    await under_way.log_hours(owner, row.key, NOON.date(), 60, secret, now=NOON)
    await DocumentVersion.filter(document=document).update(number=number)
    await Document.filter(id=document.id).update(key=key)
    await Application.filter(id=row.id).update(key=key)
    return str(number)
