/**
 * What the screens write: drafts, saving, acts, copies, and the slip's end.
 * Separate from what they list: every verb here ends on the disk, none needs a network.
 */

import { sendSoon } from '../outbox/contact.js';
import * as drafts from '../outbox/drafts.js';
import { slipShown as shown } from '../outbox/outbox.js';
import * as store from '../outbox/store.js';
import { account, lang, page } from './session.js';

/** @returns {Promise<string | null>} the id of a new draft; null when nobody is signed in */
export async function newDraft() {
  const profile = account();
  if (!profile) return null;
  const { account: own, school, district, tehsil } = profile;
  const place = { ...(district ? { district } : {}), ...(tehsil ? { tehsil } : {}) };
  return drafts.beginDraft(own, { lang, place, consent: { lang }, ...(school ? { school } : {}) });
}

/** @param {string} id */
export const openDraft = (id) => (account() ? drafts.openDraft(id, account().account) : undefined);
export const keepDraft = drafts.writeDraft;
export const closeDraft = drafts.closeDraft;
export const discardDraft = store.discardDraft;

/** @param {string} id of a draft; when this returns, it is saved on the phone @throws {StorageError | MoveError} */
export async function saveComplaint(id) {
  await drafts.queueComplaint(id, page);
  sendSoon();
}

/** @param {string} complaint @param {string} act @param {any} fields @throws {StorageError} */
export async function saveAct(complaint, act, fields) {
  await drafts.queueAct(account().account, { complaint, act, lang, fields }, page);
  sendSoon();
}

/** @param {string} id of a held complaint @returns {Promise<string>} the id of a draft with the same words and the same slip code */
export async function openAsCopy(id) {
  const row = await store.rowOf(id);
  return drafts.beginDraft(row.account, drafts.writtenIn(row), { copy_of: id, slip: row.slip });
}

/** Save the words of a held complaint as a file. @param {string} id */
export async function exportText(id) {
  const row = await store.rowOf(id);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(drafts.writtenIn(row), null, 2)], { type: 'text/plain' }));
  link.download = `${id}.txt`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The resident has the slip: the code goes from the phone with the receipt. @param {string} id */
export const slipShown = (id) => store.change(id, (row) => shown(row, Date.now()));
