/**
 * Whether a receipt is the server's own word: its Ed25519 signature, where the browser can check one.
 * Separate because the key is learnt from `ping` once and kept, and a missing check must never stop the queue.
 */

import { fromBase64, send } from '../lib/http.js';
import { meta, setMeta } from './store.js';

const keyName = (/** @type {string} */ id) => `server-key:${id}`;

/** @param {string} id @returns {Promise<string | undefined>} the public key in base64; undefined when it cannot be learnt now */
async function keyOf(id) {
  const known = await meta(keyName(id));
  if (known) return known;
  const { data } = await send('GET', `/sync/v1/ping?n=${crypto.getRandomValues(new Uint32Array(1))[0]}`);
  const key = data?.key;
  if (key?.id !== id || typeof key.ed25519 !== 'string') return undefined;
  await setMeta({ [keyName(id)]: key.ed25519 });
  return key.ed25519;
}

/** The RFC 8785 form of a receipt without its signature: keys in order, texts only. */
function signedPart({ id, key_id, payload_sha256, received_at, reference }) {
  return new TextEncoder().encode(JSON.stringify({ id, key_id, payload_sha256, received_at, reference }));
}

/**
 * @param {any} receipt @returns {Promise<boolean>} false only when the signature is provably wrong;
 *   a browser without Ed25519, or a key that cannot be learnt now, skips the check, not the receipt
 */
export async function isGenuine(receipt) {
  const encoded = await keyOf(receipt.key_id);
  if (!encoded) return true;
  let key;
  try {
    key = await crypto.subtle.importKey('raw', fromBase64(encoded), { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return true;
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, key, fromBase64(receipt.sig), signedPart(receipt)).catch(() => false);
}
