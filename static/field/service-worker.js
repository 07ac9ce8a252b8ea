/**
 * The worker: the app opens without a signal, out of files that were checked one by one at install.
 * It never touches what is sent, never stores what it was not told to expect, never takes over unasked.
 */

import { hasStatic, keepStatic, keepWords, manifestOf, shellPage, tidy } from '../js/lib/shelf.js';
import { LANGUAGES } from '../js/lib/words.js';
import { deliver } from '../js/outbox/courier.js';
import { meta } from '../js/outbox/store.js';

const BUILD = '/static/VERSION/'.split('/')[2]; // the server writes its own build here
const DEFAULT_LANGUAGE = 'ur';
const PLAIN_PAGE = '/field/complaints/new';

/** @returns {Promise<string[]>} the chosen language, then the others */
async function languagesInOrder() {
  const chosen = await meta('language').catch(() => undefined); // a newer app's database cannot be opened by an older worker
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.split('-')[0]), DEFAULT_LANGUAGE];
  const first = wanted.find((code) => LANGUAGES.includes(code));
  return [first, ...LANGUAGES.filter((code) => code !== first)];
}

/** The static files and one language make the app usable; the page fetches the other languages afterwards. */
async function install() {
  await keepStatic(BUILD);
  const [first] = await languagesInOrder();
  await keepWords(await manifestOf('/sync/v1/wording/manifest', BUILD), [first]);
}

/** @returns {Promise<Response | undefined>} the shell in the chosen language, else in one that stands on the phone */
async function shell() {
  for (const lang of await languagesInOrder()) {
    const page = await shellPage(BUILD, lang);
    if (page) return page;
  }
  return undefined;
}

/** @param {Request} request */
async function page(request) {
  if (new URL(request.url).pathname !== PLAIN_PAGE) return (await shell()) ?? fetch(request);
  return fetch(request).catch(async (error) => (await shell()) ?? Promise.reject(error));
}

/** This build's cache, then an earlier one's, then the network; what comes from there is not stored. @param {Request} request */
async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

addEventListener('install', (event) => event.waitUntil(install()));

addEventListener('activate', (event) => event.waitUntil((async () => {
  if (await hasStatic(BUILD)) await tidy(BUILD);
  await self.clients.claim();
})()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || request.headers.has('Range')) return;
  if (request.mode === 'navigate' && url.pathname.startsWith('/field/')) event.respondWith(page(request));
  else if (url.pathname.startsWith('/static/')) event.respondWith(file(request));
});

addEventListener('message', (event) => {
  if (event.data?.type === 'skip-waiting') self.skipWaiting();
});

addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(deliver());
});
