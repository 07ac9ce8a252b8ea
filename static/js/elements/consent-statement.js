/** The statement that is read aloud, in the resident's language, and when it was agreed to. */

import { define } from './parts.js';

class ConsentStatement extends HTMLElement {
  begin() {
    this.form = this.closest('form');
    const lang = this.#field('consent.lang').value || document.documentElement.lang;
    for (const button of this.querySelectorAll('button[data-statement]')) {
      button.addEventListener('click', () => this.#show(button.dataset.statement, true));
    }
    this.#field('consent.witness').addEventListener('change', () => {
      this.#field('consent.at').value = new Date().toISOString();
    });
    this.#show(lang, false);
  }

  #field(name) {
    return this.form.elements.namedItem(name);
  }

  #show(lang, isChosen) {
    for (const statement of this.querySelectorAll('[data-lang]')) {
      statement.hidden = statement.dataset.lang !== lang;
      if (statement.hidden) continue;
      this.#field('consent.lang').value = lang;
      this.#field('consent.wording_version').value = statement.dataset.version;
      this.#field('consent.at').value ||= new Date().toISOString();
    }
    for (const button of this.querySelectorAll('button[data-statement]')) {
      button.setAttribute('aria-pressed', String(button.dataset.statement === lang));
    }
    if (isChosen) this.form.dispatchEvent(new Event('change'));
  }
}

define('consent-statement', ConsentStatement);
