/**
 * What a complaint still needs before it can be saved; the same rules as the server's form.
 * Separate because it is pure: the server finds the rest later and asks for a repair.
 */

import { at } from './form-data.js';

/** Name of the answer → the step on which it is asked. */
const NEEDED = [
  ['resident.name', 'who', (answers) => !at(answers, 'resident.unnamed')],
  ['text', 'what', () => true],
  ['lang', 'what', () => true],
  ['place.district', 'where', () => true],
  ['consent.method', 'consent', () => true],
  ['consent.witness', 'consent', (answers) => at(answers, 'consent.method') === 'witness'],
];

/** @param {any} answers @returns {{name: string, step: string}[]} what is needed and empty, in page order */
export function missing(answers) {
  return NEEDED
    .filter(([name, , isAsked]) => isAsked(answers) && !at(answers, name))
    .map(([name, step]) => ({ name, step }));
}

/** @param {any} answers @param {string} step @returns {boolean} whether a step holds all that it needs */
export function isComplete(answers, step) {
  return !missing(answers).some((entry) => entry.step === step);
}
