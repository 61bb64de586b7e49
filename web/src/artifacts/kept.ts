import { applyChanges } from './fold';
import type { Changes, FieldOp, Op, Sending, TextOp } from './shapes';
import type { TextRules } from './text';

/** Edits that the server has not confirmed, in a form that outlives the page. */
export interface Kept {
  form: 1;
  /** Sent, but not answered: its id makes a second sending harmless. */
  flight?: Sending;
  queue: FieldOp[];
  /** Changes of texts on top of the flight. */
  texts: Array<[block: string, changes: Changes]>;
  /** The texts below all of it, as they were. */
  was: Record<string, string>;
}

export const isText = (op: Op): op is TextOp => op.op === 'text';

/** What became of the flight: taken, to be made again on top of what came before it, or never to be taken. */
export type Outcome = 'taken' | 'again' | 'lost';

/** What is still to be sent once the answer to the flight is known. */
export function withoutFlight({ flight, ...rest }: Kept, outcome: Outcome, rules: TextRules | null): Kept {
  if (!flight) return rest;
  const was = { ...rest.was };
  const texts = new Map(rest.texts);
  for (const op of flight.ops.filter(isText)) {
    const [before, later] = [was[op.block], texts.get(op.block)];
    if (outcome === 'taken' && before !== undefined) was[op.block] = applyChanges(before, op.changes);
    else if (outcome === 'again') texts.set(op.block, later && rules ? rules.compose(op.changes, later) : op.changes);
    else texts.delete(op.block);
  }
  const again = outcome === 'again' ? flight.ops.filter((op): op is FieldOp => !isText(op)) : [];
  return { form: 1, queue: [...again, ...rest.queue], texts: [...texts], was };
}

/** A change of a text as it was, moved onto the text as it is; null where the text is gone or the change does not fit it. */
export function moved(changes: Changes, was: string | undefined, now: string | undefined, rules: TextRules): Changes | null {
  if (was === undefined || now === undefined) return null;
  try {
    return rules.rebase(changes, rules.between(was, now)).mine;
  } catch {
    return null;
  }
}
