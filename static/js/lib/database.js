/**
 * IndexedDB with its traps closed: opening, losing and reopening, and commits that really happened.
 * Separate because quota and disk errors show only at `abort`, and every store needs the same care.
 */

import { Transaction } from './transaction.js';

const OPEN_WAIT_MS = 15_000; // a broken backing store may never answer; then the form keeps the text

/** What went wrong with the phone's storage; `code` is closed: full, blocked, unavailable, aborted. */
export class StorageError extends Error {
  /** @param {'full'|'blocked'|'unavailable'|'aborted'} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(`storage ${code}`, { cause });
    this.name = 'StorageError';
    this.code = code;
  }
}

/** @param {unknown} error @returns {StorageError} */
function named(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageError('full', error);
  return new StorageError(name === 'InvalidStateError' || name === 'UnknownError' ? 'unavailable' : 'aborted', error);
}

/** One database: opened at first use, reopened once when the browser drops the connection. */
export class Database {
  #connection = null;

  /**
   * @param {string} name @param {number} version
   * @param {(db: IDBDatabase, tx: IDBTransaction, from: number) => void} upgrade additive only
   * @param {{onBlocked?: () => void, openWaitMs?: number}} [options]
   */
  constructor(name, version, upgrade, options = {}) {
    Object.assign(this, { name, version, upgrade, options });
  }

  /** @returns {Promise<IDBDatabase>} */
  #open() {
    this.#connection ??= this.#opened().catch((error) => {
      this.#connection = null;
      throw named(error);
    });
    return this.#connection;
  }

  #opened() {
    return new Promise((resolve, reject) => {
      let blocked = false;
      const timer = setTimeout(
        () => reject(new StorageError(blocked ? 'blocked' : 'unavailable')), this.options.openWaitMs ?? OPEN_WAIT_MS);
      const request = indexedDB.open(this.name, this.version);
      request.onupgradeneeded = (event) => this.upgrade(request.result, request.transaction, event.oldVersion);
      request.onblocked = () => {
        blocked = true;
        this.options.onBlocked?.();
      };
      request.onerror = () => (clearTimeout(timer), reject(request.error));
      request.onsuccess = () => {
        clearTimeout(timer);
        const db = request.result;
        db.onversionchange = () => this.close();
        db.onclose = () => (this.#connection = null);
        resolve(db);
      };
    });
  }

  /** Close the connection; the next call opens it again. */
  close() {
    this.#connection?.then((db) => db.close(), () => {});
    this.#connection = null;
  }

  /**
   * Read in one transaction.
   * @template T @param {string[]} stores @param {(tx: Transaction) => Promise<T>} work
   * @returns {Promise<T>} @throws {StorageError}
   */
  read(stores, work) {
    return this.#run(stores, 'readonly', work);
  }

  /**
   * Write in one transaction of strict durability: all of it is on the disk when this returns, or
   * nothing is. An error thrown by `work` rolls back and comes out unchanged.
   * @template T @param {string[]} stores @param {(tx: Transaction) => Promise<T>} work
   * @returns {Promise<T>} @throws {StorageError} `full` also when the browser says so only at commit
   */
  write(stores, work) {
    return this.#run(stores, 'readwrite', work);
  }

  async #run(stores, mode, work) {
    const begin = async () => (await this.#open()).transaction(stores, mode, { durability: 'strict' });
    let tx;
    try {
      tx = await begin();
    } catch (error) {
      if (error.name !== 'InvalidStateError') throw named(error); // else: the connection was lost
      this.#connection = null;
      tx = await begin().catch((again) => Promise.reject(named(again)));
    }
    return Database.#finished(tx, work);
  }

  static async #finished(tx, work) {
    const ended = new Promise((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(named(tx.error ?? new DOMException('aborted', 'AbortError')));
    });
    ended.catch(() => {}); // looked at below; never an unhandled rejection meanwhile
    let result;
    try {
      result = await work(new Transaction(tx));
    } catch (error) {
      try { tx.abort(); } catch { /* it had aborted by itself: `ended` says why */ }
      const failure = await ended.then(() => null, (reason) => reason);
      throw error instanceof DOMException ? (failure?.code === 'full' ? failure : named(error)) : error;
    }
    await ended;
    return result;
  }
}
