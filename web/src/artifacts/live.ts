import { signal } from '@preact/signals';
import { isNotFound, sentence } from '../api/http';
import { announce } from '../state/announcer';
import { away } from '../state/away';
import { notice } from '../state/notices';
import { myself } from '../state/session';
import { readArtifact, sendOps } from './api';
import { Keeper } from './keeper';
import { withoutFlight, type Kept } from './kept';
import { isRefused, outcomeOf } from './outcome';
import { Refusals } from './refusals';
import { Replica } from './replica';
import type { Artifact, Batch, Changes, FieldOp, Presence, Proposal } from './shapes';
import { untilNone } from './settled';
import { Spots } from './spots';
import { streamOf } from './stream';
import type { TextRules } from './text';
import type { TextKnown } from './textPlaces';
import { Timer } from './timer';
import { placeOf } from './undo';

const textPause = 400;
const firstPause = 2_000;
const longestPause = 30_000;
const reopenAfter = 3_000;
const settleWithin = 10_000;
/** An accepted change that the stream has not brought by then: it is cut and does not know. */
const echoWithin = 5_000;

type Opened = { kind: 'opening' } | { kind: 'open' } | { kind: 'gone' } | { kind: 'failed'; why: string };

/** An artifact as it is open before me: sends what I do, hears what others do. */
export class LiveArtifact {
  readonly opened = signal<Opened>({ kind: 'opening' });
  readonly shown = signal<Artifact | null>(null);
  readonly people = signal<Presence[]>([]);
  readonly proposals = signal<Proposal[]>([]);
  readonly connected = signal(true);
  readonly unsent = signal(0);
  readonly refusals = new Refusals();
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  rules: TextRules | null = null;
  private readonly listeners = new Set<(block: string, changes: Changes) => void>();
  private replica: Replica | null = null;
  private source: EventSource | null = null;
  private viewers = 0;
  private sending = false;
  /** Without a stream, because nobody looks. */
  private resting = false;
  /** A reading came while it could not be taken. */
  private mustRead = false;
  private pause = firstPause;
  /** Tells the others where I am. */
  readonly spots: Spots;
  readonly keeper: Keeper;
  private readonly retryTimer = new Timer();
  private readonly textTimer = new Timer();
  private readonly reopenTimer = new Timer();
  private readonly echoTimer = new Timer();
  private unwatch: (() => void) | undefined;

  constructor(
    readonly id: string,
    /** Nobody looks at it and nothing waits: another opening begins anew. */
    private readonly onForgotten: () => void,
  ) {
    this.spots = new Spots(id, () => this.viewers > 0 && this.opened.value.kind === 'open');
    this.keeper = new Keeper(id);
  }

  open(): () => void {
    if (this.viewers++ === 0) {
      addEventListener('online', this.resume);
      this.spots.start();
      void this.read();
      this.unwatch = away.subscribe((isAway) => this.goAway(isAway));
    }
    return () => {
      if (--this.viewers === 0) this.close();
    };
  }

  /** Reads all of it anew. */
  async read(): Promise<void> {
    try {
      this.take(await this.fetch());
      this.keeper.takeOver((kept, done) => this.goOn(kept, done));
      this.opened.value = { kind: 'open' };
      if (this.viewers > 0 && !this.resting) this.listen();
      this.flush();
    } catch (failure) {
      if (isNotFound(failure)) this.leave();
      else if (this.replica) this.later(true);
      else this.opened.value = { kind: 'failed', why: sentence(failure) };
    }
  }

  private async fetch(): Promise<Artifact> {
    const artifact = await readArtifact(this.id);
    if (artifact.definition.blocks?.length || !/^(list|board)$/.test(artifact.kind)) this.rules ??= (await import('./text')).textRules;
    return artifact;
  }

  do(...ops: FieldOp[]): void {
    this.refusals.forget(ops.map(placeOf));
    this.replica?.do(ops);
    this.update();
    this.flush();
  }

  edit(block: string, changes: Changes): void {
    this.refusals.forget([placeOf({ op: 'text', block, version: 0, changes })]);
    this.replica?.edit(block, changes);
    this.update();
    if (!this.textTimer.isSet) this.textTimer.set(textPause, this.flush);
  }

  undo(): void {
    this.step(this.replica?.undo(), 'Undone.', 'There is nothing of yours to undo, or somebody changed it since.');
  }

  redo(): void {
    this.step(this.replica?.redo(), 'Done again.', 'There is nothing to do again.');
  }

  /** Told of changes of texts that did not come from their own field. */
  onText(listener: (block: string, changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What this copy knows of a text, for the places in it. */
  textOf(block: string): TextKnown | null {
    return this.replica && this.rules ? { ...this.replica.textState(block), places: this.replica.places, rules: this.rules } : null;
  }

  readonly flush = (): void => {
    this.textTimer.stop();
    this.retryTimer.stop();
    void this.send();
  };

  /** Once all that I did is on the server; false where that takes too long. */
  settled(): Promise<boolean> {
    this.flush();
    return untilNone(this.unsent, settleWithin);
  }

  private step(done: boolean | undefined, yes: string, no: string): void {
    if (done) announce(yes);
    else notice(no);
    this.update();
    this.flush();
  }

  /** Edits of a page that is gone: first what became of those it had sent, then the others on top. */
  private async goOn(kept: Kept, done: () => void): Promise<void> {
    try {
      const [outcome, seq] = kept.flight ? await outcomeOf(this.id, kept.flight) : ['again' as const, 0];
      this.take(await this.fetch());
      // An answer of this page's own is awaited before the artifact can be read anew.
      if (this.replica!.seq < seq) return this.later(true);
      const isWhole = this.replica!.restore(withoutFlight(kept, outcome, this.rules), kept.flight?.ops.length ?? 0);
      this.update();
      done();
      this.flush();
      if (!isWhole || outcome === 'lost') notice('Some changes from before you left could not be made: what they changed is gone or was refused.');
    } catch (failure) {
      if (isNotFound(failure)) this.leave();
      else this.later(true);
    }
  }

  private take(artifact: Artifact): void {
    this.proposals.value = artifact.proposals ?? [];
    if (this.replica) this.mustRead = !this.replica.reset(artifact);
    else {
      const { subject, name } = myself()!;
      this.replica = new Replica(artifact, { subject, name }, this.rules);
      this.replica.onText = (block, changes) => this.listeners.forEach((listener) => listener(block, changes));
    }
    this.update();
  }

  private update(): void {
    if (!this.replica) return;
    this.keeper.keep(this.replica);
    this.shown.value = this.replica.shown;
    this.unsent.value = this.replica.unsent;
    this.canUndo.value = this.replica.canUndo;
    this.canRedo.value = this.replica.canRedo;
  }

  /** The line is back: the stream may have been given up meanwhile. */
  private readonly resume = (): void => {
    if (this.viewers > 0 && !this.resting && (!this.source || this.source.readyState === EventSource.CLOSED)) void this.read();
    else this.flush();
  };

  private async send(): Promise<void> {
    const replica = this.replica;
    if (this.sending || !replica) return;
    this.sending = true;
    try {
      for (let next = replica.next(); next && this.replica; next = replica.next()) {
        // Its id is stored before it goes: sent again by another page it is the same.
        this.keeper.keep(replica);
        let sent;
        try {
          sent = await sendOps(this.id, next);
        } catch (failure) {
          if (!isRefused(failure)) throw failure;
          const lost = replica.refused(next.opId);
          if (lost) this.refusals.add(lost, sentence(failure));
          this.update();
          continue;
        }
        this.pause = firstPause;
        if (next.ops[0]?.op === 'text') this.spots.soon();
        if ('seq' in sent) replica.accepted(next.opId, sent.seq);
        else await this.catchUp(replica, next.opId, sent.missing);
        this.update();
        if (this.mustRead) void this.read();
      }
      if (replica.isAwaiting) this.echoTimer.set(echoWithin, () => void this.read());
      else this.echoTimer.stop();
    } catch (failure) {
      if (isNotFound(failure)) this.leave();
      else if (this.replica) this.later();
    } finally {
      this.sending = false;
      if (this.viewers === 0 && this.unsent.value === 0) this.forget();
    }
  }

  private async catchUp(replica: Replica, opId: string, missing: Batch[]): Promise<void> {
    replica.stale(opId, missing);
    // More than one answer holds: all of it is read anew.
    const last = missing.at(-1);
    if (!last || replica.seq < last.seq || missing.some((batch) => batch.locked)) this.take(await readArtifact(this.id));
  }

  private later(reads = false): void {
    this.retryTimer.set(this.pause, reads ? () => void this.read() : this.resume);
    this.pause = Math.min(this.pause * 2, longestPause);
  }

  /** The stream ends. What waits to be sent is still sent; what others did meanwhile is read when somebody looks again. */
  private goAway(isAway: boolean): void {
    if (isAway) {
      this.resting = true;
      this.reopenTimer.stop();
      this.source?.close();
      this.source = null;
      this.people.value = [];
    } else if (this.resting) {
      this.resting = false;
      void this.read();
    }
  }

  private listen(): void {
    this.source?.close();
    this.reopenTimer.stop();
    this.source = streamOf(this.id, this.replica!.seq, {
      onLine: (isUp, isClosed) => {
        this.connected.value = isUp;
        if (isUp) {
          this.spots.tell();
          this.flush();
        } else if (isClosed) this.reopenTimer.set(reopenAfter, () => void this.read());
      },
      onOps: (batch) => this.hear(batch),
      onPeople: (people) => (this.people.value = people.filter((one) => one.subject !== myself()?.subject)),
      onReset: () => void this.read(),
      onGone: () => this.leave(),
    });
  }

  private hear(batch: Batch): void {
    if (!this.replica) return;
    const isWhole = this.replica.received(batch);
    this.update();
    if (!this.textTimer.isSet) this.flush();
    if (!isWhole || batch.locked) void this.read();
  }

  /** Deleted, or no longer mine to see. */
  private leave(): void {
    this.source?.close();
    for (const timer of [this.reopenTimer, this.retryTimer, this.echoTimer, this.textTimer]) timer.stop();
    const lost = this.unsent.value;
    if (lost > 0) notice(`${lost === 1 ? 'Your last change was' : `Your last ${lost} changes were`} not taken: there is nothing here any more that you can see.`);
    this.replica = null;
    this.unsent.value = 0;
    this.shown.value = null;
    this.keeper.drop();
    this.forget();
    this.opened.value = { kind: 'gone' };
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    this.people.value = [];
    for (const timer of [this.reopenTimer, this.echoTimer]) timer.stop();
    this.spots.stop();
    this.keeper.rest();
    this.unwatch?.();
    this.resting = false;
    if (this.unsent.value === 0) this.forget();
    else this.flush();
  }

  private forget(): void {
    removeEventListener('online', this.resume);
    this.keeper.forget();
    this.onForgotten();
  }
}
