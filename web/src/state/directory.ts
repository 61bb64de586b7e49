import { signal } from '@preact/signals';
import { get, post, put, query, sentence } from '../api/http';
import type { Listing, Person, Room, Thread } from '../api/shapes';
import { plural, t } from '../words/say';
import { isMe, myself } from './session';

const mostPages = 10;

export const threads = signal<Thread[] | null>(null);
export const rooms = signal<Room[]>([]);
export const railProblem = signal<string | null>(null);

/** Loads every page, because the pages have no order that is meaningful to a person. */
async function everything<T>(path: string, onPage?: (found: T[]) => void): Promise<T[]> {
  const found: T[] = [];
  let continuation: string | undefined;
  for (let page = 0; page === 0 || (continuation && page < mostPages); page++) {
    const some: Listing<T> = await get(`${path}${query({ limit: '200', continuation })}`);
    found.push(...some.items);
    continuation = some.continuation;
    if (continuation) onPage?.(found);
  }
  return found;
}

export const newestFirst = (all: Thread[]): Thread[] => all.sort((a, b) => (a.lastAt < b.lastAt ? 1 : a.lastAt > b.lastAt ? -1 : 0));

export const fetchThreads = (onPage?: (found: Thread[]) => void): Promise<Thread[]> => everything('/api/threads', onPage);

const byId = (all: Thread[]): Map<string, Thread> => new Map(all.map((one) => [one.id, one]));

/** Combines loaded threads with those that changed, appeared or disappeared here since `before`. Those here are newer. */
function upToDate(loaded: Thread[], before: Map<string, Thread>): Thread[] {
  const here = byId(threads.value ?? []);
  const changed = [...here.values()].filter((one) => before.get(one.id) !== one);
  const newer = byId(changed);
  return [...loaded.filter((one) => !newer.has(one.id) && (here.has(one.id) || !before.has(one.id))), ...changed];
}

/** Loads all threads and rooms. The first load of many threads shows them page by page. */
export async function refresh(): Promise<void> {
  const isFirst = threads.value === null;
  let before = byId(threads.value ?? []);
  let placed = false;
  const publish = (loaded: Thread[]): void => {
    threads.value = newestFirst(upToDate(loaded, before));
    before = byId(loaded);
  };
  try {
    const places = everything<Room>('/api/rooms').then((found) => {
      rooms.value = found;
      placed = true;
    });
    const [mine] = await Promise.all([fetchThreads((found) => isFirst && placed && publish(found)), places]);
    publish(mine);
    railProblem.value = null;
  } catch (failure) {
    railProblem.value = sentence(failure);
  }
}

export async function refreshRooms(): Promise<void> {
  rooms.value = await everything<Room>('/api/rooms').catch(() => rooms.value);
}

/** Merges newer data of a thread into the list. */
export function learned(thread: Pick<Thread, 'id'> & Partial<Thread>): void {
  const known = threads.value ?? [];
  const before = known.find((one) => one.id === thread.id);
  // Partial data of an unlisted thread is not enough for a list row.
  if (!before && !thread.members) return;
  const after = { ...before, ...thread } as Thread;
  const others = known.filter((one) => one.id !== thread.id);
  threads.value = newestFirst([after, ...others]);
}

/** Removes a thread that I can no longer see. */
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
const mostNamed = 4;

export const isUntitled = (thread: Thread): boolean => !thread.title || thread.title === untitled;

/** Returns the other people of a thread, including those who left: it is still the conversation with them. */
export function othersIn(thread: Thread): Person[] {
  const everybody = [...(thread.people ?? []), ...thread.members];
  return everybody.filter((one, at) => !isMe(one.subject) && everybody.findIndex((other) => other.subject === one.subject) === at);
}

const isAmongPeople = (thread: Thread): boolean => !thread.roomId && !thread.named && othersIn(thread).length > 0;

/** The first words may contain a link. A title shows only its text. */
const plain = (title: string): string => title.replace(/\[([^\]]+)\]\([^)\s]*\)/g, '$1');

/** Returns the title: the given one, else the people, else the first words. */
export function titleOf(thread: Thread): string {
  if (isAmongPeople(thread)) {
    const names = othersIn(thread).map((one) => one.name);
    return names.length > mostNamed
      ? plural('{names} and {n} other', '{names} and {n} others', names.length - mostNamed + 1, { names: names.slice(0, mostNamed - 1).join(', ') })
      : names.join(', ');
  }
  return isUntitled(thread) ? t('Just me and the agent') : plain(thread.title);
}

/** Returns the title for a locked screen. It never contains the first words of a message. */
export const safeTitleOf = (thread: Thread): string =>
  thread.named || isAmongPeople(thread) ? titleOf(thread) : rooms.value.find((room) => room.id === thread.roomId)?.name ?? 'Onbehalf';

/** Returns the first words of a thread whose title is its people. They distinguish two threads with the same person. */
export const subtitleOf = (thread: Thread): string => (isAmongPeople(thread) && !isUntitled(thread) ? plain(thread.title) : '');

/** Returns the threads outside rooms. */
export const chatsOf = (all: Thread[]): Thread[] => all.filter((thread) => !thread.roomId);

/** Returns the name for a subject id, among the people that this page knows. */
export function nameOf(subject: string): string {
  const me = myself();
  if (me?.subject === subject) return me.name;
  const people = [...(threads.value ?? []), ...rooms.value].flatMap((place) => place.members);
  return people.find((person) => person.subject === subject)?.name ?? subject;
}
