/**
 * Writing on the phone: drafts kept as one types, and saving, which freezes them for sending.
 * Separate from the courier: whatever happens here needs no network, and "saved" is said only after it.
 */

import { sha256, toHex } from '../lib/http.js';
import { makeSlipCode } from '../lib/slip.js';
import { uuid7 } from '../lib/uuid.js';
import { deviceId } from './account.js';
import { MoveError, frozenBytes, newAct, newDraft, queued, superseded } from './outbox.js';
import { withReserve } from './reserve.js';
import { keepDraft, rowOf, rowsOf, saveQueued } from './store.js';

/** Drafts that were begun and not typed into: nothing of them is kept. @type {Map<string, any>} */
const begun = new Map();
/** @type {Map<string, () => void>} */
const locks = new Map();
const BELONGS_TO_PHONE = ['schema', 'id', 'account', 'device', 'device_time', 'device_tz', 'elapsed_ms', 'app_build', 'wording_release', 'slip', 'attachments'];

/** @param {string} account @param {any} fields what is known beforehand @param {any} [more] slip and copy_of of a corrected copy @returns {string} its id */
export function beginDraft(account, fields, more = {}) {
  const id = uuid7();
  begun.set(id, { ...newDraft({ id, account, slip: makeSlipCode(), fields }, Date.now()), ...more });
  return id;
}

/** @param {string} id @returns {Promise<any>} the draft's row; undefined when it is none any more */
async function draftRow(id) {
  const row = (await rowOf(id)) ?? begun.get(id);
  return row?.state === 'draft' ? row : undefined;
}

/** @param {string} id @returns {Promise<boolean>} whether the draft is this window's alone until `closeDraft` */
function lock(id) {
  return new Promise((resolve) => {
    navigator.locks.request(`draft:${id}`, { ifAvailable: true }, (got) => {
      resolve(Boolean(got));
      return got ? new Promise((release) => { locks.set(id, release); }) : undefined;
    });
  });
}

/**
 * @param {string} id @param {string} account
 * @returns {Promise<any>} the draft; `isTaken` when another window types into it, then `freed` waits for its end
 */
export async function openDraft(id, account) {
  const row = await draftRow(id);
  if (!row || row.account !== account) return undefined;
  if (locks.has(id) || (await lock(id))) return (await draftRow(id)) ?? row;
  return { ...row, isTaken: true, freed: navigator.locks.request(`draft:${id}`, () => {}) };
}

/** Another window may type into it from now on. @param {string} id */
export function closeDraft(id) {
  locks.get(id)?.();
  locks.delete(id);
}

/** @param {string} id @param {any} fields @param {string} step @throws {MoveError} it is no draft any more */
export async function writeDraft(id, fields, step) {
  const row = await draftRow(id);
  if (!row) throw new MoveError('saved', 'draft');
  await withReserve(() => keepDraft({ ...row, fields, step, at: Date.now() }));
}

/** @param {any} page build and release of the words */
async function envelope({ build, release }) {
  return {
    device: await deviceId(), device_time: new Date().toISOString(), device_tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    elapsed_ms: Math.round(performance.now()), app_build: build, wording_release: release,
  };
}

/** @param {any} row @param {Uint8Array} bytes @param {any[]} others */
async function freeze(row, bytes, others) {
  const made = queued(row, bytes, toHex(await sha256(bytes)), Date.now());
  await withReserve(() => saveQueued(made, others));
}

/** Save a draft for sending; when this returns, it stands on the disk. @param {string} id @param {any} page */
export async function queueComplaint(id, page) {
  const row = await draftRow(id);
  if (!row) throw new MoveError('saved', 'queued');
  const { copy_of: original, ...own } = row;
  const first = original && (await rowOf(original));
  const bytes = frozenBytes(own, await envelope(page));
  await freeze(own, bytes, first?.state === 'held' ? [superseded(first, Date.now())] : []);
}

/** Save an act for sending; an earlier one of its kind that could not be taken steps aside. @param {string} account @param {any} act complaint, act, lang, fields @param {any} page */
export async function queueAct(account, { complaint, act, lang, fields }, page) {
  const row = newAct({ id: uuid7(), account, act, complaint }, Date.now());
  const bytes = frozenBytes(row, await envelope(page), { lang, at: new Date().toISOString(), fields });
  const stuck = (await rowsOf(account, 'held')).filter((one) => one.complaint === complaint && one.act === act);
  await freeze(row, bytes, stuck.map((one) => superseded(one, Date.now())));
}

/** @param {any} row queued or held @returns {any} what the person wrote, out of the frozen bytes */
export function writtenIn(row) {
  const content = JSON.parse(new TextDecoder().decode(row.bytes));
  for (const name of BELONGS_TO_PHONE) delete content[name];
  return content;
}
