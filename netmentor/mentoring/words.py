"""What mentors choose from, in words."""

from __future__ import annotations

from netmentor.mentoring.rules import Band, Medium, Practice, Size, Stage, Topic, Visibility

TOPIC_WORDS = {
    Topic.FINANCE: "Finance and revenue cycle",
    Topic.PEOPLE: "Human resources and staffing",
    Topic.OPERATIONS: "Operations and patient flow",
    Topic.COMPLIANCE: "Compliance and risk",
    Topic.COMMUNICATION: "Communication and leading people",
    Topic.FELLOWSHIPS: "Administrative fellowships",
    Topic.FIRST_JOB: "A first job, and interviews for it",
    Topic.APPLICATIONS: "Résumés and applications",
    Topic.CREDENTIALS: "Certification and fellowship exams",
    Topic.NEXT_STEP: "The next step in a career",
}
STAGE_WORDS = {
    Stage.UNDERGRADUATE: "Undergraduate students",
    Stage.GRADUATE: "Graduate students",
    Stage.FELLOW: "Administrative fellows",
    Stage.EARLY: "People in their first five years",
    Stage.MANAGER: "Managers",
    Stage.CHANGING: "People who come from clinical work or another field",
}
MEDIUM_WORDS = {
    Medium.VIDEO: "Video call",
    Medium.PHONE: "Phone",
    Medium.IN_PERSON: "In person",
}
PRACTICE_WORDS = {
    Practice.INDEPENDENT: "Independent practice",
    Practice.GROUP: "Medical group",
    Practice.HOSPITAL: "Hospital-owned practice",
    Practice.SYSTEM: "Health system",
    Practice.ACADEMIC: "Academic medical center",
    Practice.COMMUNITY: "Community health center",
    Practice.GOVERNMENT: "Military, veterans or other government",
    Practice.CONSULTING: "Consulting or vendor",
    Practice.OTHER: "Something else",
}
SIZE_WORDS = {
    Size.SMALL: "Up to 5 clinicians",
    Size.MEDIUM: "6 to 25 clinicians",
    Size.LARGE: "26 to 100 clinicians",
    Size.VERY_LARGE: "More than 100 clinicians",
}
LANGUAGE_WORDS = {
    "en": "English",
    "es": "Spanish",
    "ar": "Arabic",
    "fr": "French",
    "hi": "Hindi",
    "ht": "Haitian Creole",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "tl": "Tagalog",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
BAND_WORDS = {
    Band.DAY: "within a day",
    Band.TWO_DAYS: "within two days",
    Band.WEEK: "within a week",
    Band.LONGER: "after more than a week",
}
VISIBILITY_WORDS = {
    Visibility.MEMBERS: "Members who are signed in",
    Visibility.PUBLIC: "Everybody, search engines included",
    Visibility.LINK: "Only people with my private link",
}
