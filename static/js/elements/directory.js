/**
 * Places, categories and offices by the names of the page's language, out of the directory on the phone.
 * Separate because lists, cards and forms all name the same things.
 */

import { officesOf } from '../lib/offices.js';
import { storedDirectories } from '../outbox/feed.js';
import { lang } from './session.js';

/** @returns {Promise<any>} the directory in the page's language, else in another; null before the first contact */
export async function directory() {
  const stored = await storedDirectories();
  return (stored.find((one) => one.lang === lang) ?? stored[0])?.content ?? null;
}

/** @param {any} places the directory @param {string} [code] */
function categoryIn(places, code) {
  return (places?.categories ?? []).flatMap((top) => [top, ...top.subs]).find((one) => one.code === code);
}

/** @param {string} code @returns {Promise<{name: string, days: number} | undefined>} */
export async function category(code) {
  return categoryIn(await directory(), code);
}

/** Put names beside the codes of an entry. @param {any} entry @param {any} places the directory */
export function named(entry, places) {
  const district = places?.districts.find((one) => one.code === entry.district);
  return { ...entry, categoryName: categoryIn(places, entry.category)?.name, districtName: district?.name };
}

/** Fill a list of a repair form from the directory. @param {HTMLSelectElement} list @param {string} [district] of the complaint */
export async function fillList(list, district) {
  const places = await directory();
  if (!places || list.options.length > 1) return;
  const tehsils = places.districts.filter((one) => !district || one.code === district).flatMap((one) => one.tehsils);
  const options = {
    'place.district': places.districts.map(({ code, name }) => [code, name]),
    'place.tehsil': tehsils,
    'accused.office': officesOf(places, district ?? '').map(({ code, name }) => [code, name]),
    'accused.school': places.schools.filter((school) => !district || school[1] === district).map((school) => [school[0], school[3]]),
  }[list.name] ?? [];
  list.append(...options.map(([value, label]) => new Option(label, value)));
}
