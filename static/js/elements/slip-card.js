/** The slip on the phone: code, picture to scan, promise; to print, or to copy by hand. */

import { formatDate } from '../lib/format.js';
import { qrSvg } from '../lib/qr.js';
import { formatSlipCode } from '../lib/slip.js';
import { tn } from '../lib/words.js';
import * as phone from './phone.js';
import { define, part, say } from './parts.js';

const USUAL_DAYS = 15;

class SlipCard extends HTMLElement {
  async connectedCallback() {
    part(this, 'print').addEventListener('click', () => print());
    part(this, 'large').addEventListener('click', () => this.classList.toggle('is-large'));
    const slip = await phone.slipOf(this.dataset.id);
    if (!slip) {
      part(this, 'slip').hidden = true;
      part(this, 'saved').hidden = true;
      part(this, 'gone').hidden = false;
      return;
    }
    part(this, 'saved').hidden = slip.isSent;
    part(this, 'code').textContent = formatSlipCode(slip.code);
    if (slip.reference) {
      part(this, 'reference').textContent = slip.reference;
      part(this, 'reference').dir = 'ltr';
    }
    const category = await phone.category(slip.category);
    if (category) part(this, 'category').textContent = category.name;
    part(this, 'date').textContent = formatDate(slip.at);
    const days = category?.days ?? USUAL_DAYS;
    say(part(this, 'promise'), tn('An answer within %(num)d day', 'An answer within %(num)d days', days));
    part(this, 'qr').replaceChildren(qrSvg(`${document.documentElement.dataset.origin}/track#${slip.code}`));
    part(this, 'done').addEventListener('click', () => phone.slipShown(this.dataset.id));
  }
}

define('slip-card', SlipCard);
