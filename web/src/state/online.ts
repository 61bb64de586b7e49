import { signal } from '@preact/signals';

/** Whether the browser has a network at all. */
export const online = signal(navigator.onLine);

addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));

/** Whether this page is visible. */
export const visible = signal(document.visibilityState === 'visible');

document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'));
