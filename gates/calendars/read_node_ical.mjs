// Reads a calendar with node-ical and prints [uid, start, status] of each event as JSON.
import { readFileSync } from 'node:fs';
import ical from 'node-ical';

const two = (number) => String(number).padStart(2, '0');
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const rows = Object.values(ical.sync.parseICS(readFileSync(0, 'utf8')))
  .filter((item) => item.type === 'VEVENT')
  .map((item) => [
    item.uid,
    item.datetype === 'date' ? day(item.start) : item.start.toISOString().replace('.000', ''),
    item.status,
  ]);
process.stdout.write(JSON.stringify(rows));
