"""What opportunities, their dates and their conditions are called on pages and in calendars."""

from __future__ import annotations

from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Kind,
    Paid,
    Setting,
    Standing,
    Status,
    WindowKind,
    Year,
)

KIND_WORDS = {
    Kind.FELLOWSHIP: "Fellowship",
    Kind.INTERNSHIP: "Internship",
    Kind.PRACTICUM: "Practicum",
    Kind.SUMMER_PROGRAM: "Summer program",
    Kind.SHADOWING: "Shadowing",
    Kind.VOLUNTEERING: "Volunteering",
    Kind.FIRST_JOB: "First job",
}
SETTING_WORDS = {
    Setting.PRACTICE: "Medical practice or group",
    Setting.HOSPITAL: "Hospital or medical center",
    Setting.SYSTEM: "Health system",
    Setting.ASSOCIATION: "Association",
    Setting.OTHER: "Somewhere else",
}
PAID_WORDS = {Paid.YES: "Paid", Paid.STIPEND: "Stipend", Paid.NO: "Unpaid"}
DEGREE_WORDS = {
    Degree.ASSOCIATE: "Associate’s degree",
    Degree.BACHELOR: "Bachelor’s degree",
    Degree.MASTER: "Master’s degree",
    Degree.DOCTORATE: "Doctorate",
}
YEAR_WORDS = {
    Year.FIRST: "First year",
    Year.SECOND: "Second year",
    Year.LATER: "Third year or later",
    Year.GRADUATED: "Finished",
}
ACCREDITATION_WORDS = {
    Accreditation.CAHME: "CAHME",
    Accreditation.AUPHA: "AUPHA",
    Accreditation.AACSB: "AACSB",
    Accreditation.CEPH: "CEPH",
}
AUTHORIZATION_WORDS = {
    Authorization.REQUIRED: "Leave to work in the United States is required",
    Authorization.NO_SPONSORSHIP: "No visa is sponsored",
}
STATUS_WORDS = {
    Status.CURRENT: "It takes people, or will",
    Status.EXPECTED: "Expected, without a day yet",
    Status.PAST: "Over",
    Status.CANCELED: "Canceled",
}
STANDING_WORDS = {
    Standing.OPEN: "Open",
    Standing.AHEAD: "Opens later",
    Standing.EXPECTED: "Expected",
    Standing.UNDATED: "No dates published",
    Standing.PAST: "Past",
    Standing.CANCELED: "Canceled",
}
WINDOW_WORDS = {
    WindowKind.OPENS: "Applications open",
    WindowKind.PRIORITY: "Priority deadline",
    WindowKind.CLOSES: "Applications close",
    WindowKind.TRANSCRIPTS: "Transcripts due",
    WindowKind.RECOMMENDATIONS: "Recommendations due",
    WindowKind.PHASE2_OPENS: "Second phase opens",
    WindowKind.PHASE2_CLOSES: "Second phase closes",
    WindowKind.INTERVIEWS: "Interviews",
    WindowKind.OFFERS: "Offers",
    WindowKind.ACCEPTANCE: "Offers are answered",
    WindowKind.INFO_SESSION: "Information session",
    WindowKind.STARTS: "Starts",
}
