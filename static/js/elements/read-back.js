/** All answers in one list, to read back to the resident before saving. */

import { define, part } from './parts.js';

/** @param {HTMLElement} field @returns {string} its label without the hint beside it */
function labelOf(field) {
  const label = field.querySelector('label:not(.choice), legend') ?? field.querySelector('label, h2');
  return [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim()).join(' ')
    || label.textContent.trim();
}

/** @param {HTMLElement} field @returns {string} the answer in words; empty when there is none */
function answerOf(field) {
  const list = field.querySelector('select');
  if (list) return list.value ? list.selectedOptions[0].textContent : '';
  const ticks = [...field.querySelectorAll('input[type="radio"]:checked, input[type="checkbox"]:checked')];
  if (field.querySelector('.choice')) return ticks.map((tick) => tick.parentElement.textContent.trim()).join(' · ');
  return field.answer ?? field.querySelector('input, textarea')?.value.trim() ?? '';
}

class ReadBack extends HTMLElement {
  /** @param {HTMLFormElement} form */
  draw(form) {
    const rows = [];
    for (const field of form.querySelectorAll('[data-field]')) {
      const answer = answerOf(field);
      if (!answer || field.closest('[hidden]:not(fieldset)')) continue;
      const name = document.createElement('dt');
      const said = document.createElement('dd');
      name.textContent = labelOf(field);
      said.textContent = answer;
      const typed = field.querySelector('textarea');
      said.dir = typed ? typed.dir : field.querySelector('[dir="ltr"], input[type="date"]') ? 'ltr' : 'auto';
      if (typed) said.lang = typed.lang;
      rows.push(name, said);
    }
    part(this, 'answers').replaceChildren(...rows);
  }

  /** Name what is still needed, each a button to its step. @param {HTMLElement} place @param {{name: string, step: string}[]} lacks */
  showMissing(place, lacks) {
    place.hidden = !lacks.length;
    const form = this.closest('form');
    part(place, 'missing-list').replaceChildren(...lacks.map(({ name, step }) => {
      const line = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button button-quiet';
      button.dataset.goStep = step;
      button.textContent = labelOf(form.querySelector(`[data-field="${CSS.escape(name)}"]`));
      line.append(button);
      return line;
    }));
  }
}

define('read-back', ReadBack);
