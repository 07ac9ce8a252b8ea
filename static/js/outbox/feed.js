/**
 * What the server told this phone: changes of one's own complaints with their cursor, and the directory.
 * Separate from store.js, which keeps what people wrote here: these rows can always be asked for again.
 */

import { database, tell } from './store.js';

const cursorName = (/** @type {string} */ account) => `cursor:${account}`;

/** @param {string} account @returns {Promise<string | null>} */
export async function cursorOf(account) {
  return (await database.read(['meta'], (tx) => tx.get('meta', cursorName(account))))?.value ?? null;
}

/** @param {string} account @returns {IDBKeyRange} */
function allOf(account) {
  return IDBKeyRange.bound([account], [account, []]);
}

/**
 * Store a part of the feed with the cursor behind it, in one transaction: nothing is skipped after a crash.
 * @param {string} account @param {any[]} changes @param {string} next @param {boolean} isFresh it was read from the very beginning
 */
export async function storeChanges(account, changes, next, isFresh) {
  if (!isFresh && next === (await cursorOf(account)) && !changes.length) return;
  await database.write(['changes', 'meta'], async (tx) => {
    if (isFresh) await tx.delete('changes', allOf(account));
    for (const change of changes) await tx.put('changes', { account, ...change });
    await tx.put('meta', { name: cursorName(account), value: next });
  });
  tell();
}

/** The server does not know our place any more: the next pull begins at the beginning. @param {string} account */
export async function forgetCursor(account) {
  await database.write(['meta'], (tx) => tx.delete('meta', cursorName(account)));
}

/** @param {string} account @returns {Promise<any[]>} in the server's order */
export function changesOf(account) {
  return database.read(['changes'], (tx) => tx.all('changes', allOf(account)));
}

/** @returns {Promise<{lang: string, content: any}[]>} */
export function storedDirectories() {
  return database.read(['directory'], (tx) => tx.all('directory'));
}

/** @param {string} lang @param {any} content */
export async function storeDirectory(lang, content) {
  await database.write(['directory'], (tx) => tx.put('directory', { lang, content }));
  tell();
}
