/**
 * What the screens list: one's own complaints, drafts, the queue, the slip.
 * Separate because these only read; what is written stands in writing.js.
 */

import { casesFrom } from '../outbox/cases.js';
import { changesOf } from '../outbox/feed.js';
import * as store from '../outbox/store.js';
import { directory, named } from './directory.js';
import { account } from './session.js';

/** @typedef {import('../outbox/cases.js').Case & {categoryName?: string, districtName?: string}} Case */

/** @returns {Promise<Case[]>} one's own complaints, newest first */
export async function cases() {
  const own = account()?.account;
  if (!own) return [];
  const [rows, changes, places] = await Promise.all([store.rowsOf(own), changesOf(own), directory()]);
  return casesFrom(rows, changes).map((entry) => named(entry, places));
}

/** @param {string} id @returns {Promise<Case | undefined>} */
export async function caseOf(id) {
  return (await cases()).find((entry) => entry.id === id);
}

/** @returns {Promise<any[]>} what was begun and not saved, newest first */
export async function drafts() {
  const own = account()?.account;
  if (!own) return [];
  const [rows, places] = await Promise.all([store.rowsOf(own, 'draft'), directory()]);
  const cards = rows.map(({ id, at, fields }) => ({ id, at, state: 'draft', asks: [], category: fields.category, village: fields.place?.village }));
  return cards.map((card) => named(card, places)).sort((a, b) => b.at - a.at);
}

/** @returns {Promise<{waiting: number, lastSentAt?: number, hold?: string}>} counted now; with nobody signed in, all that waits on this phone */
export async function queue() {
  const own = account()?.account;
  if (!own) return { waiting: (await store.waitingRows()).length };
  const [rows, lastSentAt, hold] = await Promise.all([store.rowsOf(own, 'queued'), store.meta(`sent:${own}`), store.meta(`hold:${own}`)]);
  return { waiting: rows.length, lastSentAt, hold: hold?.code };
}

/** @param {string} id @returns {Promise<any>} the slip while its code is on the phone */
export async function slipOf(id) {
  const row = await store.rowOf(id);
  if (!row?.slip || row.state === 'draft' || row.account !== account()?.account) return null;
  return { code: row.slip, category: row.card.category, at: row.created_at, reference: row.reference, isSent: Boolean(row.server) };
}
