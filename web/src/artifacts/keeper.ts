import { myself } from '../state/session';
import { keeping } from './keeping';
import type { Kept } from './kept';
import type { Replica } from './replica';

/** What goes on with the edits of a page that is gone; `done` is called once they are stored as this page's own. */
type TakeOver = (kept: Kept, done: () => void) => Promise<void>;

/** Stores the unsent edits of one artifact in this page, and takes over those of pages that are gone. */
export class Keeper {
  /** Whether all that is unsent outlives this page. */
  isKept = true;
  private readonly subject = myself()?.subject ?? '';
  private readonly key: string;
  private readonly claimed = new Set<string>();
  private last: string | null = null;
  private release = (): void => {};
  private stop = new AbortController();

  constructor(private readonly artifact: string) {
    this.key = keeping.newKey(this.subject, artifact);
    // Held as long as this page lives: another one does not take these edits for left behind.
    void navigator.locks?.request(this.key, () => new Promise<void>((end) => (this.release = end)));
  }

  keep(replica: Replica | null): void {
    const kept = replica?.kept() ?? null;
    const text = kept && JSON.stringify(kept);
    if (text === this.last && this.isKept) return;
    this.last = text;
    this.isKept = keeping.write(this.key, text);
  }

  /** Edits of a page that still lives are waited for. */
  takeOver(take: TakeOver): void {
    for (const { key } of keeping.of(this.subject).filter((one) => one.artifact === this.artifact && one.key !== this.key && !this.claimed.has(one.key))) {
      this.claimed.add(key);
      const claim = navigator.locks?.request(key, { signal: this.stop.signal }, () => this.goOn(key, take));
      claim?.catch(() => {}).finally(() => this.claimed.delete(key));
    }
  }

  /** Nobody looks at the artifact any more. */
  rest(): void {
    this.stop.abort();
    this.stop = new AbortController();
  }

  forget(): void {
    this.rest();
    this.keep(null);
    this.release();
  }

  /** The artifact is no longer there for this person. */
  drop(): void {
    keeping.dropArtifact(this.subject, this.artifact);
    this.forget();
  }

  private async goOn(key: string, take: TakeOver): Promise<void> {
    const kept = keeping.read(key);
    const done = (): void => void keeping.write(key, null);
    if (kept) await take(kept, done);
    else done();
  }
}
