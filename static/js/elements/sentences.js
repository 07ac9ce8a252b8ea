/**
 * Troubles of the phone and pauses of the queue, as sentences that say what to do next.
 * Separate because codes come from the disk and the server, and people read only this.
 */

import { t } from '../lib/words.js';

/** @param {any} error @returns {string} what happened and what to do */
export function troubleWords(error) {
  return {
    blocked: t('The app is open in another window in an older version. Close the other windows, then try again.'),
    unavailable: t('This phone cannot store anything just now. Close the browser completely, open it again, and try once more.'),
    move: t('This was saved before.'),
  }[error?.code] ?? t('The phone could not keep this. Make room on the phone; do not close this page.');
}

/** @param {string} code why the account's queue waits @returns {string} */
export function holdWords(code) {
  return {
    login: t('Please sign in once. Nothing is lost; everything stays on the phone until then.'),
    'device-revoked': t('This phone was taken off the account. Sign in again; your work stays on it.'),
    'client-too-old': t('The app on this phone is too old to send. Use the new version; nothing is lost.'),
  }[code] ?? t('The service is busy. Nothing is lost. It is tried again by itself.');
}
