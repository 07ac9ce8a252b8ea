/** The teacher's app: opens the phone's store, shows the screen that the address names, keeps the worker. */

import './elements/act-form.js';
import './elements/category-finder.js';
import './elements/complaint-detail.js';
import './elements/complaint-form.js';
import './elements/complaint-list.js';
import './elements/consent-statement.js';
import './elements/home-screen.js';
import './elements/more-screen.js';
import './elements/place-picker.js';
import './elements/queue-state.js';
import './elements/read-back.js';
import './elements/ready-line.js';
import './elements/slip-card.js';
import './elements/update-offer.js';
import { clone, part, say } from './elements/parts.js';
import * as phone from './elements/phone.js';
import { loadWords } from './lib/words.js';

const UPDATE_EVERY_MS = 6 * 3600 * 1000;
const SCREENS = { home: 'home', new: 'new', slip: 'slip', complaints: 'complaints', complaint: 'complaint', more: 'more' };
const PLACES = { new: 'home', slip: 'home', complaint: 'complaints' };
const appName = document.title;

/** Show the screen of the address: #screen/id/step. */
async function show() {
  const [name, id, step] = location.hash.slice(1).split('/');
  const screen = SCREENS[name] ?? 'home';
  if (screen === 'new' && !id) {
    const draft = await phone.newDraft();
    location.replace(draft ? `#new/${draft}` : '#home');
    return;
  }
  const element = clone(`screen-${screen}`);
  Object.assign(element.dataset, id ? { id } : {}, step ? { step } : {});
  const main = document.getElementById('main');
  main.replaceChildren(element);
  document.title = `${element.querySelector('h1').textContent} – ${appName}`;
  for (const link of document.querySelectorAll('.bottom-bar a')) {
    if (link.dataset.place === (PLACES[screen] ?? screen)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function showNetwork() {
  part(document, 'network').hidden = navigator.onLine;
}

/** Register the worker; the policy is named in the content security policy. */
async function keepWorker() {
  if (!('serviceWorker' in navigator)) return;
  const policy = globalThis.trustedTypes?.createPolicy('intermediary-worker', {
    createScriptURL: () => '/field/service-worker.js',
  });
  const url = policy ? policy.createScriptURL('') : '/field/service-worker.js';
  const registration = await navigator.serviceWorker.register(url, { scope: '/field/', type: 'module', updateViaCache: 'none' });
  const offer = document.querySelector('update-offer');
  const look = () => registration.waiting && navigator.serviceWorker.controller && offer.offer(registration);
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  look();
  setInterval(() => registration.update().catch(() => {}), UPDATE_EVERY_MS);
}

async function begin() {
  await loadWords(document.documentElement.dataset.catalogue);
  try {
    await phone.open();
  } catch (error) {
    say(part(document, 'trouble'), phone.troubleWords(error));
    return;
  }
  addEventListener('hashchange', show);
  document.addEventListener('go', (event) => { location.hash = event.detail; });
  document.addEventListener('language-chosen', () => location.reload());
  addEventListener('online', showNetwork);
  addEventListener('offline', showNetwork);
  showNetwork();
  await show();
  document.body.dataset.ready = 'true';
  phone.connect();
  await keepWorker().catch(() => {});
  if (phone.account()) navigator.storage?.persist?.().catch(() => {});
}

begin();
