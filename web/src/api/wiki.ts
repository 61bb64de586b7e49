import type { Person } from './shapes';

export interface WikiSpace {
  id: string;
  name: string;
  readers: string[];
  writers: string[];
  roomId?: string;
  /** Who reads it, in words. */
  audience: string;
  mayWrite: boolean;
  createdBy: Person;
}

export interface WikiHead {
  id: string;
  spaceId: string;
  title: string;
  version: number;
  author: Person;
  at: string;
}

export interface WikiPageBody extends WikiHead {
  text: string;
}

export interface FoundPage {
  page: WikiHead;
  passage: string;
}

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

export interface PageDiff {
  from: WikiHead;
  to: WikiHead;
  lines: DiffLine[];
}

/** Somebody wrote in between: the page as it is now and as this edit found it. */
export interface EditConflict {
  current: WikiPageBody;
  base?: WikiPageBody;
}
