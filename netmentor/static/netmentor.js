// NetMentor's script. Every page works without it; each section makes one thing quicker.
// Listeners sit on the document, so that they also serve what a swap brings in later.

/** The elements under root that match selector, as an array. */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Say words to a screen reader. */
function say(words) {
  const status = document.getElementById('status');
  if (status) status.textContent = words;
}


/* Swap: a filter form or a link replaces the parts of the page it changes ------------ */

/** The address whose parts are on the screen. */
let shown = bare(location.href);

/** The fetch in flight, if any. */
let flight = null;

/** An address without its fragment. */
function bare(address) {
  return String(address).split('#')[0];
}

/** The parts of page with these ids; throws if one is missing. */
function partsOf(page, ids) {
  return ids.map((id) => {
    const part = page.getElementById(id);
    if (!part) throw new Error(`no part ${id}`);
    return part;
  });
}

/** Until what was pressed has been drawn as pressed; a page that nobody sees is never drawn. */
const drawn = () => new Promise((go) => {
  requestAnimationFrame(() => setTimeout(go));
  setTimeout(go, 100);
});

/** Fetch the page at address and parse it; throws unless it is a plain page at that address. */
async function fetchPage(address, signal) {
  const pressed = drawn();
  const answer = await fetch(address, { signal, headers: { Accept: 'text/html' } });
  const type = answer.headers.get('Content-Type') ?? '';
  if (!answer.ok || answer.redirected || !type.startsWith('text/html')) {
    throw new Error(`no page at ${address}`);
  }
  const text = await answer.text();
  await pressed;
  signal.throwIfAborted();
  return new DOMParser().parseFromString(text, 'text/html');
}

/** The element that took the place of old, if the page still has one like it. */
function successor(old) {
  if (old.id) return document.getElementById(old.id);
  const same = ['name', 'value', 'href', 'textContent'];
  return all(old.localName).find((one) => same.every((key) => one[key] === old[key]));
}

/** Put fresh elements in the place of old ones; focus stays, or moves to the start of its part. */
function replace(old, fresh) {
  const focused = document.activeElement;
  const lost = old.findIndex((part) => part.contains(focused));
  if (old.length !== fresh.length) throw new Error('not the same page');
  old.forEach((part, index) => part.replaceWith(fresh[index]));
  if (lost < 0) return;
  const next = successor(focused);
  if (next) {
    next.focus({ preventScroll: true });
  } else {
    fresh[lost].tabIndex = -1;
    fresh[lost].focus({ preventScroll: true });
    if (fresh[lost].getBoundingClientRect().top < 0) fresh[lost].scrollIntoView();
  }
}

/** Let no part look busy any more. */
function rest() {
  all('[aria-busy]').forEach((part) => part.removeAttribute('aria-busy'));
}

/** Say how many were found: the words of the first count or notice, without its links. */
function sayCount(parts) {
  for (const line of parts.flatMap((part) => all('.count, .notice', part))) {
    const copy = line.cloneNode(true);
    all('a', copy).forEach((link) => link.remove());
    const words = copy.textContent.replace(/\s+/g, ' ').trim();
    if (words) return say(words);
  }
}

/** Make address an entry of the history; typing on changes the entry that typing began. */
function record(address, typing) {
  const going = typing && history.state?.typing;
  history[going ? 'replaceState' : 'pushState']({ typing }, '', address);
}

/** The filter forms of a page: they show its address too. */
const formsOf = (page) => all('form[data-swap]', page);

/** Both lists of parts with their pages' forms; what lies in another of them comes along with it. */
function withForms(...sides) {
  return sides.map(([page, parts]) => {
    const several = [...parts, ...formsOf(page)];
    return several.filter((one) => !several.some((other) => other !== one && other.contains(one)));
  });
}

/**
 * Replace the parts ids by those of the page at address; any failure is an ordinary visit.
 * from: 'form' leaves the forms alone, 'typing' also joins history entries, 'link' and
 * 'history' bring the forms along.
 */
async function swap(address, ids, from) {
  flight?.abort();
  const mine = flight = new AbortController();
  rest();
  if (bare(address) === shown) return;
  try {
    const old = partsOf(document, ids);
    old.forEach((part) => part.setAttribute('aria-busy', 'true'));
    const page = await fetchPage(address, mine.signal);
    const fresh = partsOf(page, ids);
    sayCount(fresh);
    if (from === 'link' || from === 'history') {
      replace(...withForms([document, old], [page, fresh]));
    } else {
      replace(old, fresh);
    }
    if (from !== 'history') record(address, from === 'typing');
    shown = bare(address);
    document.title = page.title;
    fresh.forEach(prepare);
  } catch {
    if (mine.signal.aborted) return;
    rest();
    location.assign(address);
  }
}

/** The address that a GET form asks for, empty fields left out. */
function addressOf(form) {
  const address = new URL(form.getAttribute('action') ?? '', location.href);
  const filled = [...new FormData(form)].filter(([, value]) => value !== '');
  address.search = new URLSearchParams(filled);
  return address.href;
}

/** The ids that a form or a link names. */
const idsOf = (one) => one.dataset.swap.split(' ');

/** Swap what form names. */
function swapBy(form, from) {
  clearTimeout(pause);
  swap(addressOf(form), idsOf(form), from);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form[data-swap]') || form.method !== 'get') return;
  event.preventDefault();
  swapBy(form, 'form');
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-swap]');
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || link.target) return;
  event.preventDefault();
  swap(link.href, idsOf(link), 'link');
});

addEventListener('popstate', () => {
  const ids = new Set(all('[data-swap]').flatMap(idsOf));
  swap(location.href, [...ids], 'history');
});


/* Filters that answer by themselves --------------------------------------------------- */

/** The wait after a keystroke. */
let pause;

const isTyped = (field) => field.matches('[type=search], [type=text]');

/** The automatic filter form a field belongs to, unless what it holds is not finished. */
function autoForm(field) {
  const form = field.form;
  return form?.matches('[data-swap][data-auto]') && form.checkValidity() ? form : null;
}

document.addEventListener('change', (event) => {
  const form = autoForm(event.target);
  if (form && !isTyped(event.target)) swapBy(form, 'form');
});

document.addEventListener('input', (event) => {
  const form = autoForm(event.target);
  if (!form || !isTyped(event.target)) return;
  clearTimeout(pause);
  pause = setTimeout(() => swapBy(form, 'typing'), 250);
});


/* Long fields: a browser brings their cursor into sight, and leaves the rest behind the bar */

document.addEventListener('focusin', ({ target }) => {
  if (target.matches('textarea')) target.scrollIntoView({ block: 'nearest' });
});


/* Copy: data-copy holds the text, or "#id" of the field that holds it ------------------ */

/** What each copy button says at rest. */
const labels = new WeakMap();

/** Let button say words for two seconds. */
function flash(button, words) {
  const label = button.querySelector('span') ?? button.lastChild;
  if (!labels.has(button)) labels.set(button, label.textContent);
  label.textContent = words;
  setTimeout(() => { label.textContent = labels.get(button); }, 2000);
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const wanted = button.dataset.copy;
  const field = wanted.startsWith('#') ? document.querySelector(wanted) : null;
  try {
    await navigator.clipboard.writeText(field ? field.value : wanted);
    flash(button, 'Copied');
    say('Copied');
  } catch {
    // Without HTTPS there is no clipboard: the reader's own copy key does it
    field?.focus();
    field?.select();
    flash(button, field ? 'Selected' : 'Not copied');
    say(field ? 'The text is selected. Copy it with Control C or Command C.' : 'Not copied');
  }
});


/* Keys: off inside fields, with modifiers, and where <html data-keys="off"> ------------ */

/** Focus the title steps after the event that has the focus, or the first. */
function moveAmongEvents(steps) {
  const titles = all('.event :is(h3, h4) a');
  const at = titles.findIndex((title) => title.closest('.event').contains(document.activeElement));
  titles[Math.max(0, Math.min(titles.length - 1, at + steps))]?.focus();
}

/** Focus the search field: that of the page itself, or the one over everything before it. */
function focusSearch() {
  all('[type=search]').at(-1)?.focus();
}

/** Open the list of keys; Escape closes it by itself. */
function showKeys() {
  document.querySelector('dialog.keys')?.showModal();
}

const keys = {
  '/': focusSearch,
  j: () => moveAmongEvents(1),
  k: () => moveAmongEvents(-1),
  '?': showKeys,
};

document.addEventListener('keydown', (event) => {
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset.keys === 'off') return;
  if (event.target.closest('input, select, textarea, dialog, [contenteditable]')) return;
  event.preventDefault();
  act();
});


/* Your time: beside a time in its own zone, where the reader's clock shows another ----- */

/** The wall clock at moment in zone, by part; zone undefined is the reader's own. */
function wallClock(moment, zone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, part.value]));
}

/** The next sibling of time that waits for the reader's time. */
function slotAfter(time) {
  let slot = time.nextElementSibling;
  while (slot && !slot.matches('[data-yours]')) slot = slot.nextElementSibling;
  return slot;
}

/** Fill the slot of one time, unless both clocks agree. */
function showYours(time) {
  const slot = slotAfter(time);
  const moment = new Date(time.dateTime);
  if (!slot || Number.isNaN(moment.getTime())) return;
  const theirs = wallClock(moment, time.dataset.zone);
  const yours = wallClock(moment);
  const sameDay = ['year', 'month', 'day'].every((key) => theirs[key] === yours[key]);
  const sameTime = ['hour', 'minute', 'dayPeriod'].every((key) => theirs[key] === yours[key]);
  if (sameDay && sameTime) return;
  const clock = `${yours.hour}:${yours.minute} ${yours.dayPeriod.toLowerCase()} your time`;
  slot.textContent = sameDay ? clock : `${yours.weekday} ${clock}`;
  slot.hidden = false;
}


/* Start: once for the page, and again for each part that comes in ----------------------- */

/** Choose the zone of this browser where the list has it; a form that came back is left as it was. */
function chooseOwnZone(list) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const answered = document.querySelector('[aria-invalid]');
  const own = [...list.options].find((one) => one.value === timeZone);
  if (own && !answered) list.value = timeZone;
}

/** Make root ready: the reader's times shown, what only scriptless readers need hidden. */
function prepare(root) {
  all('[data-own-zone]', root).forEach(chooseOwnZone);
  all('[data-nojs]', root).forEach((one) => { one.hidden = true; });
  for (const time of all('time[data-local]', root)) {
    try {
      showYours(time);
    } catch {
      // A zone this browser does not know: its own time stands alone
    }
  }
}

prepare(document);

/** A form that came back begins where it is amiss. */
document.querySelector('[aria-invalid="true"]')?.focus();

/** What whoever is signed in has on every page: own.js keeps the addresses. */
try {
  const here = document.querySelector('script[data-own]');
  const mine = here ? '' : localStorage.getItem('mine') ?? '';
  for (const script of mine.split(' ').filter(Boolean)) import(script);
} catch {
  // A browser that keeps nothing: then these come with the pages of one person alone
}
