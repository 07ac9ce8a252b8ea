/**
 * Category help without a network: the words typed, matched with the phrases of all three
 * languages (LANGUAGES.md 3.3). Suggestions are chips to tap, never a silent choice.
 * Separate from the element that shows them, so that it is tested on the whole corpus.
 */

import { fold } from './fold.js';

/** A phrase whose words stand apart or are inflected counts this part of one that is exact. */
const LOOSE = 0.5;
/** A single word that occurs in phrases counts this part of a phrase of one word. */
const WORD = 0.5;
/** Each sub-category gains this part of what its top category gathered. */
const FAMILY = 0.1;
const SHORTEST_WORD = 3;

/** Words without a subject, politeness included. */
const STOP_WORDS = new Set(fold(
  'د په او چې دا کې له ته سره دی ده نه یو یې هم تر پر مهرباني وکړئ شي کوي وي شو '
  + 'ہے کا کی کے کو میں سے نے اور نہیں ہیں پر یہ ہو ایک مہربانی کریں براہ '
  + 'the a an of in on to for and or is are no not from my our with by at it as please because',
).split(' '));

/**
 * @typedef {{code: string, name: string, position: number, top: number}} Category
 * @typedef {{words: string[], text: string, size: number, categories: number[]}} Phrase
 */

/** @param {string} word folded */
function stem(word) {
  let short = word.length > 4 ? word.replace(/[یهواs]$/, '') : word;
  if (short.length > 5) short = short.replace(/(ون|ان|ین|ing|ed)$/, '');
  return short;
}

/** @param {string} folded */
function stems(folded) {
  return folded.split(' ').filter((word) => word && !STOP_WORDS.has(word)).map(stem);
}

export class CategoryFinder {
  /** @type {Category[]} */ #flat = [];
  /** @type {Phrase[]} */ #phrases = [];
  /** @type {Map<string, Set<number>>} */ #byWord = new Map();

  /** @param {{categories: any[], keywords: string[]}} directory as published by the server */
  constructor(directory) {
    for (const top of directory.categories) {
      const first = this.#flat.length;
      for (const entry of [top, ...top.subs]) {
        const { code, name } = entry;
        this.#flat.push({ code, name, position: this.#flat.length, top: first });
      }
    }
    /** @type {Map<string, number[]>} */
    const shared = new Map();
    directory.keywords.forEach((joined, position) => {
      for (const text of joined.split('|').filter(Boolean)) {
        shared.set(text, [...(shared.get(text) ?? []), position]);
      }
    });
    for (const [text, categories] of shared) this.#learn(text, categories);
  }

  /** @param {string} text @param {number[]} categories */
  #learn(text, categories) {
    const words = stems(text);
    this.#phrases.push({ text: ` ${text} `, size: text.split(' ').length, words, categories });
    for (const word of words) {
      const known = this.#byWord.get(word) ?? new Set();
      categories.forEach((position) => known.add(position));
      this.#byWord.set(word, known);
    }
  }

  /**
   * Suggest categories for typed words, best first; nothing when nothing fits.
   * @param {string} text
   * @param {number} [count]
   * @returns {{code: string, name: string, parent: string | null}[]}
   */
  suggest(text, count = 3) {
    const scores = this.#scores(fold(text));
    return [...scores.entries()]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, count)
      .map(([position]) => {
        const { code, name, top } = this.#flat[position];
        return { code, name, parent: top === position ? null : this.#flat[top].code };
      });
  }

  /** @param {string} folded @returns {Map<number, number>} */
  #scores(folded) {
    const padded = ` ${folded} `;
    const words = new Set(stems(folded));
    /** @type {Map<number, number>} */
    const scores = new Map();
    const add = (position, value) => scores.set(position, (scores.get(position) ?? 0) + value);
    for (const { text, size, words: needed, categories } of this.#phrases) {
      if (!needed.length) continue;
      const exact = padded.includes(text);
      if (!exact && !needed.every((word) => words.has(word))) continue;
      const value = exact ? size : LOOSE * needed.length;
      categories.forEach((position) => add(position, value / categories.length));
    }
    for (const word of words) {
      const known = word.length >= SHORTEST_WORD ? this.#byWord.get(word) : undefined;
      known?.forEach((position) => add(position, WORD / known.size));
    }
    return this.#withFamilies(scores);
  }

  /** @param {Map<number, number>} scores */
  #withFamilies(scores) {
    const gathered = new Map();
    for (const [position, value] of scores) {
      const { top } = this.#flat[position];
      gathered.set(top, (gathered.get(top) ?? 0) + value);
    }
    return new Map([...scores].map(([position, value]) => (
      [position, value + FAMILY * gathered.get(this.#flat[position].top)]
    )));
  }
}
