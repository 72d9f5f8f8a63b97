// What pages of one person do more quickly: deciding by keys, and what arrives by itself.

/** What is to be decided on this page. */
const cases = () => [...document.querySelectorAll('[data-case]')];

/** Focus the case that lies steps after the one with the focus, or the first. */
function move(steps) {
  const found = cases();
  const at = found.findIndex((one) => one.contains(document.activeElement));
  found[Math.max(0, Math.min(found.length - 1, at + steps))]?.focus();
}

/** Until the next page is there: a key that is pressed twice decides one thing. */
let decided = false;

addEventListener('pageshow', () => { decided = false; });

/** Press what key stands for: of the case with the focus, or else the first; z of the page. */
function press(key) {
  const found = cases();
  const place = key === 'z'
    ? document
    : found.find((one) => one.contains(document.activeElement)) ?? found[0];
  const button = place?.querySelector(`[data-key="${key}"]`);
  if (!button || decided) return;
  decided = button.matches('button');
  button.click();
}

/** True when a key alone may do something: not inside fields, nor where keys are off. */
function isFree(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (document.documentElement.dataset.keys === 'off') return false;
  return !event.target.closest('input, select, textarea, dialog, [contenteditable]');
}

document.addEventListener('keydown', (event) => {
  if (!isFree(event)) return;
  if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1);
  else if ('ynsz1234'.includes(event.key)) press(event.key);
});

/** A draft that is reworded is opened as mail as it reads by then. */
document.addEventListener('input', ({ target }) => {
  const link = target.dataset.mail && document.querySelector(target.dataset.mail);
  if (!link) return;
  const body = encodeURIComponent(target.value.replaceAll('\n', '\r\n'));
  link.href = link.href.replace(/body=.*/, `body=${body}`);
});

/** Where g leads, with the key after it. */
const places = { t: '/today', e: '/events', p: '/contacts' };

/** When g was pressed. */
let going = -Infinity;

document.addEventListener('keydown', (event) => {
  if (!isFree(event) || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return;
  const within = performance.now() - going < 1500;
  going = event.key === 'g' ? performance.now() : -Infinity;
  const place = event.key === 'c' ? '/capture' : within && places[event.key];
  if (place) location.assign(place);
});

/** These scripts again on pages that are the same for everybody; signing out forgets them. */
if (document.querySelector('[name=form_token]')) {
  const scripts = [...document.querySelectorAll('script[data-own]')].map((one) => one.src);
  localStorage.setItem('mine', scripts.join(' '));
}

/** A page that is read for somebody arrives by itself, or within a minute does not. */
if (document.querySelector('[data-arriving]')) {
  const looks = Number(sessionStorage.getItem(location.pathname) ?? 0) + 1;
  sessionStorage.setItem(location.pathname, looks);
  if (looks < 25) setTimeout(() => location.reload(), 2500);
}
