import type { Changes } from './shapes';
import type { TextRules } from './text';

const most = 200;

interface Accepted {
  /** The version that it was made on. */
  version: number;
  changes: Changes;
  author: string;
}

/** A position in one version of a text, as published in presence: the caret and the start of its selection. */
export interface TextPlace {
  version: number;
  anchor: number;
  head: number;
}

export const writtenPlace = ({ version, anchor, head }: TextPlace): string => `${version}:${anchor}:${head}`;

export function readPlace(text: string | undefined): TextPlace | null {
  const [, version, anchor, head] = /^(\d{1,9}):(\d{1,7}):(\d{1,7})$/.exec(text ?? '') ?? [];
  return head === undefined ? null : { version: Number(version), anchor: Number(anchor), head: Number(head) };
}

/** The recent accepted changes of each text, for mapping a position from an older version to this one. */
export class TextPlaces {
  private readonly accepted = new Map<string, Accepted[]>();

  add(block: string, one: Accepted): void {
    const all = this.accepted.get(block) ?? [];
    all.push(one);
    if (all.length > most) all.shift();
    this.accepted.set(block, all);
  }

  /** Discards the changes of a reloaded text: no changes lead to it. */
  forget(block: string): void {
    this.accepted.delete(block);
  }

  /** Maps a published position to the current version. The author's own typing moves their caret. Returns null if the changes are not known. */
  now(block: string, at: number, version: number, current: number, author: string, rules: TextRules): number | null {
    if (version >= current) return at;
    const since = (this.accepted.get(block) ?? []).filter((one) => one.version >= version);
    if (since[0]?.version !== version || since.length !== current - version) return null;
    return since.reduce((place, one) => rules.map(place, one.changes, one.author === author), at);
  }
}

/** The state of a text in one copy: the server version and the pending changes. */
export interface TextKnown {
  version: number;
  length: number;
  pending: Changes[];
  places: TextPlaces;
  rules: TextRules;
}

/** Converts my position to the version that the others have. */
export function told({ version, pending, rules }: TextKnown, anchor: number, head: number): TextPlace {
  const back = (at: number): number => pending.reduceRight((place, changes) => rules.unmap(place, changes), at);
  return { version, anchor: back(anchor), head: back(head) };
}

/** Converts somebody's position to my displayed text. Returns null if it can no longer be mapped. */
export function found(
  { version, length, pending, places, rules }: TextKnown,
  block: string,
  place: TextPlace,
  author: string,
): { anchor: number; head: number } | null {
  const here = (at: number): number | null => {
    const now = places.now(block, at, place.version, version, author, rules);
    return now === null ? null : pending.reduce((where, changes) => rules.map(where, changes), Math.min(now, length));
  };
  const [anchor, head] = [here(place.anchor), here(place.head)];
  return anchor === null || head === null ? null : { anchor, head };
}
