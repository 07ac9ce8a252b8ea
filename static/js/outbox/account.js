/**
 * Who works with this phone: the account that was signed in last, binding the phone to it, signing out.
 * Separate because a phone is shared: rows stay their account's, whoever is signed in now (docs/sync.md, "Who may send").
 */

import { send } from '../lib/http.js';
import { uuid4 } from '../lib/uuid.js';
import { meta, setMeta } from './store.js';

const profileName = (/** @type {string} */ id) => `profile:${id}`;

/** @typedef {{account: string, name: string, roles: string[], language?: string, school?: string, district?: string, tehsil?: string}} Profile */

/** @returns {Promise<Profile | null>} who opened the app last; kept for work without a signal */
export async function currentProfile() {
  const id = await meta('account');
  return id ? ((await meta(profileName(id))) ?? null) : null;
}

/** @returns {Promise<string>} this phone's id, made once per database */
export async function deviceId() {
  const known = await meta('device');
  if (known) return known;
  const made = uuid4();
  await setMeta({ device: made });
  return made;
}

/** End the session that an earlier sign-out could not end without a signal. @returns {Promise<boolean>} whether none is left */
export async function endLeftSession() {
  if (!(await meta('leaving'))) return true;
  const { kind } = await send('DELETE', '/sync/v1/device/session');
  if (kind !== 'ok') return false;
  await setMeta({ leaving: undefined });
  return true;
}

/**
 * Bind this phone to whoever is signed in at the server now; that person becomes the phone's current account.
 * @param {{isNewSignIn?: boolean}} [how] isNewSignIn: the sign-in page sent us here
 * @returns {Promise<boolean>} whether somebody is
 */
export async function register({ isNewSignIn = false } = {}) {
  if (isNewSignIn) await setMeta({ leaving: undefined });
  if (!(await endLeftSession())) return false;
  const { kind, data } = await send('POST', '/sync/v1/device', { body: { device: await deviceId() } });
  if (kind !== 'ok' || typeof data.account !== 'string') return false;
  const { device_secret: _secret, key, ...profile } = data;
  await setMeta({
    ...(key ? { [`server-key:${key.id}`]: key.ed25519 } : {}),
    account: data.account,
    [profileName(data.account)]: profile,
    [`hold:${data.account}`]: undefined,
    [`needs-login:${data.account}`]: undefined,
  });
  return true;
}

/** @returns {Promise<boolean>} whether the phone has to hear who is signed in: nobody, somebody else, or a credential that ended */
export async function needsRegistering() {
  const current = await meta('account');
  if (!current) return true;
  const hold = await meta(`hold:${current}`);
  return ['login', 'device-revoked'].includes(hold?.code) || Boolean(await meta(`needs-login:${current}`));
}

/** Leave: the phone closes the account at once, the server hears of it now or at the next contact. Unsent work stays. */
export async function leave() {
  await setMeta({ account: undefined, leaving: true });
  await endLeftSession();
}
