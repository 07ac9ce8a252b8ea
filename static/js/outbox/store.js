/**
 * The phone's own database: rows of the outbox, receipts, what the server told, and the log of every move.
 * Separate because each verb is one transaction of strict durability, and only here is it decided what belongs in one.
 */

import { Database, StorageError } from '../lib/database.js';
import { sha256, toHex } from '../lib/http.js';
import { MoveError } from './outbox.js';

const LOG_LINES = 500;
const STORES = [
  ['meta', { keyPath: 'name' }], ['keys', { keyPath: 'name' }], ['items', { keyPath: 'id' }],
  ['blobs', { keyPath: 'id' }], ['parts', { keyPath: ['id', 'part'] }], ['receipts', { keyPath: 'id' }],
  ['changes', { keyPath: ['account', 'seq'] }], ['directory', { keyPath: 'lang' }],
  ['log', { keyPath: 'line', autoIncrement: true }],
];

/** @param {IDBDatabase} db */
function upgrade(db, _tx, from) {
  if (from >= 1) return;
  for (const [name, options] of STORES) db.createObjectStore(name, options);
  const items = _tx.objectStore('items');
  items.createIndex('by-account', ['account', 'state']);
  items.createIndex('by-time', ['state', 'next_at']);
}

export const database = new Database('intermediary', 1, upgrade, {
  onBlocked: () => listeners.forEach((listen) => listen('blocked')),
});

/** @type {Set<(what: string) => void>} */
const listeners = new Set();
const channel = new BroadcastChannel('outbox');
channel.onmessage = ({ data }) => { if (data === 're-read') listeners.forEach((listen) => listen(data)); };

/** Hear that something changed, here or in another window: `re-read`, or `blocked`. @param {(what: string) => void} listen @returns {() => void} stop */
export function subscribe(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** Tell all windows to read again; the message itself says nothing. */
export function tell() {
  channel.postMessage('re-read');
  listeners.forEach((listen) => listen('re-read'));
}

/** @param {import('../lib/transaction.js').Transaction} tx @param {any} entry ids, states and codes, never words */
async function note(tx, entry) {
  const line = await tx.put('log', { at: Date.now(), ...entry });
  if (Number(line) > LOG_LINES) await tx.delete('log', IDBKeyRange.upperBound(Number(line) - LOG_LINES));
}

/** @param {string} name @returns {Promise<any>} */
export async function meta(name) {
  return (await database.read(['meta'], (tx) => tx.get('meta', name)))?.value;
}

/** @param {Object<string, any>} values all in one transaction; undefined removes */
export async function setMeta(values) {
  await database.write(['meta'], async (tx) => {
    for (const [name, value] of Object.entries(values)) {
      await (value === undefined ? tx.delete('meta', name) : tx.put('meta', { name, value }));
    }
  });
  tell();
}

/** @param {string} id @returns {Promise<any>} */
export function rowOf(id) {
  return database.read(['items'], (tx) => tx.get('items', id));
}

/** @param {string} account @param {string} [state] @returns {Promise<any[]>} */
export function rowsOf(account, state) {
  const range = state ? IDBKeyRange.only([account, state]) : IDBKeyRange.bound([account], [account, []]);
  return database.read(['items'], (tx) => tx.all('items', range, 'by-account'));
}

/** @returns {Promise<any[]>} everything that waits, whoever it belongs to */
export function waitingRows() {
  return database.read(['items'], (tx) => tx.all('items', IDBKeyRange.bound(['queued'], ['queued', []]), 'by-time'));
}

/** Write a draft; a row that is no draft any more, or somebody else's, is never touched. @param {any} row */
export async function keepDraft(row) {
  await database.write(['items'], async (tx) => {
    const kept = await tx.get('items', row.id);
    if (kept && (kept.state !== 'draft' || kept.account !== row.account)) throw new MoveError(kept.state, 'draft');
    await tx.put('items', row);
  });
  tell();
}

/** The user throws a draft away. @param {string} id */
export async function discardDraft(id) {
  await database.write(['items', 'log'], async (tx) => {
    if ((await tx.get('items', id))?.state !== 'draft') return;
    await tx.delete('items', id);
    await note(tx, { id, move: 'draft discarded' });
  });
  tell();
}

/**
 * Store a queued row for good: one strict transaction, then read back and compare.
 * @param {any} row with bytes and digest @param {any[]} [others] rows that change with it
 * @throws {StorageError} nothing was stored @throws {MoveError} it was queued before
 */
export async function saveQueued(row, others = []) {
  await database.write(['items', 'log'], async (tx) => {
    const kept = await tx.get('items', row.id);
    if (kept && kept.state !== 'draft') throw new MoveError(kept.state, row.state);
    for (const one of [row, ...others]) {
      await tx.put('items', one);
      await note(tx, { id: one.id, move: one.state });
    }
  });
  const kept = await rowOf(row.id);
  if (!kept?.bytes || toHex(await sha256(kept.bytes)) !== row.sha256) throw new StorageError('aborted');
  tell();
}

/**
 * Change one row by a rule of outbox.js, with its receipt when there is one, and log the move.
 * @param {string} id @param {(row: any) => any} rule @param {{receipt?: any, code?: string}} [with_]
 * @returns {Promise<any>} the row as it stands now
 */
export async function change(id, rule, { receipt, code } = {}) {
  const row = await database.write(['items', 'receipts', 'log'], async (tx) => {
    const before = await tx.get('items', id);
    const after = before && rule(before);
    if (!after || after === before) return before;
    if (receipt) await tx.put('receipts', { account: before.account, ...receipt });
    await tx.put('items', after);
    await note(tx, { id, move: `${before.state} ${after.state}`, ...(code ? { code } : {}) });
    return after;
  });
  tell();
  return row;
}
