/** What I do about a complaint, kept on the phone and sent later: answer, repair, feedback, confirm … */

import { isSlipCode, readSlipCode } from '../lib/slip.js';
import * as phone from './phone.js';
import { readForm, showFaults } from './form-data.js';
import { clone, define, part, say, sayTyped, word } from './parts.js';

const NEEDED = { answer: 'text', feedback: 'outcome', withdraw: 'reason' };

class ActForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    if (this.dataset.act === 'repair') this.#drawRepair();
    if (this.dataset.act === 'answer') sayTyped(part(this, 'question'), this.question?.text, this.question?.text_lang);
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.#save(); });
  }

  /** The fields to correct are those of the new complaint, taken from its own template. */
  #drawRepair() {
    const whole = clone('screen-new');
    const names = (this.faults ?? []).map((fault) => fault.name);
    const wanted = names.map((name) => whole.querySelector(`[data-field="${CSS.escape(name)}"]`)).filter(Boolean);
    for (const field of wanted) field.querySelectorAll('select').forEach((list) => phone.fillList(list, this.district));
    part(this, 'fields').replaceChildren(...wanted);
    this.querySelector('category-finder')?.begin();
    showFaults(this, (this.faults ?? []).map(({ name, code }) => ({ name, words: word(`fault.${code}`) })));
  }

  #faults(answers) {
    const needed = NEEDED[this.dataset.act];
    const faults = needed && !answers[needed] ? [{ name: needed, words: word('fault.required') }] : [];
    if (this.form.elements.namedItem('slip') && !isSlipCode(answers.slip ?? '')) {
      faults.push({ name: 'slip', words: word('fault.check-digit') });
    }
    return faults;
  }

  async #save() {
    const answers = readForm(this.form);
    const faults = this.#faults(answers);
    if (this.dataset.act !== 'repair') showFaults(this, faults);
    if (faults.length) {
      this.querySelector('[aria-invalid]')?.focus();
      return;
    }
    if (answers.slip) answers.slip = readSlipCode(answers.slip);
    const save = this.querySelector('button[type="submit"]');
    save.disabled = true;
    const fields = this.dataset.act === 'repair' ? this.#flat() : answers;
    try {
      await phone.saveAct(this.dataset.complaint, this.dataset.act, fields);
      part(this, 'saved').hidden = false;
    } catch (error) {
      save.disabled = false;
      say(part(this, 'saved'), phone.troubleWords(error));
    }
  }

  /** A repair names its fields with dots, as the server's faults do (SYNC.md 3). */
  #flat() {
    const data = new FormData(this.form);
    return Object.fromEntries([...new Set(data.keys())].map((name) => [name, name.endsWith('.scope') ? data.getAll(name) : data.get(name)]));
  }
}

define('act-form', ActForm);
