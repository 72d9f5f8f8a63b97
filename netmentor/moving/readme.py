"""What is told of a file to whoever opens it."""

from __future__ import annotations

README = """\
All that NetMentor keeps of one account.

For other programs
  contacts.vcf   everybody outside the bin, for address books (vCard 3.0, with photos)
  contacts.csv   the same, for spreadsheets
  calendar.ics   all that is dated and yours alone (iCalendar)
  files/         photos and documents, as they were kept

For NetMentor
  account.json   the account itself, and when this file was made
  data/          what comes back, a file for each kind: one line of JSON for each thing. "id"
                 counts within a file; other files lead to a thing by that number. What is
                 everybody's, as a listed event, is named as in its address.
  records/       what was between you and others, or belongs to one installation alone. It is
                 told here, and goes along whenever you leave, but makes nothing happen.

To bring it into another account, which has nothing in it yet, whoever runs NetMentor types

  netmentor import-account you@example.org netmentor-account.zip

What comes back: your events and what you noted of others, people with everything about them,
your applications with their documents, your hours and profile as a mentor, what you wrote of
sessions, your calendars and wishes for reminders. Entries of calendars keep their names (UID),
so that no calendar shows them twice.

What does not:
  - what another account shares: sessions and mentorships stay with the other, and are told in
    records/. Nothing is done in anybody else's name.
  - what is a secret: your password, where you are signed in, and the addresses of private
    calendars and of your card. Each calendar is there, and needs a new address.
  - how people were before you merged them: they can be made two again, but what was moved stays
    with whom you kept.
  - what others granted: your role, the organizations that you edit, a listing as a mentor.
  - listed events, series and internships that are not listed where you bring this to. They are
    counted when the file is read, and the file keeps them.

Your private notes are in data/contact.jsonl. Whoever has this file can read them.
"""
