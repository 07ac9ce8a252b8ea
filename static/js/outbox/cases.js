/**
 * One's own complaints as a person sees them: rows of this phone and what the server told, put together.
 * Separate because it is pure; a complaint may stand only here, only there, or in both.
 */

const CLOSED = new Set(['confirmed', 'unconfirmed', 'declined', 'merged', 'withdrawn']);
const UNSENT = new Set(['queued', 'held']);
/** What is asked of me → the acts that answer it. */
const ANSWERS = { answer: ['answer'], repair: ['repair'], visit: ['confirm', 'dispute', 'feedback'], feedback: ['feedback', 'confirm'] };
/** After these events the question how it went is answered. */
const TOLD = new Set(['complaint:feedback_given', 'complaint:confirmed', 'complaint:disputed']);
/** After these the resident has said whether it is solved. */
const SAID = new Set(['complaint:confirmed', 'complaint:disputed']);

/**
 * @typedef {object} Case
 * @property {string} id @property {string} state the phone's while unsent, then the server's
 * @property {string} [reason] why it is held @property {string} [reference] @property {string} [category] @property {string} [district] @property {string} [village]
 * @property {string | null} dueOn @property {number | string} at @property {boolean} hasSlip @property {any[]} changes oldest first
 * @property {string[]} pendingActs @property {string} [heldAct] why an act is held @property {any[]} fields faults to repair
 * @property {string[]} asks @property {boolean} needsMe
 * @property {boolean} isMerged it stands where the case stands that it was merged into @property {'needs'|'waiting'|'sent'|'closed'} group
 */

/** @param {any} row @param {any} last @returns {{state: string, at: number | string, fields: any[], asks: string[], isMerged?: boolean}} the newer word wins */
function standing(row, last) {
  if (row && UNSENT.has(row.state)) return { state: row.state, at: row.created_at, fields: [], asks: [] };
  if (row?.state === 'withdrawn') return { state: 'withdrawn', at: row.at, fields: [], asks: [] };
  if (row?.server && (!last || row.server.at > last.at)) {
    const { state, at, fields = [] } = row.server;
    return { state, at, fields, asks: state === 'needs_attention' ? ['repair'] : [] };
  }
  return { state: last.state, at: last.at, fields: last.fields ?? row?.server?.fields ?? [], asks: last.asks ?? [], isMerged: Boolean(last.merged) };
}

/**
 * Has the resident said this already? What neighbours of a merged complaint said (`shared`) does not count.
 * @param {string} ask @param {any[]} changes @param {boolean} isMerged
 */
function isTold(ask, changes, isMerged) {
  const own = (/** @type {any[]} */ lines, /** @type {Set<string>} */ events) => lines.some((line) => !line.shared && events.has(line.event));
  if (ask === 'feedback') return own(changes, TOLD);
  const claimed = changes.map((change) => change.event).lastIndexOf('complaint:claimed');
  return ask === 'visit' && isMerged && own(changes.slice(claimed + 1), SAID);
}

/** @param {string} id @param {any} row @param {any[]} changes @param {any[]} acts @returns {Case} */
function caseFrom(id, row, changes, acts) {
  const last = changes.at(-1);
  const { state, at, fields, asks, isMerged = false } = standing(row, last);
  const pendingActs = acts.filter((act) => act.state === 'queued').map((act) => act.act);
  const heldAct = acts.find((act) => act.state === 'held')?.reason;
  const open = asks.filter((ask) => !isTold(ask, changes, isMerged) && !ANSWERS[ask]?.some((act) => pendingActs.includes(act)));
  const needsMe = Boolean(open.length || heldAct || state === 'held');
  const group = needsMe ? 'needs' : state === 'queued' ? 'waiting' : CLOSED.has(state) ? 'closed' : 'sent';
  return {
    id, state, at, fields, pendingActs, heldAct, needsMe, isMerged, group, changes, asks: open,
    ...(row?.card ?? {}), ...(last?.card ?? {}),
    reason: row?.reason, reference: last?.card?.reference ?? row?.reference,
    dueOn: last?.due_on ?? null, hasSlip: Boolean(row?.slip),
  };
}

/** @template T @param {T[]} list @param {(one: T) => string} key @returns {Map<string, T[]>} */
function grouped(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/** @param {any[]} rows of one account @param {any[]} changes of the same @returns {Case[]} newest first */
export function casesFrom(rows, changes) {
  const complaints = new Map(rows.filter((row) => row.type === 'complaint' && row.state !== 'draft').map((row) => [row.id, row]));
  const told = grouped(changes, (change) => change.id);
  const acts = grouped(rows.filter((row) => row.type === 'act'), (row) => row.complaint);
  const ids = new Set([...complaints.keys(), ...told.keys()]);
  return [...ids]
    .map((id) => caseFrom(id, complaints.get(id), told.get(id) ?? [], acts.get(id) ?? []))
    .sort((a, b) => new Date(b.at).getTime() - new Date(a.at).getTime());
}
