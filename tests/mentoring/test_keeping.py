"""A mentor's account is handed out whole, and takes all of its profile with it when it goes."""

from __future__ import annotations

from netmentor import keeping
from netmentor.mentoring import inviting
from netmentor.mentoring.blocking import block
from netmentor.mentoring.models import Blocking, Mentor, MentorInvitation, Report
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor
from tests.taken_along import all_words, lines, unzipped, zipped


async def test_what_a_mentor_told_is_handed_out_and_no_secret_of_others(
    database: Settings,
) -> None:
    user, other = await make_user(), await make_user(STRANGER, name="Sample Mentee")
    mentor = await make_mentor(user, about="quokka keeper")
    await block(mentor, other, by_mentor=True, text="was rude", now=NOON)
    await block(mentor, other, by_mentor=False, text="told of the mentor", now=NOON)
    code = await inviting.invite(user, now=NOON)

    body = await zipped(user)

    told = unzipped(body)
    assert [one["about"] for one in lines(told, "data/mentor")] == ["quokka keeper"]
    assert [one["name"] for one in lines(told, "records/blocked")] == ["Sample Mentee"]
    assert [one["text"] for one in lines(told, "records/reports")] == ["was rude"]
    assert len(lines(told, "records/invitations")) == 1
    for secret in (code, "token_hash", "told of the mentor"):
        assert secret not in all_words(body)


async def test_an_erased_account_leaves_nothing_of_its_profile(database: Settings) -> None:
    user, other = await make_user(), await make_user(STRANGER)
    mentor, kept = await make_mentor(user), await make_mentor(other)
    await block(mentor, other, by_mentor=True, text="rude", now=NOON)
    await block(kept, user, by_mentor=False, text="rude", now=NOON)
    await inviting.accept(await inviting.invite(other, now=NOON), user, now=NOON)

    await keeping.erase_rows(user, now=NOON)

    assert [one.id for one in await Mentor.all()] == [kept.id]
    for table in (Blocking, Report, MentorInvitation):
        assert await table.all().count() == 0


async def test_whose_profile_mentions_an_address_is_told(database: Settings) -> None:
    user = await make_user()
    await make_mentor(user, about="Write to ada@clinic.example")

    _, others = await keeping.what_is_kept_of("ada@clinic.example")

    assert [one.id for one in others] == [user.id]
