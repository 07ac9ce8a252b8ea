/**
 * The slip's picture opens /track#<code>: take the code out of the address and ask with it.
 * The fragment never leaves the phone by itself; the code travels in the body of a POST.
 */

import { isSlipCode, readSlipCode } from './lib/slip.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('[data-part="ask"]'));
const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('slip'));

/** Put the code of the address into the form, forget the address, and ask if the code is whole. */
function takeCode() {
  const code = readSlipCode(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, '', location.pathname); // who borrows the phone finds no code
  input.value = code;
  if (isSlipCode(code)) form.requestSubmit();
}

takeCode();
addEventListener('hashchange', takeCode);
