import { signal } from '@preact/signals';

/** True if the browser has a network connection. */
export const online = signal(navigator.onLine);

addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));

/** True if this page is visible. */
export const visible = signal(document.visibilityState === 'visible');

document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'));
