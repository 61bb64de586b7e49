import { signal } from '@preact/signals';
import { get, post, put, sentence } from '../api/http';
import type { Listing, Room, Thread } from '../api/shapes';
import { isMe, myself } from './session';

const pollEvery = 15_000;

export const threads = signal<Thread[] | null>(null);
export const rooms = signal<Room[]>([]);
export const railProblem = signal<string | null>(null);

export async function refresh(): Promise<void> {
  try {
    const [mine, places] = await Promise.all([get<Listing<Thread>>('/api/threads?limit=100'), get<Listing<Room>>('/api/rooms?limit=100')]);
    threads.value = mine.items;
    rooms.value = places.items;
    railProblem.value = null;
  } catch (failure) {
    railProblem.value = sentence(failure);
  }
}

/** Other threads have no stream of their own here: the list is asked again now and then, while somebody looks. */
export function keepFresh(): () => void {
  const again = (): void => {
    if (document.visibilityState === 'visible') void refresh();
  };
  const timer = setInterval(again, pollEvery);
  document.addEventListener('visibilitychange', again);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', again);
  };
}

/** A thread as it is known better elsewhere: opened, read, said something in. */
export function learned(thread: Pick<Thread, 'id'> & Partial<Thread>): void {
  const known = threads.value ?? [];
  const before = known.find((one) => one.id === thread.id);
  const after = { ...before, ...thread } as Thread;
  const others = known.filter((one) => one.id !== thread.id);
  threads.value = [after, ...others].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
}

/** A thread that is no longer mine to see. */
export function forgotten(thread: string): void {
  threads.value = threads.value?.filter((one) => one.id !== thread) ?? null;
}

export async function openThread(wanted: { roomId?: string; title?: string; members?: string[] }): Promise<Thread> {
  const thread = await post<Thread>('/api/threads', wanted);
  learned(thread);
  return thread;
}

export async function createRoom(name: string, members: string[]): Promise<Room> {
  const room = await post<Room>('/api/rooms', { name, members });
  rooms.value = [...rooms.value, room];
  return room;
}

export async function setRoomMembers(room: string, members: string[]): Promise<void> {
  const changed = await put<Room>(`/api/rooms/${room}/members`, { members });
  rooms.value = rooms.value.map((one) => (one.id === changed.id ? changed : one));
}

const untitled = 'Conversation';

export const isUntitled = (thread: Thread): boolean => !thread.title || thread.title === untitled;

/** What a thread is called where nobody named it: the people in it. */
export function titleOf(thread: Thread): string {
  if (!isUntitled(thread)) return thread.title;
  const others = thread.members.filter((member) => !isMe(member.subject)).map((member) => member.name);
  return others.length ? others.join(', ') : 'Just me and the agent';
}

/** A name for a subject id, of the people this page knows. */
export function nameOf(subject: string): string {
  const me = myself();
  if (me?.subject === subject) return me.name;
  const people = [...(threads.value ?? []), ...rooms.value].flatMap((place) => place.members);
  return people.find((person) => person.subject === subject)?.name ?? subject;
}
