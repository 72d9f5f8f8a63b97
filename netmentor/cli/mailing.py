"""netmentor doctor --mail-to: one test letter, and what the mail server says to each step."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict

from netmentor import clock
from netmentor.accounts.rules import normal_email, why_not_email
from netmentor.errors import Invalid
from netmentor.mail import letters, trial
from netmentor.mail.assembling import finished
from netmentor.mail.trial import Step
from netmentor.settings import Settings
from netmentor.text import one_line


async def send_test_letter(found: Settings, address: str, *, as_json: bool) -> int:
    """Send one letter past the outbox and say each step; 1 where it was not taken."""
    if reason := why_not_email(to := normal_email(one_line(address))):
        raise Invalid(reason)
    if not found.smtp_url:
        raise Invalid("NETMENTOR_SMTP_URL is not set: no letter goes out.")
    letter = letters.write("trial", base_url=found.base_url)
    key = f"trial:{secrets.token_hex(8)}"
    message = finished(letter, key=key, to=to, sender=found.mail_from, now=clock.now())
    steps: list[Step] = []
    async for step in trial.hand_over(found.smtp_url, found.mail_from, to, message):
        steps.append(step)
        if not as_json:
            print(f"{'ok' if step.is_done else 'fail':<5} {step.name:<9} {step.answer}", flush=True)
    is_sent = steps[-1].is_done
    if as_json:
        print(json.dumps({"ok": is_sent, "steps": [asdict(step) for step in steps]}, indent=2))
    elif is_sent:
        print(f"The mail server took the letter to {to}. See that it arrives, and not as junk.")
    else:
        print(f"The mail server did not take the letter to {to}.")
    return 0 if is_sent else 1
