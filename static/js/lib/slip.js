/**
 * The slip code: 16 random digits and one Damm check digit, written 4-4-4-5, left to right.
 * Separate because the phone makes it without a server and the tracking page checks it too.
 */

// Damm's quasigroup of order 10: finds every single wrong digit and every swap of neighbours.
const TABLE = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
  '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
];
const LENGTH = 17;
const GROUPS = [4, 4, 4, 5];

/** @param {string} digits @returns {number} the check digit; 0 when the last digit already is it */
function damm(digits) {
  let interim = 0;
  for (const digit of digits) interim = Number(TABLE[interim][Number(digit)]);
  return interim;
}

/** Draw one digit without bias: bytes from 250 on are thrown away. */
function randomDigit() {
  const byte = new Uint8Array(1);
  do crypto.getRandomValues(byte); while (byte[0] >= 250);
  return String(byte[0] % 10);
}

/** Make a new slip code. @returns {string} 17 digits without spaces */
export function makeSlipCode() {
  const digits = Array.from({ length: LENGTH - 1 }, randomDigit).join('');
  return digits + damm(digits);
}

/**
 * Read what a person typed: spaces, hyphens and Arabic-Indic digits (٠-٩, ۰-۹) are understood.
 * @param {string} typed
 * @returns {string} ASCII digits only, or what else was typed, unchanged, among them
 */
export function readSlipCode(typed) {
  return typed
    .replace(/[\s\-‐-―\u200c-\u200f\u2066-\u2069]/gu, '')
    .replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/gu, (digit) => String(digit.charCodeAt(0) - 0x06f0));
}

/** Tell whether the code is 17 digits with a right check digit. @param {string} typed @returns {boolean} */
export function isSlipCode(typed) {
  const code = readSlipCode(typed);
  return code.length === LENGTH && /^[0-9]+$/.test(code) && damm(code) === 0;
}

/** Write the code in groups 4-4-4-5 for a `<bdi dir="ltr">`. @param {string} code @returns {string} */
export function formatSlipCode(code) {
  let from = 0;
  return GROUPS.map((size) => code.slice(from, (from += size))).join(' ');
}
