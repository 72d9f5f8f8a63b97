"""What listings say of kind, pay, degree and the like, in the words we choose among."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Kind,
    Paid,
    Setting,
    Status,
    Year,
)
from netmentor.text import folded, slug

_LOOKED_AT = 2_000  # characters

_KINDS = tuple(  # of several that a title names, the first here
    (kind, re.compile(rf"\b(?:{words})\b"))
    for kind, words in (
        (Kind.FELLOWSHIP, r"fellow(?:s|ships?)?|administrative residency"),
        (Kind.PRACTICUM, r"practic(?:um|ums|a)|capstone|field (?:placement|experience)"),
        (Kind.SHADOWING, r"shadow(?:ing)?|observerships?"),
        (Kind.SUMMER_PROGRAM, r"summer (?:\w+ ){0,3}(?:program|institute|academy)"),
        (Kind.INTERNSHIP, r"intern(?:s|ships?)?|externships?|co-op"),
        (Kind.VOLUNTEERING, r"volunteer(?:s|ing)?"),
    )
)
_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {  # beside the names of the choices
    Kind: {Kind.FIRST_JOB: "job/position/entry level/entry level job/full time"},
    Status: {
        Status.CURRENT: "open/active/accepting/accepting applications/available",
        Status.EXPECTED: "projected/planned/upcoming",
        Status.PAST: "closed/over/expired/filled",
        Status.CANCELED: "cancelled/withdrawn",
    },
    Setting: {
        Setting.PRACTICE: "medical practice/medical group/group/group practice/clinic"
        "/physician practice/medical practice or group",
        Setting.HOSPITAL: "medical center/academic medical center/hospital or medical center",
        Setting.SYSTEM: "health system/healthcare system/hospital system",
        Setting.ASSOCIATION: "society/professional association",
        Setting.OTHER: "somewhere else",
    },
    Paid: {
        Paid.YES: "paid/y/true/1/salary/salaried/hourly",
        Paid.NO: "unpaid/n/false/0/none/volunteer",
    },
    Authorization: {
        Authorization.REQUIRED: "yes/work authorization/work authorization required",
        Authorization.NO_SPONSORSHIP: "no visa sponsorship/sponsorship not available",
    },
    Degree: {
        Degree.ASSOCIATE: "associates/associate degree/associates degree/aa/as/aas",
        Degree.BACHELOR: "bachelors/bachelor degree/bachelors degree/ba/bs/bba/bsn/undergraduate",
        Degree.MASTER: "masters/master degree/masters degree/ma/ms/mba/mha/mhsa/mph/graduate",
        Degree.DOCTORATE: "doctoral/doctoral degree/phd/dha/drph/md/do",
    },
    Year: {
        Year.FIRST: "1/1st/first year/freshman",
        Year.SECOND: "2/2nd/second year/sophomore",
        Year.LATER: "3/3rd/4/4th/third/fourth/third year/junior/senior/third year or later",
        Year.GRADUATED: "graduate/finished/alumni/recent graduate",
    },
    Accreditation: {},
}
_KNOWN = {
    choices: {
        name: one.value
        for one in choices
        for name in (one.value.replace("_", " "), *words.get(one, "").split("/"))
        if name
    }
    for choices, words in _WORDS.items()
}
_DEGREES = tuple(  # in sentences, where two letters may mean anything
    (degree, re.compile(rf"\b(?:{words})\b"))
    for degree, words in (
        (Degree.ASSOCIATE, r"associate(?:'?s)? degree"),
        (Degree.BACHELOR, r"bachelor(?:'?s)?|undergraduate degree"),
        (Degree.MASTER, r"master'?s|master of|graduate degree"),
        (Degree.DOCTORATE, r"doctora(?:te|l)|ph\.?d"),
    )
)


def choice_of(told: str, choices: type[StrEnum]) -> str:
    """Return which of `choices` somebody's word for one means, or "" if none is sure.

    >>> choice_of("Unpaid", Paid), choice_of("Summer Program", Kind), choice_of("soon", Paid)
    ('no', 'summer_program', '')
    """
    return _KNOWN[choices].get(slug(told[:100]).replace("-", " "), "")


def kind_of(*told: str) -> str:
    """Return the kind that words tell, the first of them first; else it is a job.

    >>> kind_of("", "Administrative Fellow"), kind_of("Internal Auditor")
    ('fellowship', 'first_job')
    """
    for words in told:
        line = folded(words[:_LOOKED_AT])
        if found := choice_of(words, Kind):
            return found
        if named := next((kind for kind, form in _KINDS if form.search(line)), None):
            return named.value
    return Kind.FIRST_JOB.value


def degrees_in(told: Iterable[str]) -> tuple[str, ...]:
    """Return the degrees that sentences name, in the order in which they are taken.

    >>> degrees_in(["Bachelor’s degree required; master’s preferred"])
    ('bachelor', 'master')
    """
    line = folded(" ".join(told)[:_LOOKED_AT]).replace("’", "'")
    return tuple(degree.value for degree, form in _DEGREES if form.search(line))
