import { applyChanges } from './fold';
import type { Changes, FieldOp, Op, Sending, TextOp } from './shapes';
import type { TextRules } from './text';

/** The unconfirmed edits in a serializable form that survives the page. */
export interface Kept {
  form: 1;
  /** The request in flight. Its id makes a retry idempotent. */
  flight?: Sending;
  queue: FieldOp[];
  /** Text changes on top of the request in flight. */
  texts: Array<[block: string, changes: Changes]>;
  /** The base texts, before all of these changes. */
  was: Record<string, string>;
}

export const isText = (op: Op): op is TextOp => op.op === 'text';

/** The outcome of the request in flight: accepted, to be rebased and retried, or rejected for good. */
export type Outcome = 'taken' | 'again' | 'lost';

/** Returns the edits that remain to be sent once the outcome of the request in flight is known. */
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

/** Rebases a change from the old text to the current text. Returns null if the text is missing or the change does not fit. */
export function moved(changes: Changes, was: string | undefined, now: string | undefined, rules: TextRules): Changes | null {
  if (was === undefined || now === undefined) return null;
  try {
    return rules.rebase(changes, rules.between(was, now)).mine;
  } catch {
    return null;
  }
}
