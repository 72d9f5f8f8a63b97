// Whoever is met is kept on this device first, and sent in order when there is a network.
// A queue belongs to one owner: it is shown to nobody else, and goes out in no other's session.

const all = (selector) => [...document.querySelectorAll(selector)];
const form = document.querySelector('form[data-pocket]');
const leave = document.getElementById('leave');

/** Whose page this is; pages that are the same for everybody do not say. */
const named = document.querySelector('meta[name=owner]')?.content;
if (named) localStorage.owner = named;
const { owner } = localStorage;

/** Where it stands how many wait. */
const box = document.getElementById('waiting')
  ?? Object.assign(document.createElement('p'), { className: 'notice', innerHTML: '<a href="/capture"></a>' });


/* The queue: items in the order they were saved */

let opened;

/** The database of this device. */
const opening = () => opened ??= new Promise((go, no) => {
  const asked = indexedDB.open('pocket', 1);
  const keys = { keyPath: 'n', autoIncrement: true };
  asked.onupgradeneeded = () => asked.result.createObjectStore('queue', keys);
  asked.onsuccess = () => go(asked.result);
  asked.onerror = no;
});

/** How one tab tells the others that the queue is another one. */
const tabs = new BroadcastChannel('pocket');

/** Do one thing to the queue; what is written is on the disk when this is done. */
async function queue(deed, what, mode = 'readwrite') {
  const turn = (await opening()).transaction('queue', mode, { durability: 'strict' });
  const asked = turn.objectStore('queue')[deed](what);
  await new Promise((go, no) => { turn.oncomplete = go; turn.onabort = no; });
  if (mode === 'readwrite') tabs.postMessage('');
  return asked.result;
}

/** What waits of this owner. */
const mine = async () => (await queue('getAll', null, 'readonly')).filter((one) => one.owner === owner);

/** Whom of them somebody still wants to keep. */
const kept = async () => (await mine()).filter((one) => !one.gone);

/** Why the server took nothing when it was asked last: "sign-in", or "". */
let refusal = '';

/** Show what waits, and why. */
async function show() {
  const items = await kept();
  const why = navigator.onLine ? refusal : 'offline';
  box.hidden = !items.length;
  if (items.length) sayHowMany(0);
  box.querySelector('a').textContent = `${items.length} waiting to send`;
  for (const one of all('[data-why]')) one.hidden = one.dataset.why !== why;
  box.querySelector('ul')?.replaceChildren(...items.filter((one) => one.why).map((item) => {
    const line = document.importNode(box.querySelector('template').content, true);
    line.querySelector('span').textContent = `${item.body.name}: ${item.why}`;
    // Of whom the photo alone was refused, everything else is changed on their page
    line.querySelector('a').href = item.part ? `/contacts/${item.id}` : `/capture#${item.id}`;
    line.querySelector('button').onclick = async () => { await queue('delete', item.n); show(); };
    return line;
  }));
}


/* Sending: one flusher over all tabs, one item at a time */

async function post(place, type, body) {
  const answer = await fetch(place, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(30000),
    headers: { Accept: 'application/json', 'Content-Type': type, 'X-Owner': owner },
  });
  return [answer.status, await answer.json().catch(() => ({}))];
}

/** A photo at a size that travels, without what the camera wrote beside it. */
async function shrunk(photo) {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

/** Send one item; return the status of the answer and what it says. */
async function send({ id, body, photo, key }) {
  const told = await post('/contacts', 'application/json', JSON.stringify({ ...body, id }));
  if (told[0] < 300 && told[1].id !== id) return [0]; // not our server, but a network's own page
  if (told[0] > 299 || !photo) return told;
  const jpeg = await shrunk(photo).catch(() => photo);
  return [...await post(`/contacts/${id}/photo?key=${key}`, jpeg.type, jpeg), 'photo'];
}

/** Have whoever was sent already be put into the bin; whom the server does not know was not. */
async function withdraw({ id }) {
  const form_token = document.querySelector('[name=form_token]')?.value ?? '';
  const type = 'application/x-www-form-urlencoded';
  const [status] = await post(`/contacts/${id}/delete`, type, new URLSearchParams({ form_token }));
  return [status === 404 ? 200 : status];
}

/** How many were sent that had waited: whoever goes out at once is not worth a word. */
let sent = 0;

/** Send what can be sent; return why the rest waits. */
async function sendAll() {
  for (const item of await mine()) {
    if (item.why) continue;
    const [status, said, part] = await (item.gone ? withdraw : send)(item).catch(() => [0]);
    if (status > 199 && status < 300) {
      await queue('delete', item.n);
      pause = 250;
      if (!item.gone && Date.now() - new Date(item.body.met_at) > 3000) sent += 1;
    } else if (status === 401 || status === 409) return 'sign-in';
    else if (!status || status > 499 || [403, 408, 429].includes(status)) return 'later';
    else {
      const why = said.message ?? `This was not taken (${status}).`;
      await queue('put', { ...item, part, why, anew: !!said.fields?.id }); // its id is taken by another
    }
  }
}

/** Say that all who waited are sent, in whichever tab; 0 takes the word back. */
function sayHowMany(number) {
  const place = document.getElementById('sent');
  if (place) place.textContent = number ? `${number} sent.` : '';
}

let asked;
let again;
let pause = 250;

/** Send, now or when whoever sends is done; try again later where the network failed. */
function flush() {
  clearTimeout(again);
  return asked ??= navigator.locks.request('pocket', async () => {
    asked = null;
    const why = await sendAll();
    if (why === 'later') again = setTimeout(flush, pause = Math.min(pause * 2, 300000));
    refusal = why === 'sign-in' ? why : '';
    await show();
    if (!sent || (await kept()).length) return;
    tabs.postMessage(sent);
    sayHowMany(sent);
    sent = 0;
  });
}


/* The form */

/** What is put right: an item that the server did not take. */
let wrong;

/** Fill the form with the item that the address names. */
async function fill() {
  wrong = (await mine()).find((one) => one.id === location.hash.slice(1));
  for (const [name, value] of Object.entries(wrong?.body ?? {})) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  if (wrong) form.querySelector('details').open = true;
}

/** Say what became of somebody, and offer to undo that. */
function say(words, undo) {
  const [line, button] = document.querySelector('.saved').children;
  line.textContent = words;
  button.hidden = !undo;
  button.onclick = undo;
}

/** Keep nobody after all: one who waits is not sent, and one who was sent goes into the bin. */
async function undo({ id, body: { name } }) {
  say(`${name}: undoing…`);
  await navigator.locks.request('pocket', async () => { // whoever is being sent is sent first
    const { n } = (await mine()).find((one) => one.id === id) ?? {};
    await queue('put', { ...n && { n }, owner, id, body: { name }, gone: true });
  });
  say(`${name} is removed.`);
  show();
  flush();
}

async function save(event) {
  event.preventDefault();
  const { form_token, then, photo, id, ...body } = Object.fromEntries(new FormData(form));
  const fresh = { owner, id: crypto.randomUUID(), key: crypto.randomUUID() };
  body.met_at = wrong?.body.met_at ?? new Date().toISOString();
  const item = { ...fresh, ...wrong, ...wrong?.anew && fresh, body, why: '', anew: false };
  if (photo?.size) item.photo = photo;
  const { event: place } = body;
  form.inert = true; // a button pressed twice saves once
  try {
    await queue('put', item);
  } catch {
    return form.submit(); // a browser that keeps nothing
  } finally {
    form.inert = false;
  }
  form.reset();
  form.querySelector('details').open = false;
  form.elements.event.value = place;
  form.elements.name.focus({ preventScroll: true });
  scrollTo(0, 0); // it says there what was saved
  wrong = null;
  say(`${body.name} is saved. Next one?`, () => undo(item));
  setTimeout(show, 300);
  flush();
  navigator.storage.persist?.();
}


/* Taking the queue along, and signing out */

/** A text as a cell of CSV: never a formula. */
const quoted = (text) => `"${text.replace(/^[=+@\t\r-]/, "'$&").replaceAll('"', '""')}"`;

/** Have the browser keep the queue as a file. */
async function take(kind) {
  const people = (await kept()).map(({ id, body }) => ({ id, ...body }));
  const lines = [Object.keys(people[0]), ...people.map(Object.values)].map((line) => line.map(quoted));
  const text = kind === 'csv' ? lines.join('\r\n') : JSON.stringify(people);
  const href = URL.createObjectURL(new Blob([text]));
  Object.assign(document.createElement('a'), { href, download: `waiting.${kind}` }).click();
}

/** Leave nothing of this owner on the device. */
async function forget() {
  for (const { n } of await mine()) await queue('delete', n);
  for (const name of await caches.keys()) if (name.startsWith('pages-')) await caches.delete(name);
  ['owner', 'mine'].forEach((name) => localStorage.removeItem(name));
}

async function signOut(event) {
  const out = event.target;
  if (out.getAttribute('action') !== '/sign-out') return;
  event.preventDefault();
  const count = (await kept().catch(() => [])).length;
  if (count && !out.closest('dialog')) return leave.showModal();
  const told = await fetch('/sign-out', { method: 'POST', body: new URLSearchParams(new FormData(out)) })
    .catch(() => null);
  if (!told?.ok) return out.submit(); // without a network nothing is forgotten, and the browser says so
  await forget().catch(() => {});
  location.assign(told.url);
}


/* Start: once, however often this is loaded */

/** Keep what opens without a network: anew what changed, and the form where its event may have. */
async function prepare() {
  await navigator.serviceWorker.register('/sw.js');
  const pages = await caches.open(`pages-${owner}`);
  for (const path of ['/capture', '/today', '/card']) {
    const isNew = path === '/capture'
      ? /^\/(events|my|today)/.test(location.pathname)
      : path === location.pathname && document.getElementById('done');
    if (!isNew && await pages.match(path)) continue;
    const answer = await fetch(path);
    if (answer.ok && answer.headers.get('X-Owner') === owner) await pages.put(path, answer);
  }
}

const { dataset } = document.body;
if (owner && navigator.locks && !dataset.pocket) {
  dataset.pocket = 'on';
  if (!box.id) document.getElementById('main').prepend(box);
  for (const name of ['online', 'pageshow']) addEventListener(name, flush);
  addEventListener('offline', show);
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  document.addEventListener('submit', signOut);
  tabs.onmessage = ({ data }) => (data ? sayHowMany(data) : show());
  for (const one of all('[data-take]')) one.onclick = () => take(one.dataset.take);
  for (const one of all('[data-send]')) one.onclick = flush;
  if (form) {
    form.addEventListener('submit', save);
    addEventListener('hashchange', fill);
    form.querySelector('.photo').hidden = false;
    fill();
  }
  show();
  flush();
  if (named) prepare().catch(() => {});
}
