// Reads an address book with ical.js and prints what it sees of each card as JSON.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

ICAL.design.strict = true;
const text = readFileSync(0, 'utf8');
const found = ICAL.parse(text);
const cards = found[0] === 'vcard' ? [found] : found;

const photo = (property) => {
  const value = String(property?.getFirstValue() ?? '');
  const bytes = Buffer.from(value.replace('data:image/jpeg;base64,', ''), 'base64');
  return property ? createHash('sha256').update(bytes).digest('hex') : '';
};

const rows = cards.map((jcard) => {
  const card = new ICAL.Component(jcard);
  // It leaves the backslash before a semicolon of text, which 3.0 must have (RFC 2426, section 4).
  const whole = (told) =>
    card.getFirstPropertyValue('version') === '3.0' ? told.replaceAll('\\;', ';') : told;
  const first = (name) => whole(card.getFirstPropertyValue(name)?.toString() ?? '');
  const all = (name) => card.getAllProperties(name).map((one) => String(one.getFirstValue()));
  const [family, given, , , suffix] = card.getFirstPropertyValue('n');
  return {
    uid: first('uid'),
    name: first('fn'),
    family,
    given,
    credentials: [suffix].flat().join(', '),
    organization: [card.getFirstPropertyValue('org') ?? ''].flat().join(';'),
    title: first('title'),
    emails: all('email'),
    phones: all('tel'),
    pages: all('url'),
    note: first('note'),
    tags: (card.getFirstProperty('categories')?.getValues() ?? []).map(whole),
    photo: photo(card.getFirstProperty('photo')),
    birthday: first('bday'),
  };
});
process.stdout.write(JSON.stringify(rows));
