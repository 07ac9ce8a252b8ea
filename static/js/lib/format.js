/**
 * Dates, distances in time, numbers and lists, as intermediary/core/dates.py prints them.
 * Separate because browsers have almost no Pashto: never Intl here. The words come from the
 * server's own tables, inside the phone's wording catalogue (`formats`).
 */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
/** [from this many seconds on, seconds of one unit, name] */
const STEPS = [
  [365 * DAY, 365 * DAY, 'year'],
  [30 * DAY, 30 * DAY, 'month'],
  [14 * DAY, 7 * DAY, 'week'],
  [DAY, DAY, 'day'],
  [HOUR, HOUR, 'hour'],
  [MINUTE, MINUTE, 'minute'],
];
/** Asia/Karachi: five hours east, no summer time since 2009. */
const KARACHI_MS = 5 * HOUR * 1000;

/** Until tables are loaded: plain dates and short English, so that a page never stops for a word. */
const plainUnits = (/** @type {string} */ pattern) => Object.fromEntries(
  STEPS.map(([, , unit]) => [unit, [1, 2].map(() => pattern.replace('{unit}', String(unit)))]),
);
/** @type {any} */
let table = {
  group: ',', decimal: '.', comma: ', ', and: '{0}, {1}', or: '{0} / {1}', now: '0', today: '0',
  date: '{d}.{MMMM}.{y}', datetime: '{d}.{MMMM}.{y}, {H}:{mm}',
  months: Array.from({ length: 12 }, (_, month) => String(month + 1)),
  past: plainUnits('-{n} {unit}'), future: plainUnits('+{n} {unit}'), remaining: plainUnits('+{n} {unit}'),
};

/**
 * Take the tables of the language to print in; call it once before anything else.
 * @param {any} formats
 */
export function loadFormats(formats) {
  table = formats;
}

/** @param {Date | string | number} value a moment, or a calendar day "2025-07-09" */
function inKarachi(value) {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return new Date(value);
  return new Date(new Date(value).getTime() + KARACHI_MS);
}

/** @param {string} pattern @param {Date} local its UTC fields hold Pakistan's time */
function fill(pattern, local) {
  return pattern
    .replace('{d}', String(local.getUTCDate()))
    .replace('{MMMM}', table.months[local.getUTCMonth()])
    .replace('{y}', String(local.getUTCFullYear()))
    .replace('{H}', String(local.getUTCHours()))
    .replace('{mm}', String(local.getUTCMinutes()).padStart(2, '0'));
}

/** @param {string[]} forms @param {number} number */
function counted(forms, number) {
  return (number === 1 ? forms[0] : forms[1]).replace('{n}', String(number));
}

/**
 * The day in words: 9 July 2025.
 * @param {Date | string | number} value
 */
export function formatDate(value) {
  return fill(table.date, inKarachi(value));
}

/**
 * The moment in Pakistan's time: 9 July 2025, 15:04.
 * @param {Date | string | number} value
 */
export function formatDateTime(value) {
  return fill(table.datetime, inKarachi(value));
}

/**
 * The distance to a moment, past or coming: 3 days ago, in 2 hours.
 * @param {Date | string | number} value
 * @param {Date | number} [now]
 */
export function formatAgo(value, now = Date.now()) {
  const seconds = Math.trunc((Number(now) - new Date(value).getTime()) / 1000);
  const words = seconds >= 0 ? table.past : table.future;
  const distance = Math.abs(seconds);
  for (const [least, unitSeconds, unit] of STEPS) {
    if (distance >= least) return counted(words[unit], Math.floor(distance / unitSeconds));
  }
  return table.now;
}

/**
 * What remains of a promise: 3 days left, today; a missed one: 2 days ago.
 * @param {number} days
 */
export function formatDaysLeft(days) {
  if (days === 0) return table.today;
  return counted((days > 0 ? table.remaining : table.past).day, Math.abs(days));
}

/**
 * The number with its thousands marked: 38,750; at most two decimals.
 * @param {number} value
 */
export function formatNumber(value) {
  const [whole, rest] = value.toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, table.group);
  const decimals = rest.replace(/0+$/, '');
  return decimals ? `${grouped}${table.decimal}${decimals}` : grouped;
}

/**
 * The values in one phrase: a, b and c.
 * @param {string[]} values
 * @param {'and' | 'or'} [word]
 */
export function formatList(values, word = 'and') {
  if (values.length < 2) return values.join('');
  const first = values.slice(0, -1).join(table.comma);
  return table[word].replace('{0}', () => first).replace('{1}', () => values.at(-1));
}
