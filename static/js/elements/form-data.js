/**
 * A form's answers as nested JSON and back: names joined by dots are places in the object.
 * Separate because the complaint and every act are kept and sent in this one form (SYNC.md 3).
 */

const LISTS = new Set(['consent.scope', 'scope']);
const FLAGS = new Set(['resident.unnamed', 'sensitive']);
const NUMBERS = new Set(['resident.affected_count', 'days']);

/** @param {any} object @param {string} name @param {any} value */
function put(object, name, value) {
  const path = name.split('.');
  const last = path.pop();
  let place = object;
  for (const step of path) place = place[step] ??= {};
  place[last] = value;
}

/** @param {any} object @param {string} name @returns {any} what stands at a dotted name */
export function at(object, name) {
  return name.split('.').reduce((place, step) => place?.[step], object);
}

/** @param {string} name @param {string} text */
function understood(name, text) {
  return NUMBERS.has(name) && /^[0-9]{1,9}$/.test(text) ? Number(text) : text;
}

/** Read the answers; what is empty is left out. @param {HTMLFormElement} form @returns {any} */
export function readForm(form) {
  const answers = {};
  for (const name of new Set([...form.elements].map((field) => field.name).filter(Boolean))) {
    if (LISTS.has(name)) put(answers, name, new FormData(form).getAll(name));
    else if (FLAGS.has(name)) put(answers, name, form.elements.namedItem(name).checked);
    else {
      const text = String(new FormData(form).get(name) ?? '').trim();
      if (text) put(answers, name, understood(name, text));
    }
  }
  return answers;
}

/** Write answers into the form. @param {HTMLFormElement} form @param {any} answers */
export function fillForm(form, answers) {
  for (const field of form.elements) {
    const value = field.name ? at(answers, field.name) : undefined;
    if (value === undefined || value === null) continue;
    if (field.type === 'checkbox') field.checked = Array.isArray(value) ? value.includes(field.value) : Boolean(value);
    else if (field.type === 'radio') field.checked = field.value === String(value);
    else field.value = String(value);
  }
}

/** Mark the answers with faults. @param {ParentNode} root @param {{name: string, words: string}[]} faults */
export function showFaults(root, faults) {
  const said = new Map(faults.map((fault) => [fault.name, fault.words]));
  for (const field of root.querySelectorAll('[data-field]')) {
    const words = said.get(field.dataset.field) ?? '';
    const place = field.querySelector('[data-part="error"]');
    if (place) {
      place.textContent = words;
      place.hidden = !words;
    }
    for (const input of field.querySelectorAll('input, select, textarea')) {
      if (words) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
  }
}

/** Type a letter that the keyboard lacks. @param {HTMLTextAreaElement} place @param {string} letter */
export function insertText(place, letter) {
  place.setRangeText(letter, place.selectionStart, place.selectionEnd, 'end');
  place.focus();
  place.dispatchEvent(new Event('input', { bubbles: true }));
}
