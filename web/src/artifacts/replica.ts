import type { Person } from '../api/shapes';
import { applyChanges, fold, foldBatch } from './fold';
import { isText, moved, type Kept } from './kept';
import { newId } from './order';
import type { Artifact, Batch, Changes, FieldOp, Op, Sending } from './shapes';
import type { TextRules } from './text';
import { TextPlaces } from './textPlaces';
import { isAsLeft, isWithin, placeOf, stepBack, type Step } from './undo';

const mostOps = 50;
const mostBytes = 60_000;
const mostSteps = 100;
const encoder = new TextEncoder();

/** Receives changes of a displayed text that did not come from its own editor. */
export type TextListener = (block: string, changes: Changes) => void;

type Done = Step & { tick: number; did: FieldOp[] };

/**
 * One person's replica of an artifact: the state in the server's order, with this person's pending ops on top. It does no I/O: the caller
 * sends the result of `next` and reports the outcome. A request whose response was lost is resent unchanged; its id makes that idempotent.
 */
export class Replica {
  shown: Artifact;
  onText: TextListener = () => {};
  private flight: (Sending & { acked?: number }) | null = null;
  private queue: FieldOp[] = [];
  /** The unsent text changes, one per block, on top of the request in flight. */
  private texts = new Map<string, Changes>();
  /** Batches received while a text was in flight. Only the response tells whether they precede or follow it. */
  private held: Batch[] = [];
  private back: Done[] = [];
  private forth: Done[] = [];
  /** The targets that others wrote, with their logical time in this copy. */
  private readonly others = new Map<string, number>();
  readonly places = new TextPlaces();
  private tick = 0;
  /** The number of following ops to send one at a time, after a batch with one invalid op. */
  private singly = 0;

  constructor(
    private base: Artifact,
    private readonly me: Person,
    private readonly rules: TextRules | null = null,
  ) {
    this.shown = base;
  }

  get seq(): number {
    return this.base.seq;
  }

  get unsent(): number {
    return this.queue.length + this.texts.size + (this.flight && !this.flight.acked ? this.flight.ops.length : 0);
  }

  /** True while an accepted op has not yet come back through the stream. */
  get isAwaiting(): boolean {
    return !!this.flight?.acked;
  }

  get canUndo(): boolean {
    return this.back.length > 0;
  }

  get canRedo(): boolean {
    return this.forth.length > 0;
  }

  do(ops: FieldOp[]): void {
    this.forth = [];
    this.push(ops, this.back);
  }

  undo(): boolean {
    return this.step(this.back, this.forth);
  }

  redo(): boolean {
    return this.step(this.forth, this.back);
  }

  /** Applies a change to the currently displayed text. */
  edit(block: string, changes: Changes): void {
    if (!this.rules) throw new Error('No rules for texts.');
    const before = this.texts.get(block);
    this.texts.set(block, before ? this.rules.compose(before, changes) : changes);
    this.show();
  }

  /** Returns the next request, or the same one for a retry. Null while a response is pending or nothing is queued. */
  next(withTexts = true): Sending | null {
    if (this.flight) return this.flight.acked ? null : this.flight;
    const ops: Op[] = this.queue.splice(0, this.singly > 0 ? 1 : this.fitting());
    if (this.singly > 0) this.singly--;
    // A text change is sent alone: it needs the current version, and its block must exist on the server.
    const [text] = withTexts && !ops.length ? this.texts : [];
    if (text) {
      const [block, changes] = text;
      ops.push({ op: 'text', block, version: this.base.texts?.[block]?.version ?? 0, changes });
      this.texts.delete(block);
    }
    if (!ops.length) return null;
    this.flight = { baseSeq: this.base.seq, opId: newId('o'), ops };
    return this.flight;
  }

  accepted(opId: string, seq: number): void {
    if (this.flight?.opId !== opId) return;
    const { ops } = this.flight;
    if (seq <= this.base.seq) this.flight = null;
    else {
      this.flight.acked = seq;
      if (!this.held.some((batch) => batch.seq === seq)) this.held.push({ seq, author: this.me, at: new Date().toISOString(), ops, opId });
    }
    this.release();
  }

  /** The request was rejected as stale because of newer batches. It is rebased on them. */
  stale(opId: string, missing: Batch[]): void {
    if (this.flight?.opId !== opId) return;
    this.takeBack();
    this.held.push(...missing);
    this.release();
  }

  /** The request was rejected for good. Returns the lost op. If it was one of many, the others are retried without it. */
  refused(opId: string): Op | null {
    if (this.flight?.opId !== opId) return null;
    const { ops } = this.flight;
    const lost = ops.length === 1 ? ops[0]! : null;
    if (lost) {
      for (const op of ops.filter(isText)) this.texts.delete(op.block);
      this.flight = null;
    } else {
      this.takeBack();
      this.singly = ops.length;
    }
    this.release();
    return lost;
  }

  /** Returns all unconfirmed edits, or null if there are none. */
  kept(): Kept | null {
    if (this.unsent === 0) return null;
    const flight = this.flight && !this.flight.acked ? this.flight : undefined;
    const was: Record<string, string> = {};
    for (const block of new Set([...this.texts.keys(), ...(flight?.ops.filter(isText).map((op) => op.block) ?? [])])) {
      const own = this.flight?.acked ? this.flight.ops.filter(isText).filter((op) => op.block === block) : [];
      was[block] = own.reduce((text, op) => applyChanges(text, op.changes), this.base.texts?.[block]?.text ?? '');
    }
    return { form: 1, ...(flight ? { flight } : {}), queue: this.queue, texts: [...this.texts], was };
  }

  /** Restores the edits of an earlier page whose request in flight is settled. Returns false if a text that it changed is missing. */
  restore(kept: Kept, singly: number): boolean {
    if (kept.queue.length) this.do(kept.queue);
    this.singly = Math.max(this.singly, singly);
    let isWhole = true;
    for (const [block, changes] of kept.texts) {
      const mine = this.rules && moved(changes, kept.was[block], this.shown.texts?.[block]?.text, this.rules);
      if (mine) this.edit(block, mine);
      else isWhole = false;
    }
    return isWhole;
  }

  /** Applies a received batch, mine or somebody else's. Returns false if earlier batches are missing. */
  received(batch: Batch): boolean {
    if (batch.seq <= this.base.seq) return true;
    this.held.push(batch);
    const waits = this.release();
    return waits || this.base.seq >= batch.seq;
  }

  /** Replaces the confirmed state with a full reload and reapplies my pending edits. Returns false if a response has to arrive first. */
  reset(artifact: Artifact): boolean {
    const sent = this.flight?.ops.some(isText);
    const isIn = this.flight?.acked && this.flight.acked <= artifact.seq;
    if (sent && !isIn) return false;
    if (artifact.seq < this.base.seq) return true;
    const before = isIn ? fold(this.base, this.flight!.ops, { author: this.me, at: artifact.changedAt }) : this.base;
    if (isIn) this.flight = null;
    this.base = artifact;
    for (const [block, now] of Object.entries(artifact.texts ?? {})) {
      const was = before.texts?.[block]?.text ?? '';
      if (before.texts?.[block]?.version !== now.version) this.places.forget(block);
      if (this.rules && was !== now.text) this.rebase(block, this.rules.between(was, now.text));
    }
    this.release();
    return true;
  }

  /** Returns the server version of a text and my pending changes to it. */
  textState(block: string): { version: number; length: number; pending: Changes[] } {
    const [base, mine] = [this.base.texts?.[block], this.texts.get(block)];
    const sent = this.flight?.ops.filter(isText).filter((op) => op.block === block).map((op) => op.changes) ?? [];
    return { version: base?.version ?? 0, length: base?.text.length ?? 0, pending: mine ? [...sent, mine] : sent };
  }

  /** Returns the number of queued ops that fit in one request. */
  private fitting(): number {
    let [ops, bytes] = [0, 0];
    while (ops < this.queue.length && ops < mostOps && (ops === 0 || bytes < mostBytes)) bytes += encoder.encode(JSON.stringify(this.queue[ops++])).length;
    return bytes > mostBytes && ops > 1 ? ops - 1 : ops;
  }

  private push(ops: FieldOp[], steps: Done[]): void {
    const step = stepBack(this.shown, ops, (artifact, op) => fold(artifact, [op], { author: this.me, at: artifact.changedAt }));
    const done = step ? { ...step, tick: ++this.tick, did: ops } : null;
    if (done) steps.push(done);
    if (steps.length > mostSteps) steps.shift();
    for (const op of ops) {
      const last = this.queue.at(-1);
      // Consecutive writes of one target are merged: the earlier value was never sent.
      if (op.op === 'set' && last?.op === 'set' && placeOf(last) === placeOf(op)) this.queue.pop();
      this.queue.push(op);
    }
    this.show();
  }

  private step(from: Done[], to: Done[]): boolean {
    for (let step = from.pop(); step; step = from.pop()) {
      if (!this.isMine(step) || !isAsLeft(step, this.shown)) continue;
      this.push(step.ops, to);
      return true;
    }
    return false;
  }

  private isMine(step: Done): boolean {
    for (const [place, tick] of this.others) if (tick > step.tick && step.places.some((mine) => isWithin(place, mine))) return false;
    return true;
  }

  private takeBack(): void {
    if (!this.flight) return;
    for (const op of this.flight.ops.filter(isText)) {
      const later = this.texts.get(op.block);
      this.texts.set(op.block, later && this.rules ? this.rules.compose(op.changes, later) : op.changes);
    }
    this.queue.unshift(...this.flight.ops.filter((op): op is FieldOp => !isText(op)));
    this.flight = null;
  }

  /** Applies the next batches in order. Returns true if a response has to arrive first. */
  private release(): boolean {
    const waits = !!this.flight && !this.flight.acked && this.flight.ops.some(isText);
    if (!waits) {
      this.held.sort((a, b) => a.seq - b.seq);
      while (this.held.length && this.held[0]!.seq <= this.base.seq + 1) {
        const batch = this.held.shift()!;
        if (batch.seq > this.base.seq) this.integrate(batch);
      }
    }
    this.show();
    return waits;
  }

  private integrate(batch: Batch): void {
    const versions = new Map<string, number>();
    for (const { block, changes } of batch.ops.filter(isText)) {
      const version = versions.get(block) ?? this.base.texts?.[block]?.version ?? 0;
      this.places.add(block, { version, changes, author: batch.author.subject });
      versions.set(block, version + 1);
    }
    this.base = foldBatch(this.base, batch);
    if (this.flight && (this.flight.acked === batch.seq || this.flight.opId === batch.opId)) {
      this.flight = null;
      return;
    }
    for (const op of batch.ops) {
      if (batch.author.subject !== this.me.subject) this.others.set(placeOf(op), ++this.tick);
      if (isText(op)) this.rebase(op.block, op.changes);
    }
  }

  private rebase(block: string, accepted: Changes): void {
    const mine = this.texts.get(block);
    if (!mine || !this.rules) return this.onText(block, accepted);
    const moved = this.rules.rebase(mine, accepted);
    this.texts.set(block, moved.mine);
    this.onText(block, moved.accepted);
  }

  private show(): void {
    const now = { author: this.me, at: new Date().toISOString() };
    const texts: Op[] = [...this.texts].map(([block, changes]) => ({ op: 'text', block, version: 0, changes }));
    this.shown = fold(this.base, [...(this.flight?.ops ?? []), ...this.queue, ...texts], now);
  }
}
