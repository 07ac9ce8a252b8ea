/** “A new version is ready”: taken only by a tap, and never while typed words are not on the disk. */

import { define, part } from './parts.js';

class UpdateOffer extends HTMLElement {
  /** @param {ServiceWorkerRegistration} registration with a waiting worker */
  offer(registration) {
    this.registration = registration;
    this.hidden = false;
  }

  connectedCallback() {
    part(this, 'take').addEventListener('click', async () => {
      const form = document.querySelector('complaint-form');
      if (form?.isDirty) await form.keep();
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      this.registration?.waiting?.postMessage({ type: 'skip-waiting' });
    });
  }
}

define('update-offer', UpdateOffer);
