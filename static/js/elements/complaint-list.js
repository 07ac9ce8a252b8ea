/** My complaints in four groups: needs me, waiting, sent, closed. */

import * as phone from './phone.js';
import { itemCard } from './item-card.js';
import { define, follow, part } from './parts.js';

class ComplaintList extends HTMLElement {
  connectedCallback() {
    follow(this, phone.subscribe, () => this.#draw());
  }

  async #draw() {
    const cases = await phone.cases();
    for (const section of this.querySelectorAll('[data-group]')) {
      const mine = cases.filter((entry) => entry.group === section.dataset.group);
      section.hidden = !mine.length;
      part(section, 'count').textContent = String(mine.length);
      part(section, 'cards').replaceChildren(...mine.map(itemCard));
    }
    part(this, 'none').hidden = Boolean(cases.length);
  }
}

define('complaint-list', ComplaintList);
