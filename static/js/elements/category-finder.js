/** Choosing a category: by the words typed, by pictures, or not at all. */

import { CategoryFinder } from '../lib/categories.js';
import { t } from '../lib/words.js';
import * as phone from './phone.js';
import { clone, define, part, say } from './parts.js';

const SUGGEST_AFTER_MS = 300;

class CategoryFinderElement extends HTMLElement {
  #timer = 0;

  async begin() {
    this.input = this.querySelector('input[name="category"]');
    this.directory = await phone.directory();
    if (this.directory?.keywords) this.finder = new CategoryFinder(this.directory);
    else phone.fetchKeywords().then(() => this.#learn());
    this.text = this.closest('form').elements.namedItem('text'); // a repair may ask for the category alone
    this.text?.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#suggest(), SUGGEST_AFTER_MS);
    });
    part(this, 'unsure').addEventListener('click', () => this.#choose(''));
    this.#drawTops();
    this.#suggest();
    this.#drawChosen();
  }

  async #learn() {
    const directory = await phone.directory();
    if (!directory?.keywords) return;
    this.finder = new CategoryFinder(directory);
    this.#suggest();
  }

  #all() {
    return (this.directory?.categories ?? []).flatMap((top) => [top, ...top.subs]);
  }

  #suggest() {
    const found = (this.text && this.finder?.suggest(this.text.value)) || [];
    part(this, 'chips').replaceChildren(...found.map((entry) => this.#button(entry, 'chip button')));
    this.#drawChosen();
  }

  #button(entry, classes) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = classes;
    button.dataset.code = entry.code;
    button.textContent = entry.name;
    button.addEventListener('click', () => this.#choose(entry.code));
    return button;
  }

  #drawTops() {
    const sprite = document.querySelector('.bottom-bar use')?.getAttribute('href')?.split('#')[0] ?? '';
    part(this, 'tops').replaceChildren(...(this.directory?.categories ?? []).map((top) => {
      const button = clone('picture');
      button.dataset.code = top.code;
      part(button, 'name').textContent = top.name;
      button.querySelector('use').setAttribute('href', `${sprite}#category-${top.code.toLowerCase()}`);
      button.addEventListener('click', () => { this.#choose(top.code); this.#drawSubs(top); });
      return button;
    }));
  }

  #drawSubs(top) {
    const subs = part(this, 'subs');
    subs.hidden = !top.subs.length;
    subs.replaceChildren(...top.subs.map((entry) => this.#button(entry, 'button button-block')));
    this.#drawChosen();
    subs.firstElementChild?.scrollIntoView({ block: 'nearest' });
  }

  #choose(code) {
    this.input.value = code;
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    if (!code) part(this, 'subs').hidden = true;
    this.#drawChosen();
  }

  get #entry() {
    return this.#all().find((one) => one.code === this.input.value);
  }

  /** @returns {string} what was chosen, by its name alone, to be read back */
  get answer() {
    return this.#entry?.name ?? t('Not sure: the district officer chooses.');
  }

  #drawChosen() {
    const code = this.input.value;
    const entry = this.#entry;
    const top = this.directory?.categories.find((one) => one.code === code || one.subs.some((sub) => sub.code === code));
    say(part(this, 'chosen'), entry ? t('Chosen: %(category)s', { category: entry.name }) : this.answer);
    for (const button of this.querySelectorAll('button[data-code]')) {
      const isChosen = button.dataset.code === code || (button.classList.contains('picture') && button.dataset.code === top?.code);
      button.setAttribute('aria-pressed', String(isChosen));
    }
    part(this, 'unsure').setAttribute('aria-pressed', String(!code));
  }
}

define('category-finder', CategoryFinderElement);
