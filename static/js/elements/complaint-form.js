/** The new complaint: five steps in any order, kept on the phone as one types, saved at the end. */

import { t } from '../lib/words.js';
import * as phone from './phone.js';
import { fillForm, readForm, showFaults } from './form-data.js';
import { isComplete, missing } from './missing.js';
import { announce, clone, define, fire, part, say, word } from './parts.js';

const KEEP_AFTER_MS = 400;

export class ComplaintForm extends HTMLElement {
  #timer = 0;
  #keeping = Promise.resolve();
  #isDone = false;

  async connectedCallback() {
    this.form = this.querySelector('form');
    this.steps = [...this.querySelectorAll('fieldset.step')].map((step) => step.dataset.step);
    const draft = await phone.openDraft(this.dataset.id);
    if (!draft) return fire(this, 'go', 'home');
    part(this, 'taken').hidden = !draft.isTaken;
    for (const place of [this.form, this.querySelector('.steps'), this.querySelector('.step-moves')]) place.hidden = Boolean(draft.isTaken);
    if (draft.isTaken) return draft.freed.then(() => this.isConnected && this.connectedCallback());
    fillForm(this.form, draft.fields);
    for (const inner of this.querySelectorAll('category-finder, place-picker, consent-statement')) await inner.begin(draft.fields);
    this.form.addEventListener('input', () => this.#touched());
    this.form.addEventListener('change', () => this.#touched());
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.#save(); });
    this.addEventListener('click', (event) => this.#clicked(event));
    this.form.elements.namedItem('lang').addEventListener('change', () => this.#followLanguage());
    this.#followLanguage();
    this.show(this.dataset.step || draft.step || this.steps[0], false);
    return undefined;
  }

  disconnectedCallback() {
    if (!this.#isDone && this.#timer) this.keep();
    this.#keeping.finally(() => phone.closeDraft(this.dataset.id));
  }

  /** Whether typed words are not on the disk yet. */
  get isDirty() {
    return Boolean(this.#timer);
  }

  #followLanguage() {
    const lang = this.form.elements.namedItem('lang').value;
    const text = this.form.elements.namedItem('text');
    text.lang = lang;
    text.dir = lang === 'en' ? 'ltr' : 'rtl';
    part(this, 'letters').hidden = lang !== 'ps';
  }

  #touched() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), KEEP_AFTER_MS);
    this.#mark();
  }

  /** Write what is typed to the phone now. @returns {Promise<void>} */
  keep() {
    const timer = this.#timer;
    clearTimeout(timer);
    const answers = readForm(this.form);
    this.#keeping = this.#keeping.then(() => phone.keepDraft(this.dataset.id, answers, this.current)).then(
      () => { if (this.#timer === timer) this.#timer = 0; say(part(this, 'saved'), t('Kept on this phone.')); },
      () => say(part(this, 'saved'), t('The phone could not keep this. Make room on the phone; do not close this page.')),
    );
    return this.#keeping;
  }

  /** @param {string} step @param {boolean} [moves] the focus goes to the step's title */
  show(step, moves = true) {
    this.current = this.steps.includes(step) ? step : this.steps[0];
    for (const set of this.querySelectorAll('fieldset.step')) set.hidden = set.dataset.step !== this.current;
    const place = this.steps.indexOf(this.current);
    for (const [name, end] of [['back', 0], ['next', this.steps.length - 1]]) part(this, name).hidden = place === end;
    if (this.current === 'check') this.querySelector('read-back').draw(this.form);
    this.#mark();
    if (!moves) return;
    scrollTo(0, 0);
    const title = this.querySelector(`fieldset[data-step="${this.current}"] legend`);
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  #mark() {
    const answers = readForm(this.form);
    for (const button of this.querySelectorAll('.steps button')) {
      const { step } = button.dataset;
      if (step === this.current) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
      button.parentElement.classList.toggle('is-done', step !== 'check' && isComplete(answers, step));
    }
  }

  #clicked(event) {
    const button = event.target.closest('button, a');
    if (!button) return;
    const place = this.steps.indexOf(this.current);
    if (button.closest('.steps')) this.show(button.dataset.step);
    else if (button.dataset.part === 'next') this.show(this.steps[place + 1]);
    else if (button.dataset.part === 'back') this.show(this.steps[place - 1]);
    else if (button.dataset.part === 'discard') this.#askDiscard();
    else if (button.dataset.goStep) this.show(button.dataset.goStep);
    else if (button.dataset.letter) this.#insert(button.dataset.letter);
    else return;
    if (this.#timer) this.keep();
  }

  #insert(letter) {
    const text = this.form.elements.namedItem('text');
    text.setRangeText(letter, text.selectionStart, text.selectionEnd, 'end');
    text.focus();
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  async #save() {
    const lacks = missing(readForm(this.form));
    showFaults(this, lacks.map(({ name }) => ({ name, words: word('fault.required') })));
    this.querySelector('read-back').showMissing(part(this, 'missing'), lacks);
    if (lacks.length) return;
    part(this, 'save').disabled = true;
    try {
      await this.keep();
      await phone.saveComplaint(this.dataset.id);
      this.#isDone = true;
      announce(t('Saved on this phone, not sent yet.'));
      fire(this, 'go', `slip/${this.dataset.id}`);
    } catch (error) {
      say(part(this, 'trouble'), phone.troubleWords(error));
      part(this, 'save').disabled = false;
    }
  }

  #askDiscard() {
    const question = clone('discard-question');
    this.append(question);
    part(question, 'no').addEventListener('click', () => question.remove());
    part(question, 'yes').addEventListener('click', async () => {
      this.#isDone = true;
      clearTimeout(this.#timer);
      await phone.discardDraft(this.dataset.id);
      fire(this, 'go', 'home');
    });
    question.showModal();
  }
}

define('complaint-form', ComplaintForm);
