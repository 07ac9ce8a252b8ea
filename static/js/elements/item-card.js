/** One complaint as a card: what it is about, where it stands, what is asked of me. */

import { formatAgo } from '../lib/format.js';
import { t } from '../lib/words.js';
import { clone, part, say, word } from './parts.js';

const CHIPS = {
  draft: 'chip-quiet', queued: 'chip-waiting', held: 'chip-trouble', received: 'chip-received',
  needs_attention: 'chip-trouble', returned: 'chip-waiting', claimed: 'chip-info', confirmed: 'chip-received',
  disputed: 'chip-trouble', declined: 'chip-quiet', merged: 'chip-quiet', withdrawn: 'chip-quiet',
};

/** Show a state as its word and colour. @param {HTMLElement} chip @param {string} state */
export function showState(chip, state) {
  chip.className = `chip ${CHIPS[state] ?? 'chip-info'}`;
  chip.textContent = word(`state.${state}`);
}

/** @param {import('./phone.js').Case} entry @returns {string} what it is called on this phone */
export function titleOf(entry) {
  return [entry.categoryName || t('Complaint'), entry.village || entry.districtName].filter(Boolean).join(' · ');
}

/** @param {import('./phone.js').Case} entry @returns {HTMLElement} */
export function itemCard(entry) {
  const card = clone('item-card');
  part(card, 'link').href = entry.state === 'draft' ? `#new/${entry.id}` : `#complaint/${entry.id}`;
  part(card, 'title').textContent = titleOf(entry);
  showState(part(card, 'chip'), entry.state);
  say(part(card, 'when'), entry.at ? formatAgo(entry.at) : '');
  say(part(card, 'ask'), entry.asks.map((ask) => word(`ask.${ask}`)).filter(Boolean).join(' · '));
  return card;
}
