import type { Kept } from './kept';

const root = 'onbehalf.unsent';
const keyOf = (...parts: string[]): string => [root, ...parts.map(encodeURIComponent)].join('/');

/** A storage entry: the unsent edits of one page in one artifact. */
export interface Entry {
  key: string;
  artifact: string;
}

/** True after sign-out. The page still runs for a moment but must not write any more. */
let isClosed = false;

const names = (): string[] => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${root}/`));
  } catch {
    return [];
  }
};

const drop = (all: string[]): void => all.forEach((name) => localStorage.removeItem(name));

/**
 * Unsent edits in the browser's storage, by person, artifact and page. Sign-out deletes all of them. Sign-in deletes those of other people.
 * Web Locks show which open page owns an entry. Without Web Locks nothing is stored.
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
  of: (subject: string): Entry[] => names().filter((name) => name.startsWith(`${keyOf(subject)}/`)).map((key) => ({ key, artifact: decodeURIComponent(key.split('/')[2] ?? '') })),
  /** Deletes the edits of an artifact that this person can no longer access. */
  dropArtifact: (subject: string, artifact: string): void => drop(names().filter((name) => name.startsWith(`${keyOf(subject, artifact)}/`))),
  belongTo: (subject: string): void => drop(names().filter((name) => !name.startsWith(`${keyOf(subject)}/`))),
  forget(): void {
    isClosed = true;
    drop(names());
  },
};
