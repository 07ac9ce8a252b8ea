/** More: language, storage, what is held, signing out. */

import { formatNumber } from '../lib/format.js';
import { t, tn } from '../lib/words.js';
import { itemCard } from './item-card.js';
import { define, fire, follow, part, say } from './parts.js';
import * as phone from './phone.js';

const MEGABYTE = 1_000_000;

class LanguageChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', async (event) => {
      const { lang } = event.target.closest('button')?.dataset ?? {};
      if (!lang || lang === document.documentElement.lang) return;
      await phone.chooseLanguage(lang);
      fire(this, 'language-chosen', lang);
    });
  }
}

class StoragePanel extends HTMLElement {
  connectedCallback() {
    part(this, 'persist').addEventListener('click', async () => { await navigator.storage?.persist?.(); this.#draw(); });
    this.#draw();
  }

  async #draw() {
    const isKept = Boolean(await navigator.storage?.persisted?.());
    const { usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    say(part(this, 'kept'), isKept ? t('The browser keeps this app and its data for good.') : '');
    part(this, 'not-kept').hidden = isKept;
    part(this, 'persist').hidden = isKept;
    part(this, 'size').textContent = t('Used: %(size)s MB', { size: formatNumber(usage / MEGABYTE) });
  }
}

class SignOut extends HTMLElement {
  connectedCallback() {
    part(this, 'leave').addEventListener('click', () => this.#leave());
    follow(this, phone.subscribe, () => this.#draw());
  }

  async #draw() {
    const account = phone.account();
    part(this, 'who').textContent = account ? t('Signed in as %(name)s', { name: account.name }) : t('Nobody is signed in on this phone.');
    part(this, 'leave').hidden = !account;
    const { waiting } = await phone.queue();
    const begun = (await phone.drafts()).length;
    say(part(this, 'unsent'), !account || !waiting ? '' : tn(
      '%(num)d complaint or answer was not sent yet. Send it first if you can.',
      '%(num)d complaints or answers were not sent yet. Send them first if you can.', waiting,
    ));
    say(part(this, 'begun'), !account || !begun ? '' : tn(
      '%(num)d complaint is begun and not saved yet. It stays on this phone.',
      '%(num)d complaints are begun and not saved yet. They stay on this phone.', begun,
    ));
  }

  async #leave() {
    part(this, 'leave').disabled = true;
    await phone.signOut();
    fire(this, 'go', 'home');
  }
}

class MoreScreen extends HTMLElement {
  connectedCallback() {
    follow(this, phone.subscribe, async () => {
      const held = (await phone.cases()).filter((entry) => entry.state === 'held');
      part(this, 'held').hidden = !held.length;
      part(this, 'held-list').replaceChildren(...held.map(itemCard));
    });
  }
}

define('language-choice', LanguageChoice);
define('storage-panel', StoragePanel);
define('sign-out', SignOut);
define('more-screen', MoreScreen);
