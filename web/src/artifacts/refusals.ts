import { signal } from '@preact/signals';
import { notice } from '../state/notices';
import type { Op } from './shapes';
import { placeOf } from './undo';

/** A change that the server will never take. */
export interface Refusal {
  why: string;
  op: Op;
}

/** Why changes were not taken, by the place that they wrote; until that place is changed again. */
export class Refusals {
  private readonly all = signal<ReadonlyMap<string, Refusal>>(new Map());

  at(place: string): Refusal | undefined {
    return this.all.value.get(place);
  }

  forget(places: string[]): void {
    if (places.some((place) => this.all.peek().has(place))) this.all.value = new Map([...this.all.peek()].filter(([place]) => !places.includes(place)));
  }

  /** Said beside the value or text that it is about; of anything else at the edge of the page. */
  add(op: Op, why: string): void {
    if (op.op === 'set' || op.op === 'text') this.all.value = new Map([...this.all.peek(), [placeOf(op), { why, op }]]);
    else notice(why);
  }
}
