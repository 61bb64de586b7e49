import { signal } from '@preact/signals';
import type { InboxItem } from '../api/inbox';
import { get, isNotFound, remove } from '../api/http';
import type { Listing } from '../api/shapes';
import { unreadThreads } from './arrange';

/** My inbox items, newest first. Null until loaded. */
export const inbox = signal<InboxItem[] | null>(null);

/** Whether the server has older items than those in the list. */
export const hasOlderItems = signal(false);

/** The length of the stream's list, and the most that one request returns. */
const usual = 50;
const most = 200;

/** The requested number of items. */
let wanted = usual;

export const setInbox = (items: InboxItem[]): void => void (inbox.value = items);

export const fetchInbox = (): Promise<Listing<InboxItem>> => get(wanted === usual ? '/api/inbox' : `/api/inbox?limit=${wanted}`);

export async function readInbox(): Promise<void> {
  const { items, continuation } = await fetchInbox();
  setInbox(items);
  hasOlderItems.value = !!continuation && wanted < most;
}

/** Applies the newest items from the stream. A full list can be shorter than the list here, which is then read again. */
export function heardInbox(items: InboxItem[]): void {
  if (items.length < usual) {
    hasOlderItems.value = false;
    return setInbox(items);
  }
  if (wanted === usual) setInbox(items);
  void readInbox().catch(() => {});
}

export async function readOlderItems(): Promise<void> {
  wanted = most;
  await readInbox();
}

/** Removes an item optimistically and restores it if the server fails. Items that arrived meanwhile remain. */
export async function dismissItem(item: InboxItem): Promise<void> {
  setInbox((inbox.value ?? []).filter((one) => one.id !== item.id));
  try {
    await remove(`/api/inbox/${item.id}`);
  } catch (failure) {
    if (isNotFound(failure)) return;
    const left = inbox.value ?? [];
    if (!left.some((one) => one.id === item.id)) setInbox([...left, item].sort((a, b) => b.at.localeCompare(a.at)));
    throw failure;
  }
}

/** Returns whether opening an item marks it as seen. Items that require an answer remain. */
export const isSeenByOpening = (item: InboxItem): boolean => item.kind === 'run' || item.kind === 'share' || item.kind === 'mention' || item.kind === 'assignment';

/** Returns the number of inbox items and threads with unread messages. A mention is both and counts once. */
export const waitingCount = (): number => (inbox.value ?? []).filter((item) => item.kind !== 'mention').length + unreadThreads().length;
