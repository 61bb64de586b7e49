import type { Person } from './shapes';

export type SearchKind = 'message' | 'page' | 'artifact' | 'person' | 'place';

/** Plain text with the ranges of the matches: UTF-16 units, in order, without overlaps. */
export interface MarkedText {
  text: string;
  hits: Array<{ start: number; length: number }>;
}

export interface Found {
  kind: 'message' | 'page' | 'artifact' | 'person' | 'room' | 'thread';
  id: string;
  title: MarkedText;
  excerpt?: MarkedText;
  who?: Person;
  from?: 'person' | 'agent';
  at?: string;
  threadId?: string;
  roomId?: string;
  spaceId?: string;
  where?: string;
}

export interface FoundGroup {
  kind: SearchKind;
  items: Found[];
  cursor?: string;
  olderNotSearched?: boolean;
}

export interface FoundEverything {
  groups: FoundGroup[];
  /** Filters that match nothing that I can see. */
  unknown: string[];
}
