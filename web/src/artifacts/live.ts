import { signal } from '@preact/signals';
import { isNotFound, Problem, sentence } from '../api/http';
import { announce } from '../state/announcer';
import { away } from '../state/away';
import { notice } from '../state/notices';
import { myself } from '../state/session';
import { eventsOf, readArtifact, sendOps, tellPresence } from './api';
import { Replica } from './replica';
import type { Artifact, Batch, Changes, FieldOp, Presence, Proposal, Spot } from './shapes';
import type { TextRules } from './text';

const textPause = 400;
const firstPause = 2_000;
const longestPause = 30_000;
/** My place is told when it changes. It is told again because another instance may have the stream. */
const presencePause = 60_000;
const spotPause = 250;
const reopenAfter = 3_000;
const settleWithin = 10_000;
/** An accepted change that the stream has not brought by then: it is cut and does not know. */
const echoWithin = 5_000;

/** Kinds whose texts several people write in: their rules are a file of their own. */
const hasTexts = new Set(['document', 'dashboard', 'tool']);

type Opened = { kind: 'opening' } | { kind: 'open' } | { kind: 'gone' } | { kind: 'failed'; why: string };

/** The server has read what was sent and will never take it. Everything else is tried again: a session that ended, a server that failed. */
const isRefused = (failure: unknown): boolean => failure instanceof Problem && [400, 403, 413, 422].includes(failure.status);

/** Edits of any artifact that are not sent, open or not. */
addEventListener('beforeunload', (event) => {
  if ([...kept.values()].some((live) => live.unsent.value > 0)) event.preventDefault();
});

const kept = new Map<string, LiveArtifact>();

/** The one copy of an artifact in this page: what waits to be sent is there again when it is opened again. */
export function liveArtifact(id: string): LiveArtifact {
  const live = kept.get(id) ?? new LiveArtifact(id);
  kept.set(id, live);
  return live;
}

/** An artifact as it is open before me: sends what I do, hears what others do. */
export class LiveArtifact {
  readonly opened = signal<Opened>({ kind: 'opening' });
  readonly shown = signal<Artifact | null>(null);
  readonly people = signal<Presence[]>([]);
  readonly proposals = signal<Proposal[]>([]);
  readonly connected = signal(true);
  readonly unsent = signal(0);
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
  private spot: Spot = {};
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private textTimer: ReturnType<typeof setTimeout> | undefined;
  private reopenTimer: ReturnType<typeof setTimeout> | undefined;
  private echoTimer: ReturnType<typeof setTimeout> | undefined;
  private spotTimer: ReturnType<typeof setTimeout> | undefined;
  private presenceTimer: ReturnType<typeof setInterval> | undefined;
  private unwatch: (() => void) | undefined;

  constructor(readonly id: string) {}

  open(): () => void {
    if (this.viewers++ === 0) {
      addEventListener('online', this.resume);
      this.presenceTimer = setInterval(() => this.tell(), presencePause);
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
      const artifact = await readArtifact(this.id);
      if (artifact.definition.blocks?.length || hasTexts.has(artifact.kind)) this.rules ??= (await import('./text')).textRules;
      this.take(artifact);
      this.opened.value = { kind: 'open' };
      if (this.viewers > 0 && !this.resting) this.listen();
      this.flush();
    } catch (failure) {
      if (isNotFound(failure)) this.leave();
      else if (this.replica) this.later(true);
      else this.opened.value = { kind: 'failed', why: sentence(failure) };
    }
  }

  do(...ops: FieldOp[]): void {
    this.replica?.do(ops);
    this.update();
    this.flush();
  }

  edit(block: string, changes: Changes): void {
    this.replica?.edit(block, changes);
    this.update();
    this.textTimer ??= setTimeout(this.flush, textPause);
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

  /** Where I am now; told to the others a moment later. */
  lookAt(spot: Spot): void {
    this.spot = spot;
    clearTimeout(this.spotTimer);
    this.spotTimer = setTimeout(() => this.tell(), spotPause);
  }

  readonly flush = (): void => {
    clearTimeout(this.textTimer);
    clearTimeout(this.retryTimer);
    this.textTimer = undefined;
    void this.send();
  };

  /** Once all that I did is on the server; false where that takes too long. */
  settled(): Promise<boolean> {
    this.flush();
    return new Promise((resolve) => {
      let stop = (): void => {};
      const end = (isSaved: boolean): void => {
        clearTimeout(timer);
        resolve(isSaved);
        queueMicrotask(() => stop());
      };
      const timer = setTimeout(() => end(false), settleWithin);
      stop = this.unsent.subscribe((waits) => waits === 0 && end(true));
    });
  }

  private step(done: boolean | undefined, yes: string, no: string): void {
    if (done) announce(yes);
    else notice(no);
    this.update();
    this.flush();
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
        let sent;
        try {
          sent = await sendOps(this.id, next);
        } catch (failure) {
          if (!isRefused(failure)) throw failure;
          if (replica.refused(next.opId)) notice(sentence(failure));
          this.update();
          continue;
        }
        this.pause = firstPause;
        if ('seq' in sent) replica.accepted(next.opId, sent.seq);
        else await this.catchUp(replica, next.opId, sent.missing);
        this.update();
        if (this.mustRead) void this.read();
      }
      this.expectEcho();
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
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(reads ? () => void this.read() : this.resume, this.pause);
    this.pause = Math.min(this.pause * 2, longestPause);
  }

  private expectEcho(): void {
    clearTimeout(this.echoTimer);
    if (this.replica?.isAwaiting) this.echoTimer = setTimeout(() => void this.read(), echoWithin);
  }

  /** The stream ends. What waits to be sent is still sent; what others did meanwhile is read when somebody looks again. */
  private goAway(isAway: boolean): void {
    if (isAway) {
      this.resting = true;
      clearTimeout(this.reopenTimer);
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
    clearTimeout(this.reopenTimer);
    const source = new EventSource(eventsOf(this.id, this.replica!.seq));
    this.source = source;
    const on = <T>(kind: string, act: (data: T) => void): void => source.addEventListener(kind, (event) => act(JSON.parse((event as MessageEvent<string>).data) as T));
    source.onopen = () => {
      this.connected.value = true;
      this.tell();
      this.flush();
    };
    source.onerror = () => {
      this.connected.value = false;
      if (source.readyState === EventSource.CLOSED) this.reopenTimer = setTimeout(() => void this.read(), reopenAfter);
    };
    on<Batch>('ops', (batch) => {
      if (!this.replica) return;
      const isWhole = this.replica.received(batch);
      this.update();
      if (!this.textTimer) this.flush();
      if (!isWhole || batch.locked) void this.read();
    });
    on<{ people: Presence[] }>('presence', ({ people }) => (this.people.value = people.filter((one) => one.subject !== myself()?.subject)));
    on('proposal', () => void this.read());
    on('published', () => void this.read());
    on('reset', () => void this.read());
    on('gone', () => this.leave());
  }

  private tell(): void {
    if (this.viewers > 0 && this.opened.value.kind === 'open' && document.visibilityState === 'visible') tellPresence(this.id, this.spot).catch(() => {});
  }

  /** Deleted, or no longer mine to see. */
  private leave(): void {
    this.source?.close();
    for (const timer of [this.reopenTimer, this.retryTimer, this.echoTimer, this.textTimer]) clearTimeout(timer);
    const lost = this.unsent.value;
    if (lost > 0) notice(`${lost === 1 ? 'Your last change was' : `Your last ${lost} changes were`} not taken: there is nothing here any more that you can see.`);
    this.replica = null;
    this.unsent.value = 0;
    this.shown.value = null;
    this.forget();
    this.opened.value = { kind: 'gone' };
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    this.people.value = [];
    for (const timer of [this.reopenTimer, this.echoTimer, this.spotTimer]) clearTimeout(timer);
    clearInterval(this.presenceTimer);
    this.unwatch?.();
    this.resting = false;
    if (this.unsent.value === 0) this.forget();
    else this.flush();
  }

  private forget(): void {
    removeEventListener('online', this.resume);
    kept.delete(this.id);
  }
}
