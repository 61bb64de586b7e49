import { signal, type ReadonlySignal } from '@preact/signals';
import { isNotFound, sentence } from '../api/http';
import { notice } from '../state/notices';
import { myself } from '../state/session';
import { t } from '../words/say';
import { readArtifact, sendOps } from './api';
import type { Opened } from './availability';
import { Keeper } from './keeper';
import { withoutFlight, type Kept } from './kept';
import { leaveField } from './leaveField';
import { isRefused, outcomeOf } from './outcome';
import { ReconnectingStream } from './reconnectingStream';
import { Refusals } from './refusals';
import { Replica } from './replica';
import type { Artifact, Batch, Changes, FieldOp, Presence, Proposal } from './shapes';
import { untilNone } from './settled';
import { Spots } from './spots';
import type { TextRules } from './text';
import type { TextKnown } from './textPlaces';
import { RetryTimer, Timer } from '../state/timer';
import { placeOf } from './undo';
import { UndoTrail } from './undoTrail';

const textPause = 400;
/** Timeout in ms for the echo of an accepted change. After it, the stream counts as silently broken. */
const echoWithin = 5_000;

/** An open artifact: sends my edits and receives the edits of others. */
export class LiveArtifact {
  readonly opened = signal<Opened>({ kind: 'opening' });
  readonly shown = signal<Artifact | null>(null);
  readonly people = signal<Presence[]>([]);
  readonly proposals = signal<Proposal[]>([]);
  readonly unsent = signal(0);
  readonly refusals = new Refusals();
  readonly trail = new UndoTrail(this);
  rules: TextRules | null = null;
  private readonly listeners = new Set<(block: string, changes: Changes) => void>();
  replica: Replica | null = null;
  private viewers = 0;
  private sending = false;
  /** True if a full reload arrived while it could not be applied. */
  private mustRead = false;
  /** Publishes my position to the others. */
  readonly spots: Spots;
  readonly keeper: Keeper;
  private readonly stream: ReconnectingStream;
  private readonly retryTimer = new RetryTimer();
  private readonly goneTimer = new RetryTimer(15_000, 5 * 60_000);
  private readonly textTimer = new Timer();
  private readonly echoTimer = new Timer();

  constructor(
    readonly id: string,
    /** Called when it is neither displayed nor has pending edits. The next opening creates a new instance. */
    private readonly onForgotten: () => void,
  ) {
    this.spots = new Spots(id, () => this.viewers > 0 && this.opened.value.kind === 'open');
    this.keeper = new Keeper(id);
    this.stream = new ReconnectingStream(id, {
      onUp: () => {
        this.spots.tell();
        this.flush();
      },
      onOps: (batch) => this.hear(batch),
      onPeople: (people) => (this.people.value = people.filter((one) => one.subject !== myself()?.subject)),
      onReset: () => void this.read(),
      onGone: () => this.hide(),
    });
  }

  get connected(): ReadonlySignal<boolean> {
    return this.stream.connected;
  }

  open(): () => void {
    if (this.viewers++ === 0) {
      addEventListener('online', this.resume);
      this.spots.start();
      void this.read();
      this.stream.start();
    }
    return () => {
      if (--this.viewers === 0) this.close();
    };
  }

  /** Reloads the complete artifact. */
  async read(): Promise<void> {
    try {
      this.take(await this.fetch());
      this.keeper.takeOver((kept, done) => this.goOn(kept, done));
      this.opened.value = { kind: 'open' };
      this.goneTimer.stop();
      this.goneTimer.succeeded();
      if (this.viewers > 0) this.stream.open(this.replica!.seq);
      this.flush();
    } catch (failure) {
      if (isNotFound(failure)) this.hide();
      else if (this.replica || (this.viewers > 0 && this.opened.value.kind === 'gone')) this.later(true);
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
    this.trail.did();
    this.update();
    this.flush();
  }

  /** Applies what I typed in a text. */
  edit(block: string, changes: Changes): void {
    this.trail.wrote(block, changes);
    this.write(block, changes);
  }

  write(block: string, changes: Changes): void {
    this.refusals.forget([placeOf({ op: 'text', block, version: 0, changes })]);
    this.replica?.edit(block, changes);
    this.update();
    if (!this.textTimer.isSet) this.textTimer.set(textPause, this.flush);
  }

  /** Subscribes to text changes that did not come from the text's own editor. */
  onText(listener: (block: string, changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Returns the known state of a text, for mapping positions in it. */
  textOf(block: string): TextKnown | null {
    return this.replica && this.rules ? { ...this.replica.textState(block), places: this.replica.places, rules: this.rules } : null;
  }

  readonly flush = (): void => {
    this.textTimer.stop();
    this.retryTimer.stop();
    void this.send();
  };

  /** Resolves once all my edits are on the server. Resolves with false on a timeout. */
  settled(): Promise<boolean> {
    this.flush();
    return untilNone(this.unsent);
  }

  /** Resumes the edits of a closed page: first finds the outcome of its request in flight, then applies the others on top. */
  private async goOn(kept: Kept, done: () => void): Promise<void> {
    try {
      const [outcome, seq] = kept.flight ? await outcomeOf(this.id, kept.flight) : ['again' as const, 0];
      this.take(await this.fetch());
      // The artifact can only be reloaded after the response to this page's own request.
      if (this.replica!.seq < seq) return this.later(true);
      const isWhole = this.replica!.restore(withoutFlight(kept, outcome, this.rules), kept.flight?.ops.length ?? 0);
      this.update();
      done();
      this.flush();
      if (!isWhole || outcome === 'lost') notice(t('Some changes from before you left could not be made: what they changed is gone or was refused.'));
    } catch (failure) {
      if (isNotFound(failure)) this.hide();
      else this.later(true);
    }
  }

  private take(artifact: Artifact): void {
    this.proposals.value = artifact.proposals ?? [];
    if (this.replica) this.mustRead = !this.replica.reset(artifact);
    else {
      const { subject, name } = myself()!;
      this.replica = new Replica(artifact, { subject, name }, this.rules);
      this.replica.onText = (block, changes) => {
        this.trail.others(block, changes);
        this.listeners.forEach((listener) => listener(block, changes));
      };
    }
    this.update();
  }

  update(): void {
    if (!this.replica) return;
    this.keeper.keep(this.replica);
    this.shown.value = this.replica.shown;
    this.unsent.value = this.replica.unsent;
    this.trail.update();
  }

  /** The network is back. The browser may have given up the stream in the meantime. */
  private readonly resume = (): void => (this.viewers > 0 && this.stream.isLost ? void this.read() : this.flush());

  private async send(): Promise<void> {
    const replica = this.replica;
    if (this.sending || !replica) return;
    this.sending = true;
    try {
      for (let next = replica.next(); next && this.replica; next = replica.next()) {
        // The request is stored before it is sent. A resend by another page then has the same id.
        this.keeper.keep(replica);
        let sent;
        try {
          sent = await sendOps(this.id, next);
        } catch (failure) {
          if (!isRefused(failure)) throw failure;
          const lost = replica.refused(next.opId);
          if (lost?.op === 'text') this.trail.forget(lost.block);
          if (lost) this.refusals.add(lost, sentence(failure));
          this.update();
          continue;
        }
        this.retryTimer.succeeded();
        if (next.ops[0]?.op === 'text') this.spots.soon();
        if ('seq' in sent) replica.accepted(next.opId, sent.seq);
        else await this.catchUp(replica, next.opId, sent.missing);
        this.update();
        if (this.mustRead || this.opened.value.kind === 'gone') void this.read();
      }
      if (replica.isAwaiting) this.echoTimer.set(echoWithin, () => void this.read());
      else this.echoTimer.stop();
    } catch (failure) {
      if (isNotFound(failure)) this.hide();
      else if (this.replica) this.later();
    } finally {
      this.sending = false;
      if (this.viewers === 0 && this.unsent.value === 0) this.forget();
    }
  }

  private async catchUp(replica: Replica, opId: string, missing: Batch[]): Promise<void> {
    replica.stale(opId, missing);
    // More ops are missing than one response contains, so the complete artifact is reloaded.
    const last = missing.at(-1);
    if (!last || replica.seq < last.seq || missing.some((batch) => batch.locked)) this.take(await readArtifact(this.id));
  }

  private readonly later = (reads = false): void => {
    if (!reads || !this.stream.isPaused) this.retryTimer.retry(reads ? () => void this.read() : this.resume);
  };

  private hear(batch: Batch): void {
    if (!this.replica) return;
    const isWhole = this.replica.received(batch);
    this.update();
    if (!this.textTimer.isSet) this.flush();
    if (!isWhole || batch.locked) void this.read();
  }

  /** Hides an artifact that was not found. My unsent edits remain, because a failed check of access gets the same answer as a lost access. */
  private hide(): void {
    leaveField(`[data-artifact="${this.id}"]`);
    this.stream.close();
    for (const timer of [this.retryTimer, this.echoTimer, this.textTimer]) timer.stop();
    const unsent = this.keeper.miss(this.replica);
    const title = this.shown.value?.title;
    if (title && this.viewers === 0 && this.unsent.value > 0) notice(t('“{title}” was not found. Its page still has your unsent changes.', { title }));
    this.shown.value = null;
    this.opened.value = { kind: 'gone', unsent };
    if (this.viewers > 0 && !this.stream.isPaused && !this.goneTimer.isSet) this.goneTimer.retry(() => void this.read());
    if (unsent && this.unsent.value > 0) return;
    this.replica = null;
    this.unsent.value = 0;
    if (this.viewers === 0) this.forget();
  }

  /** Deletes my unsent edits. */
  discard(): void {
    this.replica = null;
    this.unsent.value = 0;
    void this.keeper.drop();
    this.opened.value = { kind: 'gone', unsent: null };
  }

  private close(): void {
    this.stream.stop();
    for (const timer of [this.retryTimer, this.echoTimer, this.goneTimer]) timer.stop();
    this.spots.stop();
    this.keeper.rest();
    if (this.unsent.value === 0) this.forget();
    else this.flush();
  }

  private forget(): void {
    removeEventListener('online', this.resume);
    this.keeper.forget();
    this.onForgotten();
  }
}
