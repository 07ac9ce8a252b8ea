/**
 * The outbox's rules: which states a complaint or an act has on the phone, and every move between them.
 * Separate because nothing here touches the page, the disk or the network, so all of it is proved by tests.
 */

/** What may follow what (docs/sync.md, "The phone's outbox"). Sending is a lease, not a state. */
export const MOVES = {
  draft: ['queued'],
  queued: ['received', 'held', 'withdrawn'],
  held: ['received', 'withdrawn'],
  received: ['done'],
  done: ['pruned'],
  pruned: [],
  withdrawn: [],
};
const LONGEST_WAIT_MS = 30 * 60_000;
const FIRST_WAIT_MS = 5000;
const MOST_DOUBLINGS = 12; // beyond it the longest wait is reached anyway
const MISMATCHES_ALLOWED = 1; // a second damaged arrival is no accident of the line

/** A move that the rules do not allow; the row stays as it was. */
export class MoveError extends Error {
  /** @param {string} from @param {string} to */
  constructor(from, to) {
    super(`${from} cannot become ${to}`);
    this.name = 'MoveError';
    this.code = 'move';
  }
}

/**
 * @param {any} row @param {string} state @param {number} now milliseconds @param {any} [change] @returns {any} a new row
 * @throws {MoveError}
 */
function moved(row, state, now, change = {}) {
  if (!MOVES[row.state]?.includes(state)) throw new MoveError(row.state, state);
  return { ...row, ...change, state, at: now };
}

/** @param {{id: string, account: string, slip: string, fields: any, step?: string}} begun @param {number} now */
export function newDraft({ id, account, slip, fields, step }, now) {
  return { id, account, type: 'complaint', state: 'draft', created_at: now, at: now, slip, fields, step };
}

/** @param {{id: string, account: string, act: string, complaint: string}} begun @param {number} now */
export function newAct({ id, account, act, complaint }, now) {
  return { id, account, type: 'act', state: 'draft', created_at: now, at: now, act, complaint };
}

/** What of a complaint may stay on the phone after its receipt: no name, no word of the resident. */
function cardOf(fields) {
  const { kind = 'complaint', category = '', place = {} } = fields;
  return { kind, category, district: place.district ?? '', village: place.village ?? '' };
}

/**
 * Write a row's content as the bytes that are sent and never change again.
 * @param {any} row a draft @param {any} envelope device, its time and build (docs/sync.md, "Complaint") @param {any} [act] an act's lang, at and fields
 * @returns {Uint8Array}
 */
export function frozenBytes(row, envelope, act) {
  const head = { schema: 1, id: row.id, account: row.account, ...envelope };
  const content = row.type === 'act'
    ? { act: row.act, complaint: row.complaint, ...act, attachments: [] }
    : { kind: 'complaint', category: '', money_asked: 'unsaid', sensitive: false, ...row.fields, slip: row.slip, attachments: [] };
  return new TextEncoder().encode(JSON.stringify({ ...head, ...content }));
}

/** draft → queued: the words stand in the frozen bytes only. @param {any} row @param {Uint8Array} bytes @param {string} sha256 @param {number} now */
export function queued(row, bytes, sha256, now) {
  const { fields, step, ...rest } = row;
  const card = row.type === 'complaint' ? { card: cardOf(fields) } : {};
  return moved(rest, 'queued', now, { ...card, bytes, sha256, next_at: now, attempts: 0 });
}

/** @param {any} row @param {any} receipt @returns {boolean} whether the server's word speaks of these very bytes */
export function isReceiptOf(row, receipt) {
  return receipt?.id === row.id && receipt.payload_sha256 === row.sha256 && typeof receipt.received_at === 'string';
}

/**
 * queued → received, and on to done when nothing else has to be sent: bytes go, and the slip code once it was shown.
 * @param {any} row @param {any} answer receipt, state, fields, applied, code @param {number} now @throws {MoveError}
 */
export function received(row, answer, now) {
  if (!isReceiptOf(row, answer.receipt)) throw new MoveError(row.state, 'received');
  const { bytes, next_at: _next, reason: _reason, ...rest } = row;
  const { receipt, state, fields, code } = answer;
  const server = { state, at: receipt.received_at, ...(fields ? { fields } : {}), ...(code ? { code } : {}) };
  const kept = moved(rest, 'received', now, { server, reference: receipt.reference });
  return moved(kept.slip_shown ? withoutSlip(kept) : kept, 'done', now);
}

/** @param {any} row @returns {any} the row without its slip code */
export function withoutSlip({ slip: _slip, ...row }) {
  return row;
}

/** The slip was shown to the resident: its code goes as soon as the receipt is there. @param {any} row @param {number} now */
export function slipShown(row, now) {
  const shown = { ...row, slip_shown: true, at: row.at ?? now };
  return row.state === 'queued' || row.state === 'held' ? shown : withoutSlip(shown);
}

/** @param {number} attempts so far @param {() => number} [random] 0 ≤ r < 1 @returns {number} milliseconds to wait: full jitter */
export function backoffMs(attempts, random = Math.random) {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, MOST_DOUBLINGS));
}

/** @param {number | undefined} retryAfterMs as the server asked @param {number} attempts @param {() => number} [random] */
export function waitMs(retryAfterMs, attempts, random = Math.random) {
  return retryAfterMs ? retryAfterMs + (random() * retryAfterMs) / 2 : backoffMs(attempts, random);
}

/**
 * What a failed sending makes of a row. Nothing here deletes; bytes and digest stay the same.
 * @param {any} row @param {import('../lib/http.js').Outcome} outcome @param {number} now @param {() => number} [random]
 * @returns {any} the row, held when only the user can help, else waiting longer; unchanged while the account is held
 */
export function failed(row, outcome, now, random = Math.random) {
  if (row.state !== 'queued' || outcome.kind === 'hold' || outcome.kind === 'revoked') return row;
  const mismatches = (row.mismatches ?? 0) + Number(outcome.code === 'digest-mismatch');
  if (outcome.kind === 'user' || mismatches > MISMATCHES_ALLOWED) {
    return moved(row, 'held', now, { reason: outcome.code, mismatches });
  }
  const attempts = row.attempts + 1;
  const refusals = (row.refusals ?? 0) + Number(outcome.status > 0); // no answer says nothing about this row
  const last = { code: outcome.code, at: now };
  const told = Boolean(outcome.retryAfterMs); // the server named a time: opening the app does not shorten it
  return { ...row, attempts, refusals, mismatches, last, told, next_at: now + waitMs(outcome.retryAfterMs, row.attempts, random) };
}

/** Another act took this one's place, or the complaint was opened as a copy. @param {any} row @param {number} now */
export function superseded(row, now) {
  return moved(row, 'withdrawn', now);
}

/** done → pruned: a week later the server still knows it. @param {any} row @param {number} now */
export function pruned(row, now) {
  return moved(row, 'pruned', now);
}
