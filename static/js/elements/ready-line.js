/** Whether the app works without a signal, by what really stands in the caches; and installing. */

import { t } from '../lib/words.js';
import * as phone from './phone.js';
import { define, part } from './parts.js';

const LOOK_AGAIN_MS = 1500;

/** @type {Event & {prompt: () => Promise<void>} | null} */
let offer = null;
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = event;
  dispatchEvent(new Event('install-offered'));
});

class ReadyLine extends HTMLElement {
  connectedCallback() {
    const install = part(this, 'install');
    const show = () => { install.hidden = !offer; };
    addEventListener('install-offered', show);
    install.addEventListener('click', async () => { await offer?.prompt(); offer = null; show(); });
    show();
    this.#look();
  }

  async #look() {
    if (!this.isConnected) return;
    const ready = await phone.readyLanguages();
    for (const place of this.querySelectorAll('[data-lang]')) {
      const isReady = ready.includes(place.dataset.lang);
      part(place, 'mark').textContent = isReady ? '✓' : '…';
      part(place, 'state').textContent = isReady ? t('ready') : t('not yet');
    }
    const isWhole = ready.length === this.querySelectorAll('[data-lang]').length;
    part(this, 'preparing').hidden = isWhole;
    this.classList.toggle('notice-received', isWhole);
    this.classList.toggle('notice-info', !isWhole);
    this.dataset.ready = String(isWhole);
    if (!isWhole) setTimeout(() => this.#look(), LOOK_AGAIN_MS);
  }
}

define('ready-line', ReadyLine);
