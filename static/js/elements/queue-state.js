/** The queue in words: how many wait, when the last left, why it is held, and Send now. */

import { formatAgo } from '../lib/format.js';
import { t, tn } from '../lib/words.js';
import * as phone from './phone.js';
import { define, follow, part, say } from './parts.js';

class QueueState extends HTMLElement {
  connectedCallback() {
    part(this, 'send').addEventListener('click', () => this.#send());
    follow(this, phone.subscribe, () => this.#draw());
  }

  async #draw() {
    const { waiting, lastSentAt, hold } = await phone.queue();
    part(this, 'queue').textContent = waiting
      ? tn('%(num)d is waiting to be sent.', '%(num)d are waiting to be sent.', waiting)
      : t('Nothing is waiting. Everything was sent.');
    say(part(this, 'last'), lastSentAt ? t('Last sent: %(ago)s', { ago: formatAgo(lastSentAt) }) : '');
    say(part(this, 'hold'), waiting && hold ? phone.holdWords(hold) : '');
    part(this, 'send').hidden = !waiting;
    this.dataset.waiting = String(waiting);
  }

  async #send() {
    const button = part(this, 'send');
    button.disabled = true;
    say(part(this, 'last'), t('Sending …'));
    await phone.sendNow();
    button.disabled = false;
    await this.#draw();
    const { waiting } = await phone.queue();
    if (waiting) say(part(this, 'last'), t('It did not go through. It stays on the phone and is tried again by itself.'));
  }
}

define('queue-state', QueueState);
