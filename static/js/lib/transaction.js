/**
 * The verbs inside one IndexedDB transaction, as promises.
 * Separate from database.js, which opens, loses and commits: here is only what is asked within.
 */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One transaction's verbs; each returns a promise that may be awaited inside the same transaction. */
export class Transaction {
  /** @param {IDBTransaction} tx */
  constructor(tx) {
    this.tx = tx;
  }

  /** @param {string} store @param {IDBValidKey} key */
  get(store, key) {
    return answerOf(this.tx.objectStore(store).get(key));
  }

  /** @param {string} store @param {IDBKeyRange | null} [range] @param {string} [index] @returns {Promise<any[]>} */
  all(store, range = null, index = undefined) {
    const source = this.tx.objectStore(store);
    return answerOf((index ? source.index(index) : source).getAll(range));
  }

  /** @param {string} store @param {object} row */
  put(store, row) {
    return answerOf(this.tx.objectStore(store).put(row));
  }

  /** Add a row; an existing key aborts the transaction. @param {string} store @param {object} row */
  add(store, row) {
    return answerOf(this.tx.objectStore(store).add(row));
  }

  /** @param {string} store @param {IDBValidKey | IDBKeyRange} key */
  delete(store, key) {
    return answerOf(this.tx.objectStore(store).delete(key));
  }

  /** @param {string} store @returns {Promise<number>} */
  count(store) {
    return answerOf(this.tx.objectStore(store).count());
  }
}
