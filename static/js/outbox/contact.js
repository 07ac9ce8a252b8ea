/**
 * When the phone tries the server: on opening, in the foreground, on a tap, after saving, and while something waits.
 * Separate from the courier because the worker has no such moments. Sending is a foreground job; the rest is a bonus.
 */

import { needsRegistering, register } from './account.js';
import { deliver } from './courier.js';
import { refreshParts } from './parts.js';
import { waitingRows } from './store.js';

const LOOK_EVERY_MS = 120_000;
const SPREAD_MS = 20_000; // when a tower returns, a thousand phones must not call in the same second
const TAPS_APART_MS = 5000;

let running = Promise.resolve();
let lastTapAt = -TAPS_APART_MS;
let timer = 0;
/** @type {{build: string, languages: string[]}} */
let page;

/** One after the other: what was saved while a round ran goes with the next. @param {import('./courier.js').Wish & {isTick?: boolean}} wish @returns {Promise<void>} */
function contact(wish) {
  running = running.then(async () => {
    await deliver(wish);
    const isAsked = wish.isForced || wish.isOpening;
    if (isAsked && (await needsRegistering()) && (await register())) await deliver({ isOpening: true });
    if (page && !(await refreshParts(page.build, page.languages))) await lookForUpdate();
  }).catch(() => {}).then(plan); // a broken disk shows where one writes; the next contact tries again
  return running;
}

/** The server may be of a newer build: then its worker is fetched, and offered to the user. */
async function lookForUpdate() {
  const registration = await navigator.serviceWorker?.getRegistration('/field/');
  if (registration && !registration.installing && !registration.waiting) await registration.update().catch(() => {});
}

/** Look again when the next row's time has come, at the latest after two minutes, while something waits. */
async function plan() {
  clearTimeout(timer);
  const waiting = await waitingRows().catch(() => []);
  if (!waiting.length) return;
  const wait = Math.min(...waiting.map((row) => row.next_at)) - Date.now();
  timer = setTimeout(() => contact({}), Math.min(LOOK_EVERY_MS, Math.max(1000, wait)));
}

function later() {
  setTimeout(() => contact({ isOpening: true }), Math.random() * SPREAD_MS);
}

/** Begin: the app is open. @param {{build: string, languages: string[]}} of languages: the page's own first */
export function connect(of) {
  page = of;
  addEventListener('online', later);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') later(); });
  const first = contact({ isOpening: true });
  navigator.serviceWorker?.ready.then(() => contact({})); // from now on the other languages are worth their bytes
  return first;
}

/** Something was saved: send it at once, and let the worker try when the app is closed. */
export function sendSoon() {
  contact({});
  navigator.serviceWorker?.getRegistration('/field/').then((found) => found?.sync?.register('outbox')).catch(() => {});
}

/** A person tapped. @returns {Promise<void>} when the round is over */
export function sendNow() {
  const isTooSoon = performance.now() - lastTapAt < TAPS_APART_MS;
  if (!isTooSoon) lastTapAt = performance.now();
  return isTooSoon ? running : contact({ isForced: true });
}
