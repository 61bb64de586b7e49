import { signal } from '@preact/signals';
import { notice } from '../state/notices';
import type { Op } from './shapes';
import { placeOf } from './undo';

/** A change that the server rejected for good. */
export interface Refusal {
  why: string;
  op: Op;
}

/** The reasons of rejected changes by target, until the target is changed again. */
export class Refusals {
  private readonly all = signal<ReadonlyMap<string, Refusal>>(new Map());

  at(place: string): Refusal | undefined {
    return this.all.value.get(place);
  }

  forget(places: string[]): void {
    if (places.some((place) => this.all.peek().has(place))) this.all.value = new Map([...this.all.peek()].filter(([place]) => !places.includes(place)));
  }

  /** Adds a rejection. It is shown beside its value or text, and for other targets as a notice. */
  add(op: Op, why: string): void {
    if (op.op === 'set' || op.op === 'text') this.all.value = new Map([...this.all.peek(), [placeOf(op), { why, op }]]);
    else notice(why);
  }
}
