"""Of what was erased no byte is left in the files: database, log, index of full text, the rest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from tortoise import fields
from tortoise.models import Model

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.contacts.books.models import ContactImport, ContactImportRow
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import Contact, Deed, FollowUp
from netmentor.db import wiping
from netmentor.internships.applying.documents import actions as documents
from netmentor.jobs.clearing import clear_away
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.bytes_of_files import left_of
from tests.db.rows import fill_every_table
from tests.factories import NOON
from tests.full_accounts import WORD, hang_on, make_full, told
from tests.internships.applying.files import PDF


@pytest.fixture
async def user(database: Settings) -> User:
    return await make_full(f"{WORD}@x.example")


async def test_no_byte_of_an_account_is_left(database: Settings, user: User) -> None:
    assert len(await left_of(WORD, database)) > 50
    await keeping.erase(database, user, now=NOON)
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()


async def test_no_word_of_an_own_event_is_left_in_the_index_of_full_text(
    database: Settings, user: User
) -> None:
    if not database.sqlite_path:
        return  # the two indexes of PostgreSQL are files that the test above reads
    assert words_of_the_index(database)
    await keeping.erase(database, user, now=NOON)
    assert await wiping.wipe(now=NOON)
    assert words_of_the_index(database) == []


def words_of_the_index(settings: Settings) -> list[str]:
    """What begins with the word in the index, whose file holds beginnings once alone."""
    with closing(sqlite3.connect(str(settings.sqlite_path))) as reader:
        reader.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', event_search, row)")
        found = reader.execute("SELECT term FROM temp.words WHERE term LIKE ?", (f"{WORD}%",))
        return [word for (word,) in found]


async def test_no_byte_of_somebody_is_left_whose_time_in_the_bin_is_over(
    database: Settings,
) -> None:
    of_them = hang_on(Contact) | {ContactImportRow, Deed}
    named = {(Reminder, "title"), (ReminderLetter, "subject")}

    def tell(model: type[Model], field: fields.Field[Any]) -> Any:
        is_theirs = model in of_them or (model, field.model_field_name) in named
        return told(model, field) if is_theirs else None

    made = await fill_every_table(tell)
    await Merge.all().delete()
    await Contact.all().update(gone_at=NOON)
    await FollowUp.all().update(uid="s")  # as that of the reminder
    await Deed.all().update(made_at=NOON)
    contact = made[Contact]
    assert isinstance(contact, Contact)
    await like(contact)

    over = NOON + timedelta(days=30)
    with time_machine.travel(over, tick=False):
        await clear_away()

    assert await wiping.wipe(now=over)
    assert await left_of(WORD, database) == set()
    assert await User.all().count() == 1
    assert await ReminderLetter.all().count() == 1


async def like(contact: Contact) -> None:
    """Lines of an import that is not over yet: of somebody like a contact, and of somebody else."""
    await ContactImportRow.all().update(verdict="new")
    row = await ContactImportRow.get()
    await ContactImport.all().update(changed_at=NOON + timedelta(days=1))
    for reason in (f"May be {contact.name}: the same name.", "May be Ann: the same name."):
        await ContactImportRow.create(of_id=row.of_id, line=2, verdict="double", reason=reason)


async def test_no_byte_of_a_document_that_was_removed_is_left(database: Settings) -> None:
    user = await make_user()
    kept = await documents.keep(user, "a.pdf", PDF + WORD.encode() * 2000, now=NOON)
    assert await left_of(WORD, database)
    await documents.remove(user, kept.key, now=NOON)
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()
