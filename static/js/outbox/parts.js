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

/** @param {string[]} languages the page's own first */
async function refreshDirectories(languages) {
  const stored = new Map((await storedDirectories()).map((one) => [one.lang, one.content]));
  const offered = (await meta('offered'))?.directory;
  for (const lang of languages) {
    if (stored.has(lang) && (!offered || stored.get(lang).version === offered)) continue;
    const whole = [...stored.values()].find((content) => content.version === offered); // keywords are the same in all
    const { kind, data } = await send('GET', `/sync/v1/directory?lang=${lang}${whole ? '&keywords=no' : ''}`);
    if (kind !== 'ok' || !Array.isArray(data.categories)) return;
    const content = whole?.version === data.version ? { ...data, keywords: whole.keywords } : data;
    if (!content.keywords) return; // the directory changed between two answers: the next contact fetches it
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

/**
 * Bring words and directory up to what the server offers; what breaks off goes on at the next contact.
 * @param {string} build of the page @param {string[]} languages the page's own first
 * @returns {Promise<boolean>} false: the words could not be had, perhaps because the server is of a newer build
 */
export async function refreshParts(build, languages) {
  const worker = await activeWorker();
  await refreshDirectories(worker ? languages : languages.slice(0, 1)); // the others are of use only without a signal
  return !worker || refreshWords(build, languages).then(() => true, () => false);
}

/** @param {string} build @param {string[]} languages @returns {Promise<string[]>} those that work without a signal, by what really stands on the phone */
export async function readyLanguages(build, languages) {
  if (!(await activeWorker()) || !(await hasStatic(build))) return [];
  const directories = new Set((await storedDirectories()).map((one) => one.lang));
  const shells = await Promise.all(languages.map((lang) => shellPage(build, lang)));
  return languages.filter((lang, i) => shells[i] && directories.has(lang));
}
