/**
 * The offices that serve a district, worked out of the published directory.
 * Separate because the file for phones names only the offices that do not follow the rule.
 */

const PROVINCE = 'PK-KP';

/**
 * @param {{departments: any[], offices: any[], closed: string[]}} directory
 * @param {string} district code; empty: offices of the whole province
 * @returns {{code: string, name: string, department: string}[]} the district's own first
 */
export function officesOf(directory, district) {
  const closed = new Set(directory.closed);
  const own = [];
  const ofProvince = [];
  for (const { code: department, name, scope } of directory.departments) {
    const isLocal = scope === 'district';
    if (isLocal && !district) continue;
    const code = `${department}-${isLocal ? district : PROVINCE}`;
    if (!closed.has(code)) (isLocal ? own : ofProvince).push({ code, name, department });
  }
  for (const [code, department, place, name] of directory.offices) {
    if (!place) ofProvince.push({ code, name, department });
    else if (place === district) own.push({ code, name, department });
  }
  return [...own, ...ofProvince];
}
