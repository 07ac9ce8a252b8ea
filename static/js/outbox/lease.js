/**
 * One sender at a time on this phone: a Web Lock, and a row that shows that its holder is alive.
 * Separate because a frozen window keeps a lock for ever (FAULTS F28); nothing relies on it for correctness.
 */

import { uuid4 } from '../lib/uuid.js';
import { database } from './store.js';

const LOCK = 'outbox';
const ROW = 'lease';
export const HEARTBEAT_MS = 20_000;
export const STALE_AFTER_MS = 60_000;

/** @returns {Promise<{holder: string, at: number} | undefined>} */
async function read() {
  return (await database.read(['meta'], (tx) => tx.get('meta', ROW)))?.value;
}

/** @param {{holder: string, at: number} | null} value */
function write(value) {
  return database.write(['meta'], (tx) => (value ? tx.put('meta', { name: ROW, value }) : tx.delete('meta', ROW)));
}

/** @param {{at: number}} lease @returns {boolean} a beat from the future is as dead as an old one */
function isStale(lease) {
  return Math.abs(Date.now() - lease.at) > STALE_AFTER_MS;
}

/** Whether somebody is sending just now. @returns {Promise<boolean>} */
export async function isLeaseLive() {
  const lease = await read();
  return Boolean(lease && !isStale(lease));
}

/** @template T @param {(isMine: () => Promise<boolean>) => Promise<T>} work @returns {Promise<T>} */
async function held(work) {
  const holder = uuid4();
  const isMine = async () => (await read())?.holder === holder;
  await write({ holder, at: Date.now() });
  const beat = setInterval(async () => { if (await isMine()) await write({ holder, at: Date.now() }); }, HEARTBEAT_MS);
  try {
    return await work(isMine);
  } finally {
    clearInterval(beat);
    if (await isMine()) await write(null);
  }
}

/** @template T @param {LockOptions} options @param {(isMine: () => Promise<boolean>) => Promise<T>} work @returns {Promise<T | 'busy'>} */
async function locked(options, work) {
  try {
    return await navigator.locks.request(LOCK, options, (lock) => (lock ? held(work) : 'busy'));
  } catch (error) {
    if (error.name === 'AbortError') return 'busy'; // the lock was stolen from us
    throw error;
  }
}

/**
 * Do a piece of work as the only sender; `isMine` tells, before each sending and each commit, whether that still holds.
 * @template T @param {(isMine: () => Promise<boolean>) => Promise<T>} work
 * @returns {Promise<T | 'busy'>} busy: a living window or the worker is at it
 */
export async function withLease(work) {
  const got = await locked({ ifAvailable: true }, work);
  if (got !== 'busy') return got;
  const lease = await read();
  return lease && isStale(lease) ? locked({ steal: true }, work) : 'busy';
}
