/**
 * Search keys and digits, letter for letter as intermediary/core/text.py makes them.
 * Separate because the phone must find offline what the server finds.
 */

const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const SPACES = / +/g;
const INVISIBLE = /[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/u;

/** Letters that one key family writes in different ways on Pashto, Urdu and Arabic keyboards. */
const FAMILIES = {
  'ی': 'يىېۍئےۓ',
  'ه': 'ہھۀۂۃةە',
  'ک': 'كڪ',
  'گ': 'ګ',
  'ٹ': 'ټ',
  'ڈ': 'ډ',
  'ڑ': 'ړ',
  'ن': 'ڼں',
  'ا': 'أإآٱ',
  'و': 'ؤ',
  '': 'ء\u0640',
};

/** @type {Map<string, string>} what each character became, learnt as it is met */
const known = new Map();
for (const [head, letters] of Object.entries(FAMILIES)) {
  for (const letter of letters) known.set(letter, head);
}

/**
 * Write Arabic and Persian digits as 0-9.
 * @param {string} text
 * @returns {string}
 */
export function asciiDigits(text) {
  return text.replace(ARABIC_DIGITS, (digit) => String(digit.codePointAt(0) & 0xf));
}

/** @param {string} char one NFKC character */
function foldOne(char) {
  const family = known.get(char);
  if (family !== undefined) return family;
  if (char === '\u200c') return ' ';
  if (/[\p{M}\p{Cf}]/u.test(char) || INVISIBLE.test(char)) return '';
  return /[\p{L}\p{N}]/u.test(char) ? asciiDigits(char) : ' ';
}

/** @param {string} char */
function foldChar(char) {
  let result = known.get(char);
  if (result === undefined) {
    result = Array.from(char.toLowerCase().normalize('NFKC'), foldOne).join('');
    known.set(char, result);
  }
  return result;
}

/**
 * Make the search key: lower-case letters and digits, one letter per key family, single spaces.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const key = Array.from(text.normalize('NFKC'), foldChar).join('');
  return key.normalize('NFKC').replace(SPACES, ' ').trim();
}
