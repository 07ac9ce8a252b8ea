/**
 * The parts of the app that are data: words and directory of all languages, fetched when the server has newer ones.
 * Separate from the feed because they belong to nobody and are the same on every phone.
 */

import { send } from '../lib/http.js';
import { hasStatic, keepWords, keptManifest, manifestOf, shellPage, tidy } from '../lib/shelf.js';
import { storeDirectory, storedDirectories } from './feed.js';
import { meta, setMeta } from './store.js';

const WORDING = '/sync/v1/wording/manifest';

/** @returns {Promise<ServiceWorker | null | undefined>} the one that opens the app without a signal */
async function activeWorker() {
  return (await navigator.serviceWorker?.getRegistration('/field/'))?.active;
}

/** @param {string[]} languages the page's own first @param {boolean} withKeywords the words to find categories by are two thirds of the bytes */
async function refreshDirectories(languages, withKeywords) {
  const stored = new Map((await storedDirectories()).map((one) => [one.lang, one.content]));
  const offered = (await meta('offered'))?.directory;
  for (const lang of languages) {
    const own = stored.get(lang);
    if (own && (!offered || own.version === offered) && (own.keywords || !withKeywords)) continue;
    const whole = [...stored.values()].find((content) => content.keywords && content.version === offered); // the same in all languages
    const { kind, data } = await send('GET', `/sync/v1/directory?lang=${lang}${whole || !withKeywords ? '&keywords=no' : ''}`);
    if (kind !== 'ok' || !Array.isArray(data.categories)) return;
    const content = whole?.version === data.version ? { ...data, keywords: whole.keywords } : data;
    if (withKeywords && !content.keywords) return; // it changed between two answers: the next contact fetches it
    stored.set(lang, content);
    await storeDirectory(lang, content);
  }
}

/** @param {string} build @param {string[]} languages */
async function refreshWords(build, languages) {
  const offered = (await meta('offered'))?.words;
  const ready = await Promise.all(languages.map((lang) => shellPage(build, lang)));
  if (ready.every(Boolean) && (!offered || offered === (await meta('words')))) return;
  const kept = await keptManifest(build);
  const manifest = kept && kept.release === offered ? kept : await manifestOf(WORDING, build);
  for (const lang of languages) await keepWords(manifest, [lang]);
  await setMeta({ words: manifest.release });
  await tidy(build);
}

/** Somebody looks for a category: the keywords are needed now. @param {string[]} languages */
export function fetchKeywords(languages) {
  return refreshDirectories(languages.slice(0, 1), true);
}

/**
 * Bring words and directory up to what the server offers; what breaks off goes on at the next contact.
 * @param {string} build of the page @param {string[]} languages the page's own first
 * @returns {Promise<boolean>} false: the words could not be had, perhaps because the server is of a newer build
 */
export async function refreshParts(build, languages) {
  const worker = await activeWorker();
  // What is of use only without a signal waits for the worker; the keywords also come when they are looked for.
  await refreshDirectories(worker ? languages : languages.slice(0, 1), Boolean(worker));
  return !worker || refreshWords(build, languages).then(() => true, () => false);
}

/** @param {string} build @param {string[]} languages @returns {Promise<string[]>} those that work without a signal, by what really stands on the phone */
export async function readyLanguages(build, languages) {
  if (!(await activeWorker()) || !(await hasStatic(build))) return [];
  const directories = new Set((await storedDirectories()).filter((one) => one.content.keywords).map((one) => one.lang));
  const shells = await Promise.all(languages.map((lang) => shellPage(build, lang)));
  return languages.filter((lang, i) => shells[i] && directories.has(lang));
}
