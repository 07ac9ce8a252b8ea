/** “A new version is ready”: taken only by a tap, never while typed words are not on the disk or something is being sent. */

import { define, part } from './parts.js';
import * as phone from './phone.js';

const LOOK_AGAIN_MS = 500;

class UpdateOffer extends HTMLElement {
  /** @param {ServiceWorkerRegistration} registration with a waiting worker */
  offer(registration) {
    this.registration = registration;
    this.hidden = false;
  }

  connectedCallback() {
    part(this, 'take').addEventListener('click', async () => {
      const form = document.querySelector('complaint-form');
      part(this, 'take').disabled = true;
      if (form?.isDirty) await form.keep();
      while (await phone.isSending()) await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      this.registration?.waiting?.postMessage({ type: 'skip-waiting' });
    });
  }
}

define('update-offer', UpdateOffer);
