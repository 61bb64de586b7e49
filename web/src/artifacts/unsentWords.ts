import type { Person } from '../api/shapes';
import { applyChanges } from './fold';
import { isText, type Kept } from './kept';
import type { Changes, FieldOp } from './shapes';

/** Returns the text of unsent edits, for copying. The name of one of these people replaces their subject id. */
export function unsentWords(all: Kept[], people: Person[]): string {
  const names = new Map<unknown, string>(people.map((one) => [one.subject, one.name]));
  const said = all.flatMap(({ flight, queue, texts, was }) => {
    const ops = flight?.ops ?? [];
    const changes = [...ops.filter(isText).map((op) => [op.block, op.changes] as const), ...texts];
    const fields = [...ops.filter((op): op is FieldOp => !isText(op)), ...queue].flatMap(wordsOf).map((one) => names.get(one) ?? one);
    return [
      ...fields,
      ...[...new Set(changes.map(([block]) => block))].flatMap((block) =>
        inserted(
          was[block] ?? '',
          changes.filter(([of]) => of === block).map(([, one]) => one),
        ),
      ),
    ];
  });
  return said.filter((one) => (typeof one === 'string' && one.trim()) || typeof one === 'number').join('\n');
}

function wordsOf(op: FieldOp): unknown[] {
  switch (op.op) {
    case 'set': return [op.value];
    case 'add': return Object.values(op.values);
    case 'title': return [op.title];
    case 'field': return [op.field.name, ...(op.field.choices ?? [])];
    case 'block':
      return [op.block.title, op.block.text, op.block.sql, op.block.chart?.title, op.block.action?.label, ...(op.block.tabs ?? []).map((tab) => tab.title)];
    case 'comment': return [op.text];
    case 'parameter': return [op.parameter.name, ...(op.parameter.choices ?? [])];
    default: return [];
  }
}

/** Returns the passages that successive changes inserted into a text, without what a later change deleted. */
function inserted(was: string, all: Changes[]): string[] {
  let [text, marks] = [was, '-'.repeat(was.length)];
  for (const changes of all) {
    marks = applyChanges(marks, changes.map((part) => (typeof part === 'number' ? part : [part[0], '+'.repeat(part.slice(1).join('\n').length)])));
    text = applyChanges(text, changes);
  }
  return [...marks.matchAll(/\++/g)].map(({ 0: run, index }) => text.slice(index, index + run.length));
}
