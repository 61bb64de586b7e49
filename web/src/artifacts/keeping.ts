import type { Kept } from './kept';

const root = 'onbehalf.unsent';
const keyOf = (...parts: string[]): string => [root, ...parts.map(encodeURIComponent)].join('/');

/** A storage entry: the unsent edits of one page in one artifact. */
export interface Entry {
  key: string;
  artifact: string;
}

/** The days for which the edits of an artifact that is not found remain in storage. */
export const daysKept = 7;

/** True after sign-out. The page still runs for a moment but must not write any more. */
let isClosed = false;

const names = (): string[] => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${root}/`));
  } catch {
    return [];
  }
};

const within = (...parts: string[]): string[] => names().filter((name) => name.startsWith(`${keyOf(...parts)}/`));

const stored = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

/** Returns the key for the time at which an entry's artifact was first not found: the entry's key without the page. */
const missingName = (name: string): string => name.split('/').slice(0, 3).join('/');

/** Returns the time in ms after which an entry is deleted. For an artifact that was found, this is always ahead. */
const deadlineOf = (name: string): number => (Number(stored(missingName(name))) || Date.now()) + daysKept * 86_400_000;

const isExpired = (name: string): boolean => Date.now() > deadlineOf(name);

const drop = (all: string[]): void => all.forEach((name) => localStorage.removeItem(name));

/**
 * Unsent edits in the browser's storage, by person, artifact and page. Sign-out deletes all of them. Sign-in deletes those of other people and
 * the expired ones. Web Locks show which open page owns an entry. Without Web Locks nothing is stored.
 */
export const keeping = {
  newKey: (subject: string, artifact: string): string => keyOf(subject, artifact, crypto.randomUUID()),
  /** Returns false if the storage is full or missing. */
  write(key: string, kept: string | null): boolean {
    try {
      if (kept === null) localStorage.removeItem(key);
      else if (isClosed || !navigator.locks) return false;
      else localStorage.setItem(key, kept);
      return true;
    } catch {
      return false;
    }
  },
  read(key: string): Kept | null {
    try {
      const kept = JSON.parse(stored(key) ?? 'null') as Kept | null;
      return kept?.form === 1 ? kept : null;
    } catch {
      return null;
    }
  },
  of: (subject: string): Entry[] => within(subject).flatMap((key) => {
    const [, , artifact, page] = key.split('/');
    return artifact && page ? { key, artifact: decodeURIComponent(artifact) } : [];
  }),
  /** Starts the expiry of the edits of an artifact that was not found, and deletes expired edits. Returns the time in ms of the expiry. */
  miss(subject: string, artifact: string): number {
    const [missing, all] = [keyOf(subject, artifact), within(subject, artifact)];
    if (all.length && !stored(missing)) keeping.write(missing, String(Date.now()));
    // The time remains, so that every open page drops its expired edits.
    if (isExpired(missing)) drop(all);
    return deadlineOf(missing);
  },
  /** Ends the expiry, because the artifact was found or its edits were sent or discarded. */
  found: (subject: string, artifact: string): void => void keeping.write(keyOf(subject, artifact), null),
  belongTo(subject: string): void {
    const own = new Set(within(subject));
    drop(names().filter((name) => !own.has(name) || isExpired(name)));
  },
  forget(): void {
    isClosed = true;
    drop(names());
  },
};
