// Opens three pages of whoever is signed in where there is no network, from their last copies.
// The server writes VERSION and SHELL, the addresses of the shell's files, in front of this.
const KEPT = ['/capture', '/today', '/card'];
const ACCOUNT = /^\/(sign-|settings|confirm|reset)/; // where somebody comes, or goes
const LIMIT = 3000; // milliseconds

/** Delete the caches whose names are unwanted. */
async function drop(unwanted) {
  const names = await caches.keys();
  await Promise.all(names.filter(unwanted).map((name) => caches.delete(name)));
}

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(SHELL)));
});

addEventListener('activate', (event) => {
  event.waitUntil(clients.claim());
  event.waitUntil(drop((name) => name.startsWith('shell-') && name !== VERSION));
});

/** Keep a page for its owner, and no page of anybody else. */
async function keep(path, answer) {
  const pages = `pages-${answer.headers.get('X-Owner')}`;
  await drop((name) => name.startsWith('pages-') && name !== pages);
  if (path) await (await caches.open(pages)).put(path, answer);
}

/** The page from the network, or where that says nothing within the limit the last copy. */
async function visit(event, { pathname, search }) {
  const isKept = KEPT.includes(pathname);
  const asked = fetch(event.request);
  const late = new Promise((_, no) => { if (isKept) setTimeout(no, LIMIT); });
  try {
    const answer = await Promise.race([asked, late]);
    if (isKept && answer.status > 499) throw answer;
    if (isKept && answer.type === 'opaqueredirect') { // signed out elsewhere: to the sign-in page
      await drop((name) => name.startsWith('pages-'));
    }
    if (answer.ok && answer.headers.has('X-Owner')) {
      event.waitUntil(keep(isKept && !search && pathname, answer.clone()));
    }
    return answer;
  } catch {
    return await caches.match(isKept ? pathname : '/capture') ?? await caches.match('/capture') ?? asked;
  }
}

/** Sign in or out: what is kept of pages goes before the next one comes. */
async function change(request) {
  const answer = await fetch(request);
  if (answer.type === 'opaqueredirect') await drop((name) => name.startsWith('pages-'));
  return answer;
}

/** A file of the shell; one of another version is better than none. */
async function file(request) {
  return await caches.match(request)
    ?? fetch(request).catch(() => caches.match(request, { ignoreSearch: true }));
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (request.method === 'GET') event.respondWith(visit(event, address));
    else if (ACCOUNT.test(address.pathname)) event.respondWith(change(request));
  } else if (request.method === 'GET' && address.pathname.startsWith('/static/')) {
    event.respondWith(file(request));
  }
});
