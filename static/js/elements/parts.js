/**
 * Finding, cloning and filling the parts of a screen; every word goes in as text, never as markup.
 * Separate because all elements share it, and it is the one place where data meets the page.
 */

/** @param {ParentNode} root @param {string} name @returns {HTMLElement} */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** @param {string} id of a template @returns {HTMLElement} its first element, alive */
export function clone(id) {
  const { content } = document.getElementById(id);
  return document.importNode(content, true).firstElementChild;
}

/** Write a text and show its place; an empty one hides it. @param {HTMLElement} place @param {string} [text] */
export function say(place, text = '') {
  place.textContent = text;
  place.hidden = !text;
}

/** Show words that a person typed in their own language and direction. */
export function sayTyped(place, text, lang) {
  say(place, text);
  const known = ['ps', 'ur', 'en'].includes(lang);
  if (known) place.lang = lang;
  place.dir = known ? (lang === 'en' ? 'ltr' : 'rtl') : 'auto';
}

/** @param {string} name of a word in the words template, e.g. `state.received` @returns {string} */
export function word(name) {
  const found = document.getElementById('words').content.querySelector(`[data-word="${CSS.escape(name)}"]`);
  return found?.textContent ?? '';
}

/** Tell it to people who listen to the page. @param {string} text */
export function announce(text) {
  part(document, 'announcer').textContent = text;
}

/** @param {HTMLElement} element @param {string} name @param {any} [detail] */
export function fire(element, name, detail) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

/** Keep an element's view current while it is on the page. @param {HTMLElement} element @param {(draw: () => void) => () => void} subscribe @param {() => void} draw */
export function follow(element, subscribe, draw) {
  const stop = subscribe(() => (element.isConnected ? draw() : stop()));
  draw();
}

/** @param {string} tag @param {CustomElementConstructor} element */
export function define(tag, element) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** Ask before something that cannot be undone. @param {HTMLElement} host @param {string} template of a dialog with "yes" and "no" @param {() => void} onYes */
export function ask(host, template, onYes) {
  const question = clone(template);
  host.append(question);
  part(question, 'no').addEventListener('click', () => question.remove());
  part(question, 'yes').addEventListener('click', onYes);
  question.showModal();
}
