/**
 * What phones get in place of the worker when it must go: it puts the app's files away and ends itself.
 * Nothing that people wrote is touched; the app goes on with a signal (docs/sync.md, "Service worker").
 */

const OURS = /^(shell|words)-/;

addEventListener('install', () => self.skipWaiting());

addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (OURS.test(name)) await caches.delete(name);
  await self.registration.unregister();
})()));
