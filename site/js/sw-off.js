// In the place of the service worker where a site is built without one: takes its predecessor and all
// that it kept off the device, and then itself.
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => {
  const gone = async () => {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith('sandtable-'));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await registration.unregister();
  };
  event.waitUntil(gone());
});
