/**
 * The shelf: the app's files and words in the browser's caches, each checked by its SHA-256 before it stands there.
 * Separate because the worker fills it at install and the page fills it later; both must refuse a gateway's page.
 */

import { sha256, toHex } from './http.js';

const SHELL = 'shell-';
const WORDS = 'words-';
/** What the phone needs of a build; pictures for installing and the desk's scripts stay on the server. */
const NEEDED = /^(app\.css|js\/(field|shared)\.js|icons\/[\w-]+\.svg)$/;
const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', json: 'application/json', html: 'text/html' };
const MATCH = { ignoreVary: true };
const WORDS_LIST = '/sync/v1/wording/manifest';

/** @typedef {{url: string, sha256: string}} ShelfFile */

const shellCache = (/** @type {string} */ build) => `${SHELL}${build}`;
const wordsCache = (/** @type {string} */ build, /** @type {string} */ release) => `${WORDS}${build}-${release}`;

/** @returns {Promise<string[]>} our caches, newest first */
async function ourCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(SHELL) || name.startsWith(WORDS)).reverse();
}

/** @param {Response} answer @param {ShelfFile} file @returns {Promise<boolean>} whether it is this very file */
async function isFile(answer, file) {
  const { pathname: path } = new URL(file.url, location.href);
  const type = TYPES[path.startsWith('/field/shell/') ? 'html' : path.split('.').pop()];
  if (answer.status !== 200 || !(answer.headers.get('Content-Type') ?? '').startsWith(type)) return false;
  return toHex(await sha256(await answer.clone().arrayBuffer())) === file.sha256;
}

/** @param {ShelfFile} file @returns {Promise<Response | undefined>} the same bytes out of an earlier build's or release's cache */
async function fromOlder(file) {
  const stem = (url) => new URL(url, location.href).pathname.replace(/^\/static\/[^/]+\//, '').replace(/\.[0-9a-f]{16}\.json$/, '');
  for (const name of await ourCaches()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (stem(request.url) !== stem(file.url)) continue;
      const kept = await cache.match(request, MATCH);
      if (kept && (await isFile(kept, file))) return kept;
    }
  }
  return undefined;
}

/** @param {ShelfFile} file @returns {Promise<Response>} @throws {Error} what came is not this file */
async function fromServer(file) {
  for (const cache of ['default', 'reload']) { // the page has most files in the HTTP cache; once more if that copy is wrong
    const answer = await fetch(file.url, { redirect: 'error', cache });
    if (await isFile(answer, file)) return answer;
  }
  throw new Error(`not the file that was announced: ${file.url}`);
}

/** Put files on the shelf; what stands there already is not fetched again, also after an attempt that broke off. @param {string} name @param {ShelfFile[]} files */
async function keep(name, files) {
  const cache = await caches.open(name);
  for (const file of files) {
    if (!(await cache.match(file.url, MATCH))) await cache.put(file.url, (await fromOlder(file)) ?? (await fromServer(file)));
  }
}

/** @param {string} url @param {string} build @returns {Promise<any>} a list of files of this build, or an error: another build's are never mixed in */
export async function manifestOf(url, build) {
  const answer = await fetch(url, { redirect: 'error', cache: 'no-cache' });
  const isList = answer.status === 200 && (answer.headers.get('Content-Type') ?? '').startsWith(TYPES.json);
  const manifest = isList ? await answer.json() : null;
  if (manifest?.build !== build) throw new Error(`no manifest of build ${build}: ${url}`);
  return manifest;
}

/** Put a build's static files on the shelf, its manifest last: where that stands, all stands. @param {string} build */
export async function keepStatic(build) {
  const url = `/static/${build}/manifest.json`;
  const manifest = await manifestOf(url, build);
  await keep(shellCache(build), manifest.files.filter((file) => NEEDED.test(file.path)));
  await (await caches.open(shellCache(build))).put(url, Response.json(manifest));
}

/** Put shell and catalogue of some languages on the shelf. @param {any} manifest of the wording @param {string[]} languages */
export async function keepWords(manifest, languages) {
  const name = wordsCache(manifest.build, manifest.release);
  await (await caches.open(name)).put(WORDS_LIST, Response.json(manifest));
  await keep(name, languages.flatMap((lang) => [manifest.languages[lang].catalogue, manifest.languages[lang].shell]));
}

/** @param {string} build @returns {Promise<any>} the wording manifest that was followed last; the worker's is not fetched again */
export async function keptManifest(build) {
  const [name] = (await ourCaches()).filter((one) => one.startsWith(wordsCache(build, '')));
  return name ? (await (await caches.open(name)).match(WORDS_LIST))?.json() : undefined;
}

/** @param {string} build @param {string} lang @returns {Promise<Response | undefined>} the newest shell whose catalogue stands beside it */
export async function shellPage(build, lang) {
  for (const name of (await ourCaches()).filter((one) => one.startsWith(wordsCache(build, '')))) {
    const cache = await caches.open(name);
    const paths = new Map((await cache.keys()).map((request) => [new URL(request.url).pathname, request]));
    const shell = paths.get(`/field/shell/${lang}`);
    const hasWords = [...paths.keys()].some((path) => path.startsWith(`/sync/v1/wording/${lang}.`));
    if (shell && hasWords) return cache.match(shell, MATCH);
  }
  return undefined;
}

/** @param {string} build @returns {Promise<boolean>} whether all static files of a build stand on the shelf */
export async function hasStatic(build) {
  return Boolean(await caches.match(`/static/${build}/manifest.json`, { ...MATCH, cacheName: shellCache(build) }));
}

/** Clear away what is older than the previous good build and the previous good words. Nothing else is touched. @param {string} build */
export async function tidy(build) {
  const names = await ourCaches();
  const builds = [build, ...names.filter((name) => name.startsWith(SHELL)).map((name) => name.slice(SHELL.length)).filter((name) => name !== build)].slice(0, 2);
  const kept = builds.flatMap((one) => [shellCache(one), ...names.filter((name) => name.startsWith(wordsCache(one, ''))).slice(0, 2)]);
  for (const name of names) if (!kept.includes(name)) await caches.delete(name);
}
