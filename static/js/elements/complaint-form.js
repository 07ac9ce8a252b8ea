/** The new complaint: five steps in any order, kept on the phone as one types, saved at the end. */

import { t } from '../lib/words.js';
import * as phone from './phone.js';
import { fillForm, insertText, readForm, showFaults } from './form-data.js';
import { isComplete, missing } from './missing.js';
import { announce, ask, define, fire, part, say, word } from './parts.js';

const KEEP_EVERY_MS = 200; // what is typed in between is the most that a sudden end can cost
const ENDS = ['pagehide', 'visibilitychange']; // after these a page may never run again

export class ComplaintForm extends HTMLElement {
  #timer = 0;
  #keeping = Promise.resolve();
  #isKept = true;
  #hasMore = false;
  #isDone = false;
  #keepNow = () => this.isDirty && !this.#isDone && this.keep();

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
    for (const end of ENDS) addEventListener(end, this.#keepNow);
    this.show(this.dataset.step || draft.step || this.steps[0], false);
    this.form.inert = false; // not before it listens: what is typed must be kept
  }

  disconnectedCallback() {
    for (const end of ENDS) removeEventListener(end, this.#keepNow);
    this.#keepNow();
    this.#keeping.finally(() => phone.closeDraft(this.dataset.id));
  }

  /** Whether typed words are not on the disk yet. */
  get isDirty() {
    return this.#hasMore || !this.#isKept;
  }

  #followLanguage() {
    const lang = this.form.elements.namedItem('lang').value;
    const text = this.form.elements.namedItem('text');
    text.lang = lang;
    text.dir = lang === 'en' ? 'ltr' : 'rtl';
    part(this, 'letters').hidden = lang !== 'ps';
  }

  #touched() {
    this.#hasMore = true;
    if (!this.#timer) this.keep();
    this.#mark();
  }

  /** Write what is typed to the phone now. @returns {Promise<void>} */
  keep() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#timer = 0; if (this.#hasMore) this.keep(); }, KEEP_EVERY_MS);
    this.#hasMore = this.#isKept = false;
    const answers = readForm(this.form);
    this.#keeping = this.#keeping.then(() => phone.keepDraft(this.dataset.id, answers, this.current)).then(
      () => { this.#isKept = true; say(part(this, 'saved'), t('Kept on this phone.')); },
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
      const isDone = step === 'check' || isComplete(answers, step);
      button.parentElement.classList.toggle('is-done', isDone && step !== 'check');
      button.parentElement.classList.toggle('is-missing', !isDone && this.steps.indexOf(step) < this.steps.indexOf(this.current));
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
    else if (button.dataset.letter) insertText(this.form.elements.namedItem('text'), button.dataset.letter);
    else return;
    this.#keepNow();
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
    ask(this, 'discard-question', async () => {
      this.#isDone = true;
      clearTimeout(this.#timer);
      await this.#keeping;
      await phone.discardDraft(this.dataset.id);
      fire(this, 'go', 'home');
    });
  }
}

define('complaint-form', ComplaintForm);
