import { myself } from '../state/session';
import type { Missed } from './availability';
import { keeping } from './keeping';
import type { Kept } from './kept';
import type { Replica } from './replica';

/** Continues with the unsent edits of a closed page. Calls `done` once they are stored under this page's key. */
type TakeOver = (kept: Kept, done: () => void) => Promise<void>;

/** Stores the unsent edits of one artifact under this page's key, and takes over the edits of closed pages. */
export class Keeper {
  /** True if all unsent edits are in storage and so survive this page. */
  isKept = true;
  private readonly subject = myself()?.subject ?? '';
  private readonly key: string;
  private readonly claimed = new Set<string>();
  /** The entries that I discarded here. Those of other open pages still exist. */
  private readonly discarded = new Set<string>();
  /** The entry as last written. */
  private last: string | null = null;
  private release = (): void => {};
  private stop = new AbortController();

  constructor(private readonly artifact: string) {
    this.key = keeping.newKey(this.subject, artifact);
    // The lock is held for the lifetime of this page, so that no other page takes over these edits.
    void navigator.locks?.request(this.key, () => new Promise<void>((end) => (this.release = end)));
  }

  keep(replica: Replica | null): void {
    const kept = replica?.kept() ?? null;
    const text = kept && JSON.stringify(kept);
    if (text === this.last && this.isKept) return;
    this.last = text;
    this.isKept = keeping.write(this.key, text);
    if (text === null) keeping.found(this.subject, this.artifact);
  }

  /** Takes over the edits of closed pages, because the artifact was found. For an open page, waits for its lock. */
  takeOver(take: TakeOver): void {
    keeping.found(this.subject, this.artifact);
    for (const key of this.others().filter((one) => !this.claimed.has(one))) {
      this.claimed.add(key);
      const claim = navigator.locks?.request(key, { signal: this.stop.signal }, () => this.goOn(key, take));
      claim?.catch(() => {}).finally(() => this.claimed.delete(key));
    }
  }

  /** Aborts pending lock requests, because the artifact is no longer displayed. */
  rest(): void {
    this.stop.abort();
    this.stop = new AbortController();
  }

  forget(): void {
    this.rest();
    this.keep(null);
    this.release();
  }

  /** Starts the expiry of the stored edits, because the artifact was not found. Returns null if there are none or they are expired. */
  miss(replica: Replica | null): Missed | null {
    this.rest();
    const until = keeping.miss(this.subject, this.artifact);
    if (Date.now() > until) return null;
    const others = this.others().filter((key) => !this.discarded.has(key)).map((key) => keeping.read(key));
    const kept = [...others, replica?.kept()].filter((one) => !!one);
    return kept.length ? { kept, until: this.isKept ? until : null } : null;
  }

  /** Deletes the edits of this page and of closed pages. Other open pages still send their own. */
  async drop(): Promise<void> {
    this.keep(null);
    keeping.found(this.subject, this.artifact);
    for (const key of this.others()) {
      this.discarded.add(key);
      await navigator.locks?.request(key, { ifAvailable: true }, (lock) => void (lock && keeping.write(key, null)));
    }
  }

  private others(): string[] {
    return keeping.of(this.subject).filter((one) => one.artifact === this.artifact && one.key !== this.key).map((one) => one.key);
  }

  private async goOn(key: string, take: TakeOver): Promise<void> {
    const kept = keeping.read(key);
    const done = (): void => void keeping.write(key, null);
    if (kept) await take(kept, done);
    else done();
  }
}
