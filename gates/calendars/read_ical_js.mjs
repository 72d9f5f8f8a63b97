// Reads a calendar with ical.js and prints [uid, start, status] of each event as JSON.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

ICAL.design.strict = true;
const root = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
for (const zone of root.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const rows = root.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  const starts = event.startDate.isDate
    ? event.startDate.toString()
    : event.startDate.toJSDate().toISOString().replace('.000', '');
  return [event.uid, starts, component.getFirstPropertyValue('status')];
});
process.stdout.write(JSON.stringify(rows));
