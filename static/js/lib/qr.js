/**
 * The picture to scan on a slip: a QR code of one fixed size, version 4 with error level L
 * (ISO/IEC 18004). Separate because 78 bytes are all that a slip needs: no library, no tables.
 */

const SIZE = 33; // modules on a side of version 4
const CHECK = 20; // codewords of error correction, in one block
const MOST_BYTES = 78;
const QUIET = 4; // light modules around it, or no camera finds the corners
const LEVEL_L = 0b01;
const SVG = 'http://www.w3.org/2000/svg';
const MASKS = [
  (y, x) => (y + x) % 2, (y) => y % 2, (y, x) => x % 3, (y, x) => (y + x) % 3,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (y, x) => ((y * x) % 2) + ((y * x) % 3),
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2, (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2,
];

/** @param {number} a @param {number} b @returns {number} their product in the field of 256 elements */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> bit) & 1) * a);
  return product;
}

/** @param {number[]} data @returns {number[]} the Reed-Solomon remainder */
function checkWords(data) {
  const rest = [...data, ...Array(CHECK).fill(0)];
  let divisor = [1];
  for (let i = 0, root = 1; i < CHECK; i += 1, root = times(root, 2)) {
    const longer = [...divisor, 0];
    divisor = longer.map((factor, place) => factor ^ (place ? times(divisor[place - 1], root) : 0));
  }
  data.forEach((_, at) => {
    const factor = rest[at];
    divisor.forEach((value, place) => { rest[at + place] ^= times(value, factor); });
  });
  return rest.slice(data.length);
}

/** @param {string} text @returns {number[]} all bits: byte mode, length, text, padding, check words */
function bitsOf(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES) throw new RangeError('too long for a slip');
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...[...bytes].flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const words = nibbles.flatMap((nibble, i) => (i % 2 ? [] : [(nibble << 4) | nibbles[i + 1]]));
  // Scanners skip what follows the end mark: a zero, then 0xec and 0x11 by turns.
  for (let i = 0; words.length < MOST_BYTES + 2; i += 1) words.push(i === 0 ? 0 : [0x11, 0xec][i % 2]);
  return [...words, ...checkWords(words)].flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (word >> bit) & 1));
}

/** @returns {(number | null)[][]} finders, timing, alignment, room for the format; null is free for data */
function frame() {
  const rows = Array.from({ length: SIZE }, () => Array(SIZE).fill(null));
  const square = (cy, cx, reach, lightRings) => rows.forEach((row, y) => row.forEach((_, x) => {
    const ring = Math.max(Math.abs(y - cy), Math.abs(x - cx));
    if (ring <= reach) row[x] = Number(!lightRings.includes(ring));
  }));
  for (let i = 0; i < 9; i += 1) {
    rows[8][i] = rows[i][8] = 0;
    if (i < 8) rows[8][SIZE - 1 - i] = rows[SIZE - 1 - i][8] = 0;
  }
  for (let i = 8; i < SIZE - 8; i += 1) rows[6][i] = rows[i][6] = (i + 1) % 2;
  for (const [y, x] of [[3, 3], [3, SIZE - 4], [SIZE - 4, 3]]) square(y, x, 4, [2, 4]);
  square(26, 26, 2, [1]);
  return rows;
}

/** Lay the bits in pairs of columns from right to left, up and down by turns. @param {number[]} bits @param {Function} mask */
function withData(bits, mask) {
  const rows = frame();
  let next = 0;
  for (let right = SIZE - 1, isUp = true; right > 0; right -= right === 8 ? 3 : 2, isUp = !isUp) {
    for (let step = 0; step < SIZE; step += 1) {
      const y = isUp ? SIZE - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y][x] === null) rows[y][x] = (bits[next++] ?? 0) ^ Number(mask(y, x) === 0);
      }
    }
  }
  return rows;
}

/** @param {string} line of 0 and 1 @returns {number} the penalty of long runs and of false finders */
function lineScore(line) {
  let score = 0;
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) score += run.length - 2;
  for (let at = line.indexOf('1011101'); at >= 0;) {
    const sides = [line.slice(Math.max(0, at - 4), at), line.slice(at + 7, at + 11)];
    const isFalse = at === 0 || at === SIZE - 7 || sides.some((side) => !side.includes('1'));
    if (isFalse) score += 40;
    at = line.indexOf('1011101', at + (isFalse ? 7 : 4));
  }
  return score;
}

/** @param {number[][]} rows @returns {number} how badly a camera would read it (section 7.8.3) */
function scoreOf(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].reduce((sum, line) => sum + lineScore(line.join('')), 0);
  const isBlock = (y, x) => y && x && new Set([rows[y][x], rows[y - 1][x], rows[y][x - 1], rows[y - 1][x - 1]]).size === 1;
  const blocks = rows.flatMap((row, y) => row.filter((_, x) => isBlock(y, x))).length;
  const dark = rows.flat().filter(Boolean).length / SIZE ** 2;
  return lines + 3 * blocks + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5);
}

/** @param {string} text at most 78 bytes @returns {number[][]} rows of modules, 1 is dark @throws {RangeError} */
export function qrModules(text) {
  const bits = bitsOf(text);
  const drawn = MASKS.map((mask) => withData(bits, mask));
  const scores = drawn.map(scoreOf);
  const mask = scores.indexOf(Math.min(...scores));
  const rows = drawn[mask];
  let rest = ((LEVEL_L << 3) | mask) << 10;
  for (let bit = 14; bit >= 10; bit -= 1) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10);
  const format = ((((LEVEL_L << 3) | mask) << 10) | rest) ^ 0x5412;
  for (let i = 0; i < 15; i += 1) {
    rows[i < 6 ? i : i < 8 ? i + 1 : SIZE - 15 + i][8] = (format >> i) & 1;
    rows[8][i < 8 ? SIZE - 1 - i : i < 9 ? 7 : 14 - i] = (format >> i) & 1;
  }
  rows[SIZE - 8][8] = 1;
  return rows;
}

/** @param {string} text at most 78 bytes @returns {SVGElement} the code with its quiet zone @throws {RangeError} */
export function qrSvg(text) {
  const squares = qrModules(text).flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')));
  const side = SIZE + 2 * QUIET;
  const make = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = make('svg', { viewBox: `0 0 ${side} ${side}`, 'aria-hidden': 'true' });
  svg.append(make('rect', { width: side, height: side, fill: '#fff' }), make('path', { d: squares.join(''), fill: '#000' }));
  return svg;
}
