import { ChangeSet, Text } from '@codemirror/state';
import type { Changes } from './shapes';

/** The required operations on text changes. CodeMirror implements them in a chunk that only an open document loads. */
export interface TextRules {
  compose(first: Changes, then: Changes): Changes;
  /** Rebases two concurrent changes onto each other. If both insert at one place, the accepted one comes first. */
  rebase(mine: Changes, accepted: Changes): { mine: Changes; accepted: Changes };
  invert(changes: Changes, before: string): Changes;
  between(before: string, after: string): Changes;
  /** Maps a position through changes. At an insertion it stays before the inserted text, or moves after it with `behind`. */
  map(position: number, changes: Changes, behind?: boolean): number;
  /** Maps a position back to the text before the changes. */
  unmap(position: number, changes: Changes): number;
}

const read = (changes: Changes): ChangeSet => ChangeSet.fromJSON(changes);
const written = (changes: ChangeSet): Changes => changes.toJSON() as Changes;
const isSplit = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');

/** Returns the change between two texts as one replaced range. Surrogate pairs are never split. */
function between(before: string, after: string): Changes {
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  if (isSplit(before, start) || isSplit(after, start)) start--;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (isSplit(before, before.length - end) || isSplit(after, after.length - end)) end--;
  const insert = Text.of(after.slice(start, after.length - end).split('\n'));
  return written(ChangeSet.of({ from: start, to: before.length - end, insert }, before.length));
}

export const textRules: TextRules = {
  compose: (first, then) => written(read(first).compose(read(then))),
  rebase(mine, accepted) {
    const [own, other] = [read(mine), read(accepted)];
    return { mine: written(own.map(other)), accepted: written(other.map(own, true)) };
  },
  invert: (changes, before) => written(read(changes).invert(Text.of(before.split('\n')))),
  between,
  map: (position, changes, behind = false) => read(changes).mapPos(Math.min(position, read(changes).length), behind ? 1 : -1),
  unmap: (position, changes) => read(changes).invertedDesc.mapPos(Math.min(position, read(changes).newLength), 1),
};
