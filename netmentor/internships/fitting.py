"""*Fits me*: what an opportunity asks for, against what somebody studies, with the reasons.

What a listing does not say leaves nobody out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from netmentor.events.words import day_words
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.models import Studies
from netmentor.internships.rules import Accreditation, Authorization, Degree, Year
from netmentor.internships.words import (
    ACCREDITATION_WORDS,
    AUTHORIZATION_WORDS,
    DEGREE_WORDS,
    YEAR_WORDS,
)


@dataclass(frozen=True, slots=True)
class Fit:
    """Why something does not fit, if it does not, and what of it nobody said."""

    against: tuple[str, ...]
    unsaid: tuple[str, ...]
    is_unsaid: bool  # nothing is said of degree or year: it may be for anybody, or for others

    @property
    def fits(self) -> bool:
        return not self.against

    @property
    def words(self) -> str:
        """Whether it fits, as far as its listing says."""
        if self.against:
            return f"Does not fit: {' '.join(self.against)}"
        if self.is_unsaid:
            return f"May fit: it says nothing of {_or(self.unsaid)}."
        says = f", as far as it says: nothing of {_or(self.unsaid)}" if self.unsaid else ""
        return f"Fits what you study{says}."


def fit_of(draft: OpportunityDraft, studies: Studies) -> Fit:
    """Say why `draft` does not fit these studies, in sentences; none where it does."""
    asked = _asked(draft)
    unsaid = tuple(words for words, said in asked if not said)
    return Fit(tuple(_against(draft, studies)), unsaid, len(unsaid) == len(asked))


def asked_for(draft: OpportunityDraft) -> list[str]:
    """What an opportunity asks of those who apply, a sentence each; what it does not say is none.

    In its own words that may stand once more: a listing tells it as it likes.
    """
    since, until = draft.graduates_from_on, draft.graduates_until_on
    programs = _or([ACCREDITATION_WORDS[Accreditation(one)] for one in draft.accreditation])
    is_must = draft.accreditation_is_required
    told = (
        (draft.degrees, "Degree: ", _or([DEGREE_WORDS[Degree(one)] for one in draft.degrees])),
        (draft.years, "Year: ", _or([YEAR_WORDS[Year(one)].lower() for one in draft.years])),
        (since, "Graduating on ", f"{day_words(since)}, or later" if since else ""),
        (until, "Graduating by ", day_words(until) if until else ""),
        (programs, "A program accredited by ", f"{programs}{'' if is_must else ', preferred'}"),
        (draft.authorization, "", _authorization(draft)),
    )
    return [f"{start}{words}." for is_told, start, words in told if is_told]


def _against(draft: OpportunityDraft, studies: Studies) -> Iterator[str]:
    if studies.degree and draft.degrees and studies.degree not in draft.degrees:
        yield f"It asks for {_or([DEGREE_WORDS[Degree(one)] for one in draft.degrees])}."
    if studies.year and draft.years and studies.year not in draft.years:
        years = [YEAR_WORDS[Year(one)].lower() for one in draft.years]
        yield f"It is for people in their {_or(years)}."
    held = set(studies.accreditation.split())
    asked = draft.accreditation if draft.accreditation_is_required else ()
    if studies.degree and asked and not held & set(asked):
        named = [ACCREDITATION_WORDS[Accreditation(one)] for one in asked]
        yield f"It asks for a program accredited by {_or(named)}."
    yield from _against_day(draft, studies.graduates_on)
    if studies.needs_sponsorship and draft.authorization:
        yield (
            "It sponsors no visa."
            if draft.authorization == Authorization.NO_SPONSORSHIP
            else "It asks for leave to work in the United States."
        )


def _against_day(draft: OpportunityDraft, day: date | None) -> Iterator[str]:
    since, until = draft.graduates_from_on, draft.graduates_until_on
    if day and since and day < since:
        yield f"It is for who graduates on {since:%B} {since.day}, {since.year}, or later."
    if day and until and day > until:
        yield f"It is for who graduates by {until:%B} {until.day}, {until.year}."


def _asked(draft: OpportunityDraft) -> list[tuple[str, bool]]:
    return [
        ("degree", bool(draft.degrees)),
        ("year", bool(draft.years or draft.graduates_from_on or draft.graduates_until_on)),
    ]


def _authorization(draft: OpportunityDraft) -> str:
    told = draft.authorization
    return AUTHORIZATION_WORDS[Authorization(told)] if told else ""


def _or(some: Sequence[str]) -> str:
    return f"{', '.join(some[:-1])} or {some[-1]}" if len(some) > 1 else "".join(some)
