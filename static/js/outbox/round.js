/**
 * One round of one account: what is due goes to the server, and what happened there comes home.
 * Separate from the courier, which says when and for whom: a round knows only rows and requests.
 */

import { classify, send, toBase64 } from '../lib/http.js';
import { UNSUITED, accept, isHold, isWhole, pause, refuse } from './answers.js';
import { cursorOf, forgetCursor, storeChanges } from './feed.js';
import { pruned } from './outbox.js';
import { change, rowsOf, setMeta } from './store.js';

const BATCH_ITEMS = 10;
const BATCH_BYTES = 40_000; // base64 and the rest stay below the server's 64 kB
const BATCH_TRIES = 3; // a row that was refused so often travels alone, so that it cannot stop the others
const ASKED_AT_ONCE = 50;
const KEEP_MS = 7 * 24 * 3600 * 1000;
const SILENT = new Set(['no-answer', 'timeout']);

/** One account's round: what is due now, each row at most once together and once alone. */
export class Round {
  #together = new Set();
  #alone = new Set();
  #wasAsked = false;

  /** @param {string} account @param {import('./courier.js').Wish} [wish] */
  constructor(account, wish = {}) {
    Object.assign(this, { account, wish });
  }

  #isDue(row) {
    const { isForced, isOpening } = this.wish;
    return !this.#alone.has(row.id) && (isForced || row.next_at <= Date.now() || (isOpening && !row.told));
  }

  /** Send one lot. @param {() => Promise<boolean>} isMine @returns {Promise<'more'|'done'|'silent'|'held'|'lost'>} */
  async step(isMine) {
    const due = (await rowsOf(this.account, 'queued'))
      .filter((row) => this.#isDue(row))
      .sort((a, b) => a.attempts - b.attempts || Number(a.type === 'act') - Number(b.type === 'act') || a.created_at - b.created_at);
    const lot = [];
    for (const row of this.#fitting(due)) if (await isWhole(row)) lot.push(row);
    if (!(await isMine())) return 'lost';
    if (lot.length || (!due.length && !this.#wasAsked)) return this.#batch(lot, isMine);
    return due.length ? this.#single(due[0], isMine) : 'done';
  }

  #fitting(due) {
    let room = BATCH_BYTES;
    const fits = (row) => (row.refusals ?? 0) < BATCH_TRIES && !this.#together.has(row.id) && (room -= row.bytes.length) >= 0;
    return due.filter(fits).slice(0, BATCH_ITEMS);
  }

  async #batch(lot, isMine) {
    lot.forEach((row) => this.#together.add(row.id));
    const body = await this.#letter(lot);
    const outcome = await send('POST', '/sync/v1/sync', { body });
    if (!(await isMine())) return 'lost';
    if (outcome.code === 'cursor-expired') {
      await forgetCursor(this.account);
      lot.forEach((row) => this.#together.delete(row.id));
      return body.cursor ? 'more' : 'done';
    }
    if (isHold(outcome)) return this.#pause(outcome);
    if (outcome.kind === 'ok') return this.#read(outcome.data, lot, body);
    if (outcome.kind === 'user' && lot.length) return 'more'; // each row alone shows which one it is about
    this.#wasAsked = true;
    for (const row of lot) {
      this.#alone.add(row.id);
      await refuse(row, outcome);
    }
    return SILENT.has(outcome.code) || outcome.retryAfterMs ? 'silent' : 'more';
  }

  async #letter(lot) {
    const waiting = await rowsOf(this.account, 'queued');
    const old = (await rowsOf(this.account, 'done')).filter((row) => row.at < Date.now() - KEEP_MS).slice(0, ASKED_AT_ONCE);
    return {
      account: this.account,
      put: lot.map((row) => ({ type: row.type, id: row.id, sha256: row.sha256, sealed: false, bytes: toBase64(row.bytes) })),
      ask: old.map((row) => row.id),
      cursor: await cursorOf(this.account),
      pending: { n: waiting.length, oldest: waiting.length ? new Date(Math.min(...waiting.map((row) => row.created_at))).toISOString() : null },
    };
  }

  async #read(data, lot, body) {
    const results = new Map((Array.isArray(data.results) ? data.results : []).map((result) => [result?.id, result]));
    let held = null;
    let stored = 0;
    for (const row of lot) {
      const result = results.get(row.id);
      const outcome = result?.problem ? classify(result.status, result.problem) : UNSUITED;
      if ([200, 201].includes(result?.status) && result.receipt) stored += Number(await accept(row, result));
      else if (isHold(outcome)) held = outcome;
      else await refuse(row, outcome);
      this.#alone.add(row.id);
    }
    for (const id of Array.isArray(data.known) ? data.known : []) {
      await change(id, (row) => (row.state === 'done' ? pruned(row, Date.now()) : row));
    }
    const isFull = Array.isArray(data.changes) && typeof data.next === 'string';
    if (isFull) await storeChanges(this.account, data.changes, data.next, !body.cursor);
    await this.#remember(stored, { [`needs-login:${this.account}`]: data.pull === 'after-login' || undefined, offered: { words: data.wording, directory: data.directory } });
    if (held) return this.#pause(held);
    this.#wasAsked = !(isFull && data.more);
    return 'more';
  }

  async #single(row, isMine) {
    this.#alone.add(row.id);
    if (!(await isWhole(row))) return 'more';
    const outcome = await send('PUT', `/sync/v1/${row.type}s/${row.id}`, { body: row.bytes, listed: [200, 201] });
    if (!(await isMine())) return 'lost';
    if (isHold(outcome)) return this.#pause(outcome);
    if (outcome.kind === 'ok') {
      await this.#remember(Number(await accept(row, outcome.data)), {});
      return 'more';
    }
    await refuse(row, outcome);
    return SILENT.has(outcome.code) ? 'silent' : 'more';
  }

  async #pause(outcome) {
    await pause(this.account, outcome);
    return 'held';
  }

  #remember(stored, more) {
    return setMeta({ [`hold:${this.account}`]: undefined, ...(stored ? { [`sent:${this.account}`]: Date.now() } : {}), ...more });
  }
}
