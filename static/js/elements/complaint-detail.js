/** One complaint: where it stands, what happened, and what I can do about it now. */

import { formatDate, formatDateTime } from '../lib/format.js';
import { t } from '../lib/words.js';
import * as phone from './phone.js';
import { showState, titleOf } from './item-card.js';
import { clone, define, fire, follow, part, say, sayTyped, word } from './parts.js';

const ACTS = {
  returned: ['answer'], needs_attention: ['repair'], claimed: ['confirm', 'dispute', 'feedback'],
  unconfirmed: ['confirm', 'dispute', 'feedback'], confirmed: ['feedback'],
};
/** A merged complaint stands where its main case does; only whether it is solved is asked here too. */
const MERGED_ACTS = { claimed: ACTS.claimed, unconfirmed: ACTS.unconfirmed, confirmed: ['dispute', 'feedback'] };
const CLOSED = new Set(['confirmed', 'unconfirmed', 'declined', 'withdrawn']);
const UNSENT = new Set(['queued', 'held']);

class ComplaintDetail extends HTMLElement {
  connectedCallback() {
    part(this, 'copy').addEventListener('click', async () => fire(this, 'go', `new/${await phone.openAsCopy(this.dataset.id)}`));
    part(this, 'export').addEventListener('click', () => phone.exportText(this.dataset.id));
    follow(this, phone.subscribe, () => this.#draw());
  }

  async #draw() {
    const entry = await phone.caseOf(this.dataset.id);
    if (!entry) return fire(this, 'go', 'complaints');
    part(this, 'heading').textContent = titleOf(entry);
    showState(part(this, 'chip'), entry.state);
    part(this, 'reference').textContent = entry.reference ?? '';
    say(part(this, 'place'), [entry.districtName, entry.village].filter(Boolean).join(' · '));
    say(part(this, 'due'), entry.dueOn && !CLOSED.has(entry.state) ? t('Promised by %(date)s', { date: formatDate(entry.dueOn) }) : '');
    const trouble = entry.state === 'held' ? entry.reason : entry.heldAct;
    say(part(this, 'trouble'), trouble ? word(`held.${trouble}`) || word('held.other') : '');
    part(this, 'held').hidden = entry.state !== 'held';
    part(this, 'slip-link').hidden = !entry.hasSlip;
    part(this, 'slip-link').firstElementChild.href = `#slip/${entry.id}`;
    this.#drawHistory(entry);
    this.#drawActs(entry);
    return undefined;
  }

  #drawHistory(entry) {
    part(this, 'history').hidden = !entry.changes.length;
    part(this, 'timeline').replaceChildren(...entry.changes.map((change) => {
      const line = clone('event');
      part(line, 'what').textContent = word(`event.${change.event}`) || word(`state.${change.state}`);
      sayTyped(part(line, 'words'), change.text || word(`reason.${change.reason}`) || word(`outcome.${change.outcome}`), change.text ? change.text_lang : document.documentElement.lang);
      part(line, 'when').textContent = formatDateTime(change.at);
      return line;
    }));
  }

  /** What is being typed into an act stays: the forms are drawn anew only when the state changed. */
  #drawActs(entry) {
    const key = `${entry.state} ${entry.isMerged} ${entry.pendingActs.join(' ')}`;
    if (this.drawnFor === key) return;
    this.drawnFor = key;
    const kinds = ((entry.isMerged ? MERGED_ACTS : ACTS)[entry.state] ?? []).filter((kind) => !entry.pendingActs.includes(kind));
    const forms = kinds.map((kind) => this.#act(kind, entry));
    if (entry.pendingActs.length) {
      const note = document.createElement('p');
      note.className = 'notice notice-waiting';
      note.textContent = word('state.acting');
      forms.unshift(note);
    }
    part(this, 'acts').replaceChildren(...forms);
    const withdraw = part(this, 'withdraw');
    withdraw.hidden = (CLOSED.has(entry.state) && !entry.isMerged) || UNSENT.has(entry.state) || entry.pendingActs.includes('withdraw');
    withdraw.querySelector('act-form')?.remove();
    if (!withdraw.hidden) withdraw.append(this.#act('withdraw', entry));
  }

  #act(kind, entry) {
    const form = clone(`act-${kind}`);
    form.dataset.complaint = entry.id;
    const question = entry.changes.findLast((change) => change.event === 'complaint:returned');
    Object.assign(form, { faults: entry.fields, district: entry.district, question });
    return form;
  }
}

define('complaint-detail', ComplaintDetail);
