/**
 * Room kept free for words: a filler that is given up when the disk is full, so that a text can still be saved.
 * Separate because only a committed write tells whether there is room; browsers' own estimates are not true.
 */

import { StorageError } from '../lib/database.js';
import { database } from './store.js';

const FILLER = 'reserve';
const SIZE_BYTES = 2_000_000;
const RANDOM_AT_ONCE = 65_536; // the most that one call gives; random, or the disk would squeeze it away

/** Take the room, unless it is taken; on a full phone there is none to take. */
export async function keepReserve() {
  if (await database.read(['blobs'], (tx) => tx.get('blobs', FILLER))) return;
  const bytes = new Uint8Array(SIZE_BYTES);
  for (let from = 0; from < SIZE_BYTES; from += RANDOM_AT_ONCE) crypto.getRandomValues(bytes.subarray(from, from + RANDOM_AT_ONCE));
  await database.write(['blobs'], (tx) => tx.put('blobs', { id: FILLER, bytes })).catch(() => {});
}

/**
 * Write; where the disk is full, give the room up and write once more.
 * @template T @param {() => Promise<T>} write @returns {Promise<T>} @throws {StorageError} there is no room even so
 */
export async function withReserve(write) {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'full') throw error;
    await database.write(['blobs'], (tx) => tx.delete('blobs', FILLER));
    return write();
  }
}
