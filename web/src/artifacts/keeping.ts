import type { Kept } from './kept';

const root = 'onbehalf.unsent';
const keyOf = (...parts: string[]): string => [root, ...parts.map(encodeURIComponent)].join('/');

/** One entry of the browser's storage: the unsent edits of one page in one artifact. */
export interface Entry {
  key: string;
  artifact: string;
}

/** After sign-out nothing more is written: the page still runs for a moment. */
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
 * Unsent edits in the browser's storage, by person, artifact and page. Sign-out removes all of them, and the sign-in of somebody else removes
 * those of everybody else. Web Locks tell which page still owns an entry; without them nothing is stored.
 */
export const keeping = {
  newKey: (subject: string, artifact: string): string => keyOf(subject, artifact, crypto.randomUUID()),
  /** False where the browser has no room, or no storage. */
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
  /** The artifact is gone for this person: the edits have nowhere to go. */
  dropArtifact: (subject: string, artifact: string): void => drop(names().filter((name) => name.startsWith(`${keyOf(subject, artifact)}/`))),
  belongTo: (subject: string): void => drop(names().filter((name) => !name.startsWith(`${keyOf(subject)}/`))),
  forget(): void {
    isClosed = true;
    drop(names());
  },
};
