"""The ledger of reminders: what stands in it of a user, and writing no more than the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from netmentor.db.bulk import batches, change
from netmentor.db.reading import among, moment_of, rows
from netmentor.reminders.planning import MOVABLE, Key, Plan, Planned
from netmentor.reminders.rules import AFTER, MAIL, MOVED, SKIPPED, State, Subject
from netmentor.reminders.silences import Silence, silence_of
from netmentor.reminders.things import Thing
from netmentor.reminders.wishes import Wishes, wishes_of_columns
from netmentor.reminders.words import why_words

_REVIVED = frozenset({State.SILENT.value, State.SUPERSEDED.value})  # told of after all
_REMEMBERED = timedelta(days=60)  # longer than anything is told before it is, and moved then
_STANDING = """
    SELECT r.number, r.planned, r.planned_at, r.plan_until, u.timezone, m.at,
        EXISTS (
            SELECT 1 FROM contact AS c WHERE c.user_id = r.user_id
                AND c.owes_since IS NOT NULL AND c.gone_at IS NULL
        ),
        w.leads, w.digests, w.quiet_from, w.quiet_until, w.morning, w.paused_at, w.version
    FROM agenda_revision AS r JOIN user_account AS u ON u.id = r.user_id
        LEFT JOIN reminder_wishes AS w ON w.user_id = r.user_id
        LEFT JOIN landmark AS m ON m.name = 'reminders'
    WHERE r.user_id = ?"""
_ROWS = """
    SELECT uid, occurrence, lead, schedule_version, kind, slot, due_at, title, path, moved_from,
        id, state, silence, settled_at
    FROM reminder WHERE user_id = ? AND due_at >= ?"""
_COLUMNS = (
    "user_id, uid, occurrence, lead, schedule_version, channel, kind, slot, due_at, state,"
    " why, silence, moved_from, title, path, planned_at, tries"
)
# What was told meanwhile, or is parked, stays as it is: another worker may have been faster.
_PUT = f"""
    ON CONFLICT (user_id, uid, occurrence, lead, channel, schedule_version) DO UPDATE SET
        kind = excluded.kind, slot = excluded.slot, due_at = excluded.due_at,
        state = excluded.state, why = excluded.why, silence = '', settled_at = NULL,
        held_until = NULL, moved_from = excluded.moved_from,
        title = excluded.title, path = excluded.path
    WHERE reminder.state NOT IN ('{State.TOLD}', '{State.PARKED}')"""
_SILENCE = """
    UPDATE reminder SET state = ?, silence = ?, settled_at = ?
    WHERE state = 'planned' AND id {among}"""
_DROP = "DELETE FROM reminder WHERE state = 'planned' AND id {among}"
_PLANNED = (
    "UPDATE agenda_revision SET planned = ?, planned_at = ?, plan_until = ? WHERE user_id = ?"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one user stands: the number of their agenda, by which it was planned, and how.

    `since` is the moment up to which everything that fell due was seen to, and `owes` whether
    they have promised something that they have not done.
    """

    number: int
    planned: int
    plan_until: datetime | None
    since: datetime
    zone: ZoneInfo
    owes: bool
    wishes: Wishes

    def is_planned(self, now: datetime) -> bool:
        """True where planning again would find nothing else."""
        return self.number == self.planned and (self.plan_until is None or self.plan_until > now)


class Row(NamedTuple):
    """One row of the ledger as a database gives it, where there are hundreds: key, then the rest.

    `due_at` and `settled_at` are text on SQLite.
    """

    uid: str
    occurrence: str
    lead: str
    version: int
    kind: str
    slot: str
    due_at: Any
    title: str
    path: str
    moved_from: str
    id: int
    state: str
    silence: str
    settled_at: Any

    def is_as(self, planned: Planned) -> bool:
        """True where nothing of it is to be written; news of a move are due since they were."""
        same = self[4:6] == planned[:2] and self[7:10] == planned[3:6]
        return same and (self.lead == MOVED or moment_of(self.due_at) == planned.due_at)


Ledger = Mapping[tuple[str, str, str, int], Row]  # by what a `Key` is equal to


@dataclass(slots=True)
class Difference:
    """What must be written so that the ledger is as the plan has it."""

    put: list[tuple[Key, Planned]] = field(default_factory=list)
    silent: dict[Silence, list[int]] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)


async def standing_of(user_id: int, *, now: datetime) -> Standing | None:
    """Where a user stands at this moment; None where there is no such account.

    Up to the last round of planning everybody's changes were seen to: what was due before it and
    is in no plan was no date of theirs then. Whoever was never planned begins now.
    """
    found = await rows(_STANDING, user_id)
    if not found:
        return None
    number, planned, planned_at, plan_until, zone, round_at, owes, *wished = found[0]
    seen = [one for one in (moment_of(planned_at), moment_of(round_at)) if one]
    return Standing(
        number=number,
        planned=planned,
        plan_until=moment_of(plan_until),
        since=min(max(seen, default=now), now),  # a clock may have been set back
        zone=ZoneInfo(zone),
        owes=bool(owes),
        wishes=wishes_of_columns(wished),
    )


async def rows_of(user_id: int, *, now: datetime) -> Ledger:
    """What stands in the ledger of a user and can still make a difference."""
    found = await rows(_ROWS, user_id, now - _REMEMBERED)
    return {row[:4]: row for row in map(Row._make, found)}


def told_last(ledger: Ledger) -> dict[str, str]:
    """By uid, for when somebody was last told that a thing is."""
    told = [
        (moment_of(row.settled_at or row.due_at), row.id, row.uid, row.occurrence)
        for row in ledger.values()
        if row.state == State.TOLD and row.kind in MOVABLE and row.lead != AFTER
    ]
    return {uid: occurrence for _, _, uid, occurrence in sorted(told)}


def difference(
    ledger: Ledger, plan: Plan, things: Iterable[Thing], standing: Standing,
    *, now: datetime,
) -> Difference:  # fmt: skip
    """What is to be written; nothing where the ledger is as the plan has it."""
    found = Difference()
    told = {key[:3] for key, row in ledger.items() if row.state == State.TOLD}
    for key, planned in plan.reminders.items():
        row = ledger.get(key)
        if row is None:
            # Of what is past, only what came up while nobody planned; a new place is no news then.
            if _is_news(key, planned, standing.since) and (
                planned.due_at > now or key[:3] not in told
            ):
                found.put.append((key, planned))
        elif row.state == State.PLANNED:
            if not row.is_as(planned):
                found.put.append((key, planned))
        elif row.state in _REVIVED and row.silence != SKIPPED and _is_news(key, planned, now):
            found.put.append((key, planned))
    by_uid = {one.uid: one for one in things}
    today = now.astimezone(standing.zone).date()
    for row in ledger.values():
        if row.state == State.PLANNED and row[:4] not in plan.reminders:
            _let_go(found, row, by_uid.get(row.uid), standing.wishes, today)
    return found


def _is_news(key: Key, planned: Planned, since: datetime) -> bool:
    return key.lead == MOVED or planned.due_at > since


def _let_go(found: Difference, row: Row, thing: Thing | None, wishes: Wishes, today: date) -> None:
    silence = silence_of(Key(*row[:4]), Subject(row.kind), thing, wishes, today=today)
    if silence is None:
        found.dropped.append(row.id)
    else:
        found.silent.setdefault(silence, []).append(row.id)


async def write(user_id: int, found: Difference, *, now: datetime) -> None:
    """Write a difference, one statement for each kind of write; inside the caller's transaction."""
    await write_rows(user_id, found.put, now=now)
    for silence, ids in found.silent.items():
        await silence_rows(ids, silence, now=now)
    if found.dropped:
        condition, one_parameter = among(found.dropped)
        await change(_DROP.format(among=condition), one_parameter)


async def write_rows(user_id: int, put: Sequence[tuple[Key, Planned]], *, now: datetime) -> None:
    """Plan these, whether they stand in the ledger or not; what was told stays so."""
    for some in batches(put):
        values = [_values(user_id, key, planned, now) for key, planned in some]
        places = ", ".join([f"({', '.join('?' * len(values[0]))})"] * len(values))
        into = f"INSERT INTO reminder ({_COLUMNS}) VALUES {places} {_PUT}"  # noqa: S608
        await change(into, *chain.from_iterable(values))


async def silence_rows(ids: Sequence[int], silence: Silence, *, now: datetime) -> None:
    """Have planned reminders not told, and say why; inside the caller's transaction."""
    condition, one_parameter = among(ids)
    statement = _SILENCE.format(among=condition)
    await change(statement, silence.state.value, silence.why, now, one_parameter)


async def note_planned(
    user_id: int, standing: Standing, until: datetime | None, *, now: datetime
) -> None:
    """Write down by which number a user was planned; the last write of a transaction."""
    await change(_PLANNED, standing.number, now, until, user_id)


def _values(user_id: int, key: Key, planned: Planned, now: datetime) -> tuple[object, ...]:
    why = why_words(planned.subject, key.lead, slot=planned.slot, early=planned.early)
    return (
        user_id, key.uid, key.occurrence, key.lead, key.version, MAIL,
        planned.subject.value, planned.slot.value, planned.due_at, State.PLANNED.value,
        why, "", planned.moved_from,
        planned.title, planned.path, now, 0,
    )  # fmt: skip
