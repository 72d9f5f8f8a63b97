// Applications dragged from column to column: what the button of each card does, by hand.

/** Pixels a pointer goes before it drags, how near an edge it scrolls, and how far. */
const BEGINS = 8;
const EDGE = 48;
const STEP = 12;

const board = document.querySelector('[data-board]');

/** The card under way: where it began, and the column it is over. */
let drag = null;

/** Mark column alone as the one that takes the card. */
function mark(column) {
  drag.over?.removeAttribute('data-over');
  drag.over = column;
  column?.setAttribute('data-over', '');
}

/** Put everything back where it was before the drag. */
function end() {
  if (!drag) return;
  mark();
  drag.card.classList.remove('dragged');
  drag.card.style.transform = '';
  delete board.dataset.dragging;
  drag = null;
}

/** Go on where the pointer nears the edge of the board or of the window. */
function scroll(x, y) {
  const box = board.getBoundingClientRect();
  if (x > box.right - EDGE) board.scrollLeft += STEP;
  if (x < box.left + EDGE) board.scrollLeft -= STEP;
  if (y > innerHeight - EDGE * 2) scrollBy(0, STEP);
  if (y < EDGE * 2) scrollBy(0, -STEP);
}

function begin(event) {
  const card = event.target.closest('[data-drag]');
  if (!card || event.button || event.target.closest('a, form')) return;
  if (event.pointerType !== 'mouse' && !event.target.closest('.handle')) return;
  drag = { card, id: event.pointerId, x: event.clientX + board.scrollLeft, y: event.pageY };
}

function move(event) {
  if (drag?.id !== event.pointerId) return;
  const [x, y] = [event.clientX + board.scrollLeft - drag.x, event.pageY - drag.y];
  if (!('dragging' in board.dataset)) {
    if (Math.hypot(x, y) < BEGINS) return;
    const top = drag.card.offsetTop;
    board.dataset.dragging = '';
    drag.y += drag.card.offsetTop - top; // Columns with nothing in them have appeared above
    drag.card.classList.add('dragged');
    board.setPointerCapture(drag.id);
  }
  scroll(event.clientX, event.clientY);
  drag.card.style.transform = `translate(${x}px, ${y}px)`;
  const column = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-place]');
  mark(column?.contains(drag.card) ? null : column);
}

function drop(event) {
  if (drag?.id !== event.pointerId) return;
  const { card, over } = drag;
  end();
  if (!over) return;
  card.querySelector('select').value = over.dataset.place;
  card.querySelector('form').requestSubmit();
}

for (const card of board?.querySelectorAll('[data-drag]') ?? []) {
  const handle = document.createElement('span');
  handle.className = 'handle';
  handle.ariaHidden = 'true';
  handle.textContent = '⠿';
  card.prepend(handle);
}

board?.addEventListener('pointerdown', begin);
board?.addEventListener('pointermove', move);
board?.addEventListener('pointerup', drop);
board?.addEventListener('pointercancel', end);
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') end(); });
