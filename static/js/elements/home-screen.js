/** Home: drafts begun and one's own complaints, those that need something first. */

import * as phone from './phone.js';
import { itemCard } from './item-card.js';
import { define, follow, part } from './parts.js';

const CARDS_ON_HOME = 5;

class HomeScreen extends HTMLElement {
  connectedCallback() {
    part(this, 'sign-in').querySelector('a').addEventListener('click', async (event) => {
      event.preventDefault();
      await phone.readyForSignIn();
      location.assign(event.target.href);
    });
    follow(this, phone.subscribe, () => this.#draw());
  }

  async #draw() {
    const [drafts, cases] = [await phone.drafts(), await phone.cases()];
    part(this, 'sign-in').hidden = !phone.asksSignIn();
    const first = [...cases].sort((a, b) => Number(b.needsMe) - Number(a.needsMe));
    this.#list('drafts', 'draft-list', drafts);
    this.#list('mine', 'cards', first.slice(0, CARDS_ON_HOME));
    part(this, 'none').hidden = Boolean(drafts.length || cases.length);
  }

  #list(section, list, entries) {
    part(this, section).hidden = !entries.length;
    part(this, list).replaceChildren(...entries.map(itemCard));
  }
}

define('home-screen', HomeScreen);
