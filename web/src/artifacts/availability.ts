import type { Kept } from './kept';

/** My unsent edits of an artifact that was not found. */
export interface Missed {
  kept: Kept[];
  /** The time in ms after which they are deleted. Null if they could not be stored. */
  until: number | null;
}

/** `unsent` is null without unsent edits. */
export type Opened = { kind: 'opening' } | { kind: 'open' } | { kind: 'gone'; unsent: Missed | null } | { kind: 'failed'; why: string };
