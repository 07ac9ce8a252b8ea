/**
 * One request to the sync API and a closed set of outcomes (docs/sync.md, "Errors").
 * Separate because success here is narrow: anything that is not provably our server is `unknown`.
 */

const PROTO = '1';
const JSON_TIMEOUT_MS = 60_000; // 3 kB at 0.5 kB/s with the slowest handshake, ten times over
const GZIP_ABOVE_BYTES = 1024;

/** @typedef {'ok'|'unknown'|'retry'|'hold'|'user'|'revoked'} OutcomeKind */
/**
 * @typedef {object} Outcome
 * @property {OutcomeKind} kind
 * @property {number} status 0: no answer came
 * @property {string} code ours for `unknown`: `no-answer`, `timeout`, `not-ours`, `cut`; else the server's
 * @property {any} [data] the parsed answer, only when `ok`
 * @property {Headers} [headers]
 * @property {number} [retryAfterMs]
 * @property {string} [title] @property {string} [detail] @property {{name: string, code: string}[]} [fields]
 */

/** @type {Object<string, OutcomeKind>} */
const BY_CODE = {
  login: 'hold', origin: 'hold', 'client-too-old': 'hold', maintenance: 'hold',
  'device-revoked': 'revoked',
  'id-reused': 'user', 'too-large': 'user', type: 'user', 'not-a-complaint': 'user',
  'slip-mismatch': 'user', 'act-unknown': 'user', 'wrong-account': 'user', 'account-closed': 'user',
  'body-truncated': 'retry', 'digest-mismatch': 'retry', 'complaint-unknown': 'retry', 'length-required': 'retry',
};
/** @type {Object<string, OutcomeKind>} */
const BY_RETRY = { now: 'retry', later: 'retry', 'after-login': 'hold', 'after-update': 'hold', user: 'user', never: 'user' };
/** @type {Object<number, OutcomeKind>} */
const BY_STATUS = { 401: 'hold', 403: 'user', 409: 'user', 413: 'user', 415: 'user', 422: 'user', 426: 'hold' };
const RETRYABLE = new Set([408, 423, 425, 429, 460]);

/**
 * Sort a problem of our own server into its class; also used for the single results of a batch.
 * @param {number} status @param {any} problem RFC 9457 object @returns {Outcome}
 */
export function classify(status, problem) {
  const code = typeof problem?.code === 'string' ? problem.code : '';
  const retryAfterMs = Number(problem?.retry_after_s) > 0 ? Number(problem.retry_after_s) * 1000 : undefined;
  const said = { status, code: code || `http-${status}`, retryAfterMs, title: problem?.title, detail: problem?.detail, fields: problem?.fields };
  if (status === 404 || status === 405 || status < 400) return { ...said, kind: 'unknown' };
  const byStatus = RETRYABLE.has(status) || status >= 500 ? 'retry' : (BY_STATUS[status] ?? 'unknown');
  return { ...said, kind: BY_CODE[code] ?? BY_RETRY[problem?.retry] ?? byStatus };
}

/** @param {Headers} headers @returns {number | undefined} milliseconds; HTTP dates are not trusted to our clock */
function retryAfter(headers) {
  const seconds = Number(headers.get('Retry-After'));
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** @param {BufferSource} bytes @returns {Promise<Uint8Array>} */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** @param {Uint8Array} bytes @returns {string} */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {Uint8Array} bytes @returns {string} */
export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @param {string} text base64 or base64url @returns {Uint8Array} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
async function gzipped(bytes) {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** @param {Uint8Array} body @returns {Promise<{body: Uint8Array, headers: Object<string, string>}>} */
async function packed(body) {
  const small = body.length <= GZIP_ABOVE_BYTES || !('CompressionStream' in globalThis);
  const sent = small ? body : await gzipped(body);
  const headers = { 'Content-Type': 'application/json', 'Content-Digest': `sha-256=:${toBase64(await sha256(sent))}:` };
  return { body: sent, headers: small ? headers : { ...headers, 'Content-Encoding': 'gzip' } };
}

/** @param {Response} answer @param {number[]} listed @returns {Promise<Outcome>} */
async function outcomeOf(answer, listed) {
  const { status, headers } = answer;
  const type = (headers.get('Content-Type') ?? '').split(';')[0].trim().toLowerCase();
  const ours = headers.has('X-Proto') && (type === 'application/json' || type === 'application/problem+json');
  const foreign = { kind: 'unknown', status, code: 'not-ours', headers, retryAfterMs: retryAfter(headers) };
  if (!ours) return foreign;
  let data;
  try {
    data = JSON.parse(await answer.text());
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return { ...foreign, code: 'cut' };
  }
  if (type === 'application/json') {
    const good = listed.includes(status) && data !== null && typeof data === 'object';
    return good ? { kind: 'ok', status, code: '', data, headers } : foreign;
  }
  const problem = classify(status, data);
  return { ...problem, headers, retryAfterMs: problem.retryAfterMs ?? foreign.retryAfterMs };
}

/**
 * Send one request and tell what became of it. Never throws, never follows a redirect, never caches.
 * @param {string} method @param {string} path e.g. `/sync/v1/complaints/<id>`
 * @param {{body?: Uint8Array | object, listed?: number[], timeoutMs?: number, headers?: Object<string, string>}} [options]
 *   body: frozen bytes are sent as they are, an object as JSON; above 1 kB gzipped
 *   listed: the statuses that mean success (default 200)
 * @returns {Promise<Outcome>}
 */
export async function send(method, path, { body, listed = [200], timeoutMs = JSON_TIMEOUT_MS, headers = {} } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const bytes = body instanceof Uint8Array || body === undefined ? body : new TextEncoder().encode(JSON.stringify(body));
    const parts = bytes ? await packed(bytes) : { body: undefined, headers: {} };
    const request = { method, body: parts.body, headers: { Accept: 'application/json', 'X-Proto': PROTO, ...parts.headers, ...headers } };
    const answer = await fetch(path, { ...request, redirect: 'error', cache: 'no-store', credentials: 'same-origin', signal: abort.signal });
    return await outcomeOf(answer, listed);
  } catch {
    return { kind: 'unknown', status: 0, code: abort.signal.aborted ? 'timeout' : 'no-answer' };
  } finally {
    clearTimeout(timer);
  }
}
