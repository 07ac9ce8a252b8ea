/**
 * The open app: who works with it, in which language, and who wants to hear of changes.
 * Separate because the other parts of phone.js all ask here whose rows they may show.
 */

import { LANGUAGES } from '../lib/words.js';
import { currentProfile, endLeftSession, leave, register } from '../outbox/account.js';
import * as contact from '../outbox/contact.js';
import { isLeaseLive } from '../outbox/lease.js';
import * as parts from '../outbox/parts.js';
import { keepReserve } from '../outbox/reserve.js';
import * as store from '../outbox/store.js';

const SIGN_IN_WAIT_MS = 8000;
const REDRAW_AFTER_MS = 30;
const COOKIE_SECONDS = 400 * 24 * 3600; // the longest that browsers keep
export const lang = document.documentElement.lang;
const { build, release } = document.documentElement.dataset;
/** What is written into everything that this page sends. */
export const page = { build, release, languages: [lang, ...LANGUAGES.filter((code) => code !== lang)] };

/** @type {import('../outbox/account.js').Profile | null} */
let profile = null;
let needsSignIn = false;
/** @type {Set<() => void>} */
const watchers = new Set();
let redraw = 0;

async function reread() {
  profile = await currentProfile();
  needsSignIn = !profile || Boolean(await store.meta(`needs-login:${profile.account}`));
  watchers.forEach((watch) => watch());
}

/** Open the phone's store; coming from the sign-in page, hear first who signed in. @throws {StorageError} */
export async function open() {
  store.subscribe(() => {
    clearTimeout(redraw);
    redraw = setTimeout(reread, REDRAW_AFTER_MS);
  });
  if (!(await store.meta('language'))) await store.setMeta({ language: lang });
  const { pathname = '' } = document.referrer ? new URL(document.referrer) : {};
  if (pathname.startsWith('/accounts/')) {
    const wait = new Promise((resolve) => { setTimeout(resolve, SIGN_IN_WAIT_MS); });
    await Promise.race([register({ isNewSignIn: true }), wait]);
  }
  await reread();
}

/** Go on contacting the server while the app is open. */
export async function connect() {
  await contact.connect(page);
  if (profile) await keepReserve();
}

/** @param {() => void} watch called when something changed @returns {() => void} stop */
export function subscribe(watch) {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

export const account = () => profile;
/** Whether news can only be heard after signing in once more. */
export const asksSignIn = () => needsSignIn;
export const sendNow = contact.sendNow;
/** The one who left without a signal must be signed out at the server before the next one can sign in. */
export const readyForSignIn = endLeftSession;
/** Whether a window or the worker is sending just now. */
export const isSending = isLeaseLive;
export const fetchKeywords = () => parts.fetchKeywords(page.languages);
export const readyLanguages = () => parts.readyLanguages(build, page.languages);

/** @param {string} code a language; works without a signal @returns {Promise<void>} */
export async function chooseLanguage(code) {
  await store.setMeta({ language: code });
  document.cookie = `language=${code}; path=/; max-age=${COOKIE_SECONDS}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
}

/** Leave the account; what was not sent stays and is still sent in its name. */
export async function signOut() {
  await leave();
  await reread();
}
