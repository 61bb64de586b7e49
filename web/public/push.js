// The service worker of notifications: it shows that something waits, and opens the inbox. It caches nothing and answers no requests.
const words = {
  en: {
    confirmation: 'A confirmation is waiting for you.',
    proposal: 'A change to one of your automations is proposed.',
    run: 'One of your automations has a result.',
    parked: 'One of your automations waits for you.',
    mention: 'You were mentioned.',
    share: 'An answer was shared with you.',
    assignment: 'Something was assigned to you.',
    other: 'Something is waiting for you.',
  },
  de: {
    confirmation: 'Eine Bestätigung wartet auf Sie.',
    proposal: 'Für eine Ihrer Automationen wird eine Änderung vorgeschlagen.',
    run: 'Eine Ihrer Automationen hat ein Ergebnis.',
    parked: 'Eine Ihrer Automationen wartet auf Sie.',
    mention: 'Sie wurden erwähnt.',
    share: 'Eine Antwort wurde mit Ihnen geteilt.',
    assignment: 'Ihnen wurde etwas zugewiesen.',
    other: 'Etwas wartet auf Sie.',
  },
};

function kindOf(data) {
  try {
    return String(data?.json().kind);
  } catch {
    return 'other';
  }
}

async function show(kind) {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Whoever looks at the app sees it there.
  if (pages.some((page) => page.visibilityState === 'visible')) return;
  const own = words[navigator.language.startsWith('de') ? 'de' : 'en'];
  await registration.showNotification('Onbehalf', { body: Object.hasOwn(own, kind) ? own[kind] : own.other, tag: `push-${kind}`, icon: '/icon.svg' });
}

async function open() {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === location.origin);
  if (!page) return clients.openWindow('/inbox');
  await page.focus();
  page.postMessage({ go: '/inbox' });
}

addEventListener('push', (event) => event.waitUntil(show(kindOf(event.data))));
addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open());
});
