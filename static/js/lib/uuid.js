/**
 * Random identifiers made on the phone: ids of complaints and acts (v7) and of devices (v4).
 * Separate because an id must exist before any server is heard from.
 */

/** @param {Uint8Array} bytes sixteen bytes @param {number} version */
function written(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Make a UUIDv7 (RFC 9562). Opaque: nothing may sort by it, the phone's clock may be wrong.
 * @param {number} [nowMs] milliseconds since 1970; a negative clock counts as 0
 * @returns {string}
 */
export function uuid7(nowMs = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = Math.max(0, Math.floor(nowMs));
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return written(bytes, 7);
}

/** Make a random UUIDv4. @returns {string} */
export function uuid4() {
  return written(crypto.getRandomValues(new Uint8Array(16)), 4);
}
