import { patch, put, remove } from '../api/http';
import type { Thread } from '../api/shapes';
import { newestFirst, threads } from './directory';
import { visible } from './online';
import { route } from './route';

export interface Arrangement {
  pinned?: boolean;
  muted?: boolean;
  archived?: boolean;
  unread?: boolean;
}

/** Replaces a thread by the server's version, including fields that are absent now. */
export function replaced(thread: Thread): void {
  const others = (threads.value ?? []).filter((one) => one.id !== thread.id);
  threads.value = newestFirst([...others, thread]);
}

/** A person's own list settings of a thread. */
export async function arrange(thread: string, change: Arrangement): Promise<void> {
  replaced(await patch<Thread>(`/api/me/threads/${thread}`, change));
}

/** Renames a thread for all its members. */
export async function rename(thread: string, title: string): Promise<void> {
  replaced(await patch<Thread>(`/api/threads/${thread}`, { title }));
}

/** Sets the members of a thread outside a room, besides me, its owner. */
export async function setThreadMembers(thread: string, members: string[]): Promise<void> {
  replaced(await put<Thread>(`/api/threads/${thread}/members`, { members }));
}

export async function leave(thread: string): Promise<void> {
  await remove(`/api/me/threads/${thread}`);
  threads.value = (threads.value ?? []).filter((one) => one.id !== thread);
}

/** Returns the threads for lists: without archived ones, pinned ones first. */
export const inListOrder = (all: Thread[]): Thread[] => {
  const shown = all.filter((thread) => !thread.archived);
  return [...shown.filter((thread) => thread.pinned), ...shown.filter((thread) => !thread.pinned)];
};

/** Groups the threads inside rooms by their room, in the given order. */
export function byRoom(all: Thread[]): Map<string, Thread[]> {
  const found = new Map<string, Thread[]>();
  for (const thread of all) {
    if (!thread.roomId) continue;
    const inside = found.get(thread.roomId);
    if (inside) inside.push(thread);
    else found.set(thread.roomId, [thread]);
  }
  return found;
}

/** Returns whether a thread has unread messages that I want to be notified of. The open thread counts as read. */
export const isNews = (thread: Thread): boolean =>
  thread.unread > 0 && !thread.muted && !thread.archived && !(visible.value && route.value.page === 'thread' && route.value.id === thread.id);

/** Returns the number of unread messages that I want to be notified of. */
export const unreadOf = (thread: Thread): number => (isNews(thread) ? thread.unread : 0);

export const unreadThreads = (): Thread[] => (threads.value ?? []).filter(isNews);
