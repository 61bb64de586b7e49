import type { DiffLine } from '../api/wiki';

const mostCells = 4_000_000;

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\r\n?/g, '\n').split('\n'));

/** Returns the matching line in `after` for each line of `before`, in order, or -1. */
function matched(before: string[], after: string[]): number[] {
  const to = new Array<number>(before.length).fill(-1);
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) to[head] = head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    to[before.length - 1 - tail] = after.length - 1 - tail;
    tail++;
  }
  const rows = before.length - head - tail;
  const wide = after.length - head - tail;
  if (rows * wide > mostCells) return to;
  const lengths = Array.from({ length: rows + 1 }, () => new Int32Array(wide + 1));
  for (let i = rows - 1; i >= 0; i--)
    for (let j = wide - 1; j >= 0; j--)
      lengths[i]![j] = before[head + i] === after[head + j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  for (let i = 0, j = 0; i < rows && j < wide; ) {
    if (before[head + i] === after[head + j]) to[head + i++] = head + j++;
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return to;
}

export function diffOf(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const to = matched(old, now);
  const lines: DiffLine[] = [];
  let at = 0;
  old.forEach((text, index) => {
    const goes = to[index]!;
    if (goes < 0) lines.push({ kind: 'removed', text });
    else {
      while (at < goes) lines.push({ kind: 'added', text: now[at++]! });
      lines.push({ kind: 'same', text });
      at++;
    }
  });
  while (at < now.length) lines.push({ kind: 'added', text: now[at++]! });
  return lines;
}

export interface Merged {
  text: string;
  /** The number of conflicts. At each one, the result contains both texts between markers. */
  conflicts: number;
}

/** Three-way merge. Ranges changed on one side take that side. */
export function merge(base: string, mine: string, theirs: string, names: { mine: string; theirs: string }): Merged {
  const [from, ours, others] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const [toOurs, toOthers] = [matched(from, ours), matched(from, others)];
  const out: string[] = [];
  let conflicts = 0;
  let [i, j, k] = [0, 0, 0];
  while (i < from.length || j < ours.length || k < others.length) {
    let next = i;
    while (next < from.length && (toOurs[next]! < 0 || toOthers[next]! < 0)) next++;
    const endOurs = next < from.length ? toOurs[next]! : ours.length;
    const endOthers = next < from.length ? toOthers[next]! : others.length;
    const [was, mineNow, theirsNow] = [from.slice(i, next), ours.slice(j, endOurs), others.slice(k, endOthers)];
    if (same(mineNow, theirsNow) || same(theirsNow, was)) out.push(...mineNow);
    else if (same(mineNow, was)) out.push(...theirsNow);
    else {
      conflicts++;
      out.push(`<<<<<<< ${names.mine}`, ...mineNow, '=======', ...theirsNow, `>>>>>>> ${names.theirs}`);
    }
    if (next < from.length) out.push(from[next]!);
    [i, j, k] = [next + 1, endOurs + 1, endOthers + 1];
  }
  return { text: out.join('\n'), conflicts };
}

export const hasMergeMarks = (text: string): boolean => /^(<{7}|>{7}) /m.test(text);

const same = (a: string[], b: string[]): boolean => a.length === b.length && a.every((line, index) => line === b[index]);
