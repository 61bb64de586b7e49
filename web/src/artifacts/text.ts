import { ChangeSet, Text } from '@codemirror/state';
import type { Changes } from './shapes';

/** What is needed of a text's changes; CodeMirror's rule, in a file that only an open document fetches. */
export interface TextRules {
  compose(first: Changes, then: Changes): Changes;
  /** Two changes of one text, each as it is after the other; where both insert, the accepted one comes first. */
  rebase(mine: Changes, accepted: Changes): { mine: Changes; accepted: Changes };
  invert(changes: Changes, before: string): Changes;
  between(before: string, after: string): Changes;
  /** Where a place is after changes; what is inserted exactly there comes before it or behind it. */
  map(position: number, changes: Changes, behind?: boolean): number;
  /** Where a place was before changes. */
  unmap(position: number, changes: Changes): number;
}

const read = (changes: Changes): ChangeSet => ChangeSet.fromJSON(changes);
const written = (changes: ChangeSet): Changes => changes.toJSON() as Changes;
const isSplit = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');

/** The one place where two texts differ, from the left and from the right; a character of two units is never cut. */
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
