/**
 * The courier: when a round may begin, and for whom. Run by the page and by the worker.
 * Separate from the round itself, which knows one account and its requests.
 */

import { withLease } from './lease.js';
import { Round } from './round.js';
import { meta, waitingRows } from './store.js';

/** @typedef {{isForced?: boolean, isOpening?: boolean}} Wish isForced: a person tapped, nothing waits for its time; isOpening: the app came up, only the server's own times hold */

/** @param {string} account @param {Wish} wish @returns {Promise<string>} how the round ended */
async function serve(account, { isForced, isOpening }) {
  const hold = await meta(`hold:${account}`);
  if (hold && hold.until > Date.now() && !isForced && !isOpening) return 'held';
  const round = new Round(account, { isForced, isOpening });
  for (;;) {
    const how = await withLease((isMine) => round.step(isMine));
    if (how !== 'more') return how;
  }
}

/**
 * Carry everything that waits, each account's under its own credential, the signed-in one first.
 * @param {Wish} [wish] @returns {Promise<void>} when nothing more can be done now
 */
export async function deliver(wish = {}) {
  const current = await meta('account');
  const accounts = new Set([...(current ? [current] : []), ...(await waitingRows()).map((row) => row.account)]);
  for (const account of accounts) {
    const how = await serve(account, wish);
    if (how === 'silent' || how === 'busy') return; // no line now, or another window is at it
  }
}
