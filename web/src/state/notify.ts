import { signal } from '@preact/signals';
import type { InboxItem } from '../api/inbox';
import type { Thread } from '../api/shapes';
import { isNews } from './arrange';
import { safeTitleOf, threads } from './directory';
import { inbox, isUnreadMessage, wordsOf } from './inbox';
import { t } from '../words/say';
import { visible } from './online';
import type { Pushing } from './push';
import { go, threadPath } from './route';
import { myself } from './session';

const key = 'onbehalf.notify';
const eyes = 'onbehalf.eyes';

type Notifying = 'unsupported' | 'off' | 'on' | 'refused';

function wanted(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

function now(): Notifying {
  if (!('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'refused';
  return wanted() && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Whether this browser shows notifications while the app is in the background. */
export const notifying = signal<Notifying>(now());

/** Whether the server can send push messages to this browser while no page is open. */
export const pushing = signal<Pushing>('off');

/** Subscribes to push if notifications are on: when they are turned on, and once per page, because browsers end subscriptions. */
export async function resumePush(): Promise<void> {
  const me = myself();
  if (notifying.value !== 'on' || !me) return;
  const { joinPush } = await import('./push');
  pushing.value = await joinPush(me.subject).catch(() => 'off' as const);
}

export async function endPush(): Promise<void> {
  const { leavePush } = await import('./push');
  await leavePush();
  pushing.value = 'off';
}

export async function notifyMe(on: boolean): Promise<void> {
  if (on && 'Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
  try {
    if (on) localStorage.setItem(key, 'on');
    else localStorage.removeItem(key);
  } catch {
    // Without storage, the choice cannot be saved and stays off.
  }
  notifying.value = now();
  await (on ? resumePush() : endPush()).catch(() => {});
}

// Another tab turned notifications on or off.
addEventListener('storage', (event) => {
  if (event.key === key) notifying.value = now();
});

let lookAway = (): void => {};

// A visible page holds this lock, so that other tabs show no notification.
visible.subscribe((isVisible) => {
  lookAway();
  if (!isVisible || !('locks' in navigator)) return;
  const away = new Promise<void>((resolve) => (lookAway = resolve));
  navigator.locks.request(eyes, { mode: 'shared' }, () => away).catch(() => {});
});

async function isSeenElsewhere(): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const locks = await navigator.locks.query().catch(() => null);
  return !!locks?.held?.some((one) => one.name === eyes);
}

/** Shows a notification. It never contains message text, because it also appears on a locked screen. */
async function show(title: string, body: string, tag: string, href: string): Promise<void> {
  if (notifying.value !== 'on' || visible.value || (await isSeenElsewhere())) return;
  try {
    const shown = new Notification(title, { body, tag, icon: '/icon.svg' });
    shown.onclick = () => {
      window.focus();
      go(href);
      shown.close();
    };
  } catch {
    // Some browsers allow only service workers to show notifications.
    notifying.value = 'unsupported';
  }
}

export function tellOfThread(thread: Thread): void {
  const before = threads.value?.find((one) => one.id === thread.id);
  if (threads.value && isNews(thread) && thread.unread > (before?.unread ?? 0))
    void show(safeTitleOf(thread), t('New messages.'), thread.id, threadPath(thread.id));
}

export function tellOfInbox(items: InboxItem[]): void {
  // With push, the service worker shows the notifications.
  if (!inbox.value || pushing.value === 'on') return;
  const known = new Set(inbox.value.map((item) => `${item.id} ${item.at}`));
  for (const item of items) {
    // A mention is already notified as a message of its thread.
    if (isUnreadMessage(item) || known.has(`${item.id} ${item.at}`)) continue;
    const said = item.kind === 'confirmation' ? t('A confirmation is waiting for you.') : wordsOf(item);
    void show('Onbehalf', said, item.id, item.artifactTitle ? item.href : '/inbox');
  }
}
