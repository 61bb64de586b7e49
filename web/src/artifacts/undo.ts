import { blocksOf, definitionOf } from './fold';
import { columnOf } from './items';
import type { Artifact, FieldOp, Op } from './shapes';

/** An undo step: the inverse ops of an edit, and the state that must still hold. */
export interface Step {
  ops: FieldOp[];
  /** The targets that this edit wrote. It can be undone only while nobody else has written them since. */
  places: string[];
}

const item = (id: string): string => `item ${id}`;

/** Returns the target that an op writes. Two ops with the same target conflict. */
export function placeOf(op: Op): string {
  switch (op.op) {
    case 'set': return `${item(op.item)} ${op.field}`;
    case 'add': case 'del': case 'restore': return item(op.item);
    case 'move': return `${item(op.item)} place`;
    case 'title': return 'title';
    case 'field': return `field ${op.field.id}`;
    case 'delField': return `field ${op.field}`;
    case 'block': return `block ${op.block.id}`;
    case 'delBlock': case 'text': return `block ${op.block}`;
    case 'moveBlock': return `block ${op.block} place`;
    case 'comment': case 'delComment': return `comment ${op.comment}`;
    case 'parameter': return `parameter ${op.parameter.id}`;
    case 'delParameter': return `parameter ${op.parameter}`;
    case 'purge': return 'all';
  }
}

/** Returns whether a target is part of a whole. An item or block is undone only if nobody else wrote a part of it. */
export const isWithin = (place: string, whole: string): boolean => place === whole || place.startsWith(`${whole} `);

function inverse(before: Artifact, op: FieldOp): FieldOp[] {
  const found = 'item' in op ? before.items.find((one) => one.id === op.item) : undefined;
  switch (op.op) {
    case 'set': return found ? [{ ...op, value: found.values[op.field] ?? null }] : [];
    case 'add': return [{ op: 'del', item: op.item }];
    case 'del': return [{ op: 'restore', item: op.item }];
    case 'restore': return [{ op: 'del', item: op.item }];
    case 'move': return found ? [{ op: 'move', item: op.item, order: found.order, ...(op.state === undefined ? {} : { state: columnOf(before, found) }) }] : [];
    case 'title': return [{ op: 'title', title: before.title }];
    case 'field': case 'delField': {
      const id = op.op === 'field' ? op.field.id : op.field;
      const known = before.definition.fields?.find((one) => one.id === id);
      return known ? [{ op: 'field', field: known }] : [{ op: 'delField', field: id }];
    }
    case 'block': case 'delBlock': case 'moveBlock': {
      const id = op.op === 'block' ? op.block.id : op.block;
      const known = blocksOf(before).find((one) => one.id === id);
      if (!known) return [{ op: 'delBlock', block: id }];
      // Hidden content cannot be restored by this viewer.
      if (known.locked) return op.op === 'moveBlock' ? [{ op: 'moveBlock', block: id, order: known.order ?? '' }] : [];
      const order = known.order ?? '';
      return [op.op === 'moveBlock' ? { op: 'moveBlock', block: id, order } : { op: 'block', block: definitionOf(known), order }];
    }
    case 'comment': return [{ op: 'delComment', comment: op.comment }];
    case 'delComment': case 'purge': return [];
    case 'parameter': case 'delParameter': {
      const id = op.op === 'parameter' ? op.parameter.id : op.parameter;
      const known = before.definition.parameters?.find((one) => one.id === id);
      return [known ? { op: 'parameter', parameter: known } : { op: 'delParameter', parameter: id }];
    }
  }
}

/** Creates the undo step of these ops before they are applied. Returns null if they cannot be undone. */
export function stepBack(before: Artifact, ops: FieldOp[], apply: (artifact: Artifact, op: FieldOp) => Artifact): Step | null {
  const back: FieldOp[] = [];
  let now = before;
  for (const op of ops) {
    back.unshift(...inverse(now, op));
    now = apply(now, op);
  }
  return back.length ? { ops: back, places: ops.map(placeOf) } : null;
}

/** Returns whether the state is still as the edit left it. A reload may bring a newer version without ops, and a new block may have text by now. */
export function isAsLeft(step: Step & { did: FieldOp[] }, now: Artifact): boolean {
  if (step.ops.some((op) => op.op === 'delBlock' && now.texts?.[op.block]?.text)) return false;
  return step.did.every((op) => {
    const found = 'item' in op ? now.items.find((one) => one.id === op.item) : undefined;
    if (op.op === 'set') return !found?.locked?.includes(op.field) && (found?.values[op.field] ?? null) === op.value;
    if (op.op === 'move') return op.state === undefined || (found && columnOf(now, found)) === op.state;
    return op.op !== 'title' || now.title === op.title;
  });
}
