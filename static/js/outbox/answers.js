/**
 * What the server's answer makes of a row and of an account on this phone.
 * Separate from the round, which decides what is sent when: here every outcome is written down, none deletes.
 */

import { sha256, toHex } from '../lib/http.js';
import { failed, isReceiptOf, received } from './outbox.js';
import { isGenuine } from './receipts.js';
import { change, setMeta } from './store.js';

const PAUSE_MS = 30 * 60_000; // of an account that must sign in or wait; then it is tried once more

/** Not provably our server's word about a row. */
export const UNSUITED = { kind: 'unknown', status: 0, code: 'not-ours' };

/** @param {import('../lib/http.js').Outcome} outcome @returns {boolean} whether the whole account has to wait */
export function isHold({ kind }) {
  return kind === 'hold' || kind === 'revoked';
}

/** Store that a sending failed. @param {any} row @param {import('../lib/http.js').Outcome} outcome @returns {Promise<any>} */
export function refuse(row, outcome) {
  return change(row.id, (kept) => failed(kept, outcome, Date.now()), { code: outcome.code });
}

/** Store the server's word about one row. @param {any} row @param {any} answer @returns {Promise<boolean>} whether it is a receipt of these bytes */
export async function accept(row, answer) {
  if (!isReceiptOf(row, answer.receipt) || !(await isGenuine(answer.receipt))) {
    await refuse(row, { ...UNSUITED, code: 'receipt-wrong' });
    return false;
  }
  const rule = (kept) => (['queued', 'held'].includes(kept.state) ? received(kept, answer, Date.now()) : kept);
  await change(row.id, rule, { receipt: answer.receipt });
  return true;
}

/** The bytes must still be those that were queued; damaged ones are shown to the user, never sent. @param {any} row @returns {Promise<boolean>} */
export async function isWhole(row) {
  if (toHex(await sha256(row.bytes)) === row.sha256) return true;
  await refuse(row, { kind: 'user', status: 0, code: 'damaged' });
  return false;
}

/** The whole account waits, and says why; its rows are not counted as tried. @param {string} account @param {import('../lib/http.js').Outcome} outcome */
export function pause(account, { code, retryAfterMs }) {
  return setMeta({ [`hold:${account}`]: { code, until: Date.now() + (retryAfterMs ?? PAUSE_MS) } });
}
