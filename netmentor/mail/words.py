"""The words operators read for letters and for what becomes of them."""

from __future__ import annotations

from netmentor.mail.rules import MailState

LETTER_WORDS = {
    "sign_up_code": "sign-up code",
    "reset_code": "reset code",
    "email_code": "code for a new address",
    "guest_code": "code of a guest",
    "email_changed": "address changed",
    "have_account": "sign-up with a known address",
    "no_account": "reset for an unknown address",
    "reminder": "reminders",
    "trial": "trial letter",
}
_MOMENTS = {
    MailState.SENT: "went",
    MailState.FAILED: "given up",
    MailState.SUPPRESSED: "held back",
    MailState.KEPT: "kept",
}


def letter_words(name: str) -> str:
    """Return what a letter is called.

    >>> letter_words("sign_up_code"), letter_words("some_other")
    ('sign-up code', 'some other')
    """
    return LETTER_WORDS.get(name, name.replace("_", " "))


def moment_words(state: str) -> str:
    """Return what the moment is that stands beside a letter: its next try, or when it went.

    >>> moment_words("due"), moment_words("sent")
    ('next try', 'went')
    """
    return _MOMENTS.get(MailState(state), "next try")
