import { myself } from '../state/session';
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
  /** The entry as last written. Undefined if the next write must replace it. */
  private last: string | null | undefined = null;
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
  }

  /** Takes over the edits of closed pages. For an open page, waits for its lock. */
  takeOver(take: TakeOver): void {
    for (const { key } of keeping.of(this.subject).filter((one) => one.artifact === this.artifact && one.key !== this.key && !this.claimed.has(one.key))) {
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

  /** Starts the expiry of the stored edits, because the artifact was not found. Returns them, with those that could not be stored. */
  miss(replica: Replica | null): Kept[] {
    this.rest();
    const unstored = this.isKept ? null : replica?.kept();
    this.last = undefined;
    return [...keeping.miss(this.subject, this.artifact), ...(unstored ? [unstored] : [])];
  }

  /** Deletes the edits of all pages of this artifact. */
  drop(): void {
    keeping.dropArtifact(this.subject, this.artifact);
    this.keep(null);
  }

  private async goOn(key: string, take: TakeOver): Promise<void> {
    const kept = keeping.read(key);
    const done = (): void => void keeping.write(key, null);
    if (kept) await take(kept, done);
    else done();
  }
}
