import type { Sent } from '#schemas';

/** `audience` describes who reads the space. */
export type WikiSpace = Omit<Sent['Space'], 'roomId'> & { roomId?: string };

export type WikiHead = Sent['PageDiff']['from'];

export type WikiPageBody = Sent['Page'];

export interface FoundPage {
  page: WikiHead;
  passage: string;
}

export type DiffLine = PageDiff['lines'][number];

export type PageDiff = Sent['PageDiff'];

/** An edit conflict: the current page, and the page that this edit was based on. */
export interface EditConflict {
  current: WikiPageBody;
  base?: WikiPageBody;
}
