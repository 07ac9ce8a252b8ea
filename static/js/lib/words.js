/**
 * The run-time wording of the page: gettext for the few sentences that only JavaScript can say.
 * Separate because a missing catalogue must never stop a form: then the English msgid is shown.
 */

import { loadFormats } from './format.js';

/** @typedef {{locale: string, dir: string, plural: string, nplurals: number, messages: Object<string, string[]>, formats?: any}} Catalogue */

/** The languages that the app speaks, as the server's LANGUAGES. */
export const LANGUAGES = ['ps', 'ur', 'en'];

/** @type {Catalogue} */
let catalogue = { locale: 'en', dir: 'ltr', plural: '(n != 1)', nplurals: 2, messages: {} };

/** @param {string} sentence @param {Object<string, unknown>} values */
function filled(sentence, values) {
  return sentence
    .replace(/%\((\w+)\)[sd]/g, (whole, name) => (name in values ? String(values[name]) : whole))
    .replace(/%%/g, '%');
}

/** The plural forms that our languages have; a header that is not known here falls back to the second. */
const RULES = {
  'n!=1': (/** @type {number} */ n) => (n !== 1 ? 1 : 0),
  'n>1': (/** @type {number} */ n) => (n > 1 ? 1 : 0),
  0: () => 0,
};

/** @param {number} n @returns {number} the place of the form in the catalogue */
function form(n) {
  const rule = RULES[catalogue.plural.replace(/[\s();]/g, '').replace(/^plural=/, '')] ?? RULES['n!=1'];
  return Math.min(rule(n), catalogue.nplurals - 1);
}

/** Use this catalogue from now on (also for tests). @param {Catalogue} loaded */
export function useCatalogue(loaded) {
  catalogue = loaded;
  if (loaded.formats) loadFormats(loaded.formats);
}

/** Tell which language the run-time words have. @returns {{locale: string, dir: string}} */
export function wordsLanguage() {
  return { locale: catalogue.locale, dir: catalogue.dir };
}

/**
 * Load the catalogue that the shell page names; out of the worker's `words-…` cache when it is there.
 * @param {string} url e.g. `/sync/v1/wording/ps.4f2a….json`, of the same release as the page
 * @returns {Promise<boolean>} false: nothing usable came, English msgids stay
 */
export async function loadWords(url) {
  try {
    const stored = 'caches' in globalThis ? await caches.match(url) : undefined;
    const answer = stored ?? (await fetch(url, { redirect: 'error' }));
    const loaded = await answer.json();
    if (!answer.ok || typeof loaded.messages !== 'object' || loaded.messages === null) return false;
    useCatalogue(loaded);
    return true;
  } catch {
    return false;
  }
}

/**
 * Say one sentence in the page's language.
 * @param {string} msgid the English sentence with `%(name)s` placeholders
 * @param {Object<string, unknown>} [values]
 * @returns {string} the msgid itself, filled, where no translation is known
 */
export function t(msgid, values = {}) {
  return filled(catalogue.messages[msgid]?.[0] || msgid, values);
}

/**
 * Say a sentence with a number in it; `%(num)d` is filled with n unless given.
 * @param {string} one @param {string} many @param {number} n
 * @param {Object<string, unknown>} [values] e.g. `{num: number(n)}` for the language's digits
 * @returns {string}
 */
export function tn(one, many, n, values = {}) {
  const known = catalogue.messages[one]?.[form(n)];
  return filled(known || (n === 1 ? one : many), { num: n, ...values });
}
