import { signal } from '@preact/signals';
import type { InboxItem } from '../api/inbox';
import { get, isNotFound, remove } from '../api/http';
import type { Listing } from '../api/shapes';
import { unreadThreads } from './arrange';

/** What waits for me, the newest first; null until it is known. */
export const inbox = signal<InboxItem[] | null>(null);

export const setInbox = (items: InboxItem[]): void => void (inbox.value = items);

export async function readInbox(): Promise<void> {
  setInbox((await get<Listing<InboxItem>>('/api/inbox')).items);
}

/** Gone at once; back again where the server could not take it out. What came meanwhile stays. */
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

/** What is looked at is seen; what waits for an answer goes on waiting. */
export const isSeenByOpening = (item: InboxItem): boolean => item.kind === 'run' || item.kind === 'share' || item.kind === 'mention';

/** How much asks for my attention: what is in the inbox, and threads with something new. A mention is both and counts once. */
export const waitingCount = (): number => (inbox.value ?? []).filter((item) => item.kind !== 'mention').length + unreadThreads().length;
