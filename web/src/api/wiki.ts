import type { Person } from './shapes';

export interface WikiSpace {
  id: string;
  name: string;
  readers: string[];
  writers: string[];
  roomId?: string;
  /** A description of the audience. */
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

/** An edit conflict: the current page, and the page that this edit was based on. */
export interface EditConflict {
  current: WikiPageBody;
  base?: WikiPageBody;
}
