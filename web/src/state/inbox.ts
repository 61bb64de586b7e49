import { signal } from '@preact/signals';
import type { InboxItem } from '../api/inbox';
import { get, isNotFound, remove } from '../api/http';
import type { Listing } from '../api/shapes';
import { t } from '../words/say';
import { unreadThreads } from './arrange';
import { threads, titleOf } from './directory';

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
export const isSeenByOpening = (item: InboxItem): boolean =>
  item.kind === 'run' || item.kind === 'share' || item.kind === 'mention' || item.kind === 'assignment';

/** Returns the words of an item in the reader's language. Rare sentences come from the server, in English. */
export function wordsOf(item: InboxItem): string {
  const [name, title] = [item.by, item.artifactTitle];
  const thread = threads.value?.find((one) => one.id === item.threadId);
  switch (item.kind) {
    case 'confirmation': return thread ? t('Waits for your yes in “{title}”.', { title: titleOf(thread) }) : item.words;
    case 'proposal': return name ? t('{name} proposes a change.', { name }) : item.words;
    case 'share': return name ? t('{name} shared an answer with you.', { name }) : item.words;
    case 'mention':
      if (!name) return item.words;
      return title ? t('{name} mentioned you in a comment in “{title}”.', { name, title }) : t('{name} mentioned you.', { name });
    case 'assignment':
      if (!name) return item.words;
      return title && title !== item.title ? t('{name} assigned this to you in “{title}”.', { name, title }) : t('{name} assigned this to you.', { name });
    case 'run': return item.status === 'Completed' ? t('Finished.') : item.words;
    default: return item.words;
  }
}

/** Returns whether an item is an unread message, too: a mention in a thread, not one in an artifact. */
export const isUnreadMessage = (item: InboxItem): boolean => item.kind === 'mention' && !item.artifactTitle;

/** Returns the number of inbox items and threads with unread messages. A mention in a thread is both and counts once. */
export const waitingCount = (): number => (inbox.value ?? []).filter((item) => !isUnreadMessage(item)).length + unreadThreads().length;
