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

const isExpired = (kept: Kept | null): boolean => !!kept?.missingSince && Date.now() - kept.missingSince > daysKept * 86_400_000;

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
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
      return kept?.form === 1 ? kept : null;
    } catch {
      return null;
    }
  },
  of: (subject: string): Entry[] => within(subject).map((key) => ({ key, artifact: decodeURIComponent(key.split('/')[2] ?? '') })),
  /** Starts the expiry of the edits of an artifact that was not found, and returns them. */
  miss: (subject: string, artifact: string): Kept[] => within(subject, artifact).flatMap((name) => {
    const kept = keeping.read(name);
    if (kept && !kept.missingSince) keeping.write(name, JSON.stringify({ ...kept, missingSince: Date.now() }));
    return kept ?? [];
  }),
  dropArtifact: (subject: string, artifact: string): void => drop(within(subject, artifact)),
  belongTo(subject: string): void {
    const own = new Set(within(subject));
    drop(names().filter((name) => !own.has(name) || isExpired(keeping.read(name))));
  },
  forget(): void {
    isClosed = true;
    drop(names());
  },
};
