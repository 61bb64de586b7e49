import { signal } from '@preact/signals';
import type { Listing, Message } from '../api/shapes';
import { sequence, type MessagePages } from './messages';

const mostHeld = 500;
const retryPause = 3000;

/** The displayed messages of one thread: a contiguous range in order. */
export class ShownMessages {
  readonly all = signal<Message[]>([]);
  readonly older = signal<string | undefined>(undefined);
  /** True while the displayed range ends before the newest message. Far up, newer messages are dropped. */
  readonly detached = signal(false);
  private loadingOlder = false;
  private loadingNewer = false;
  private rereading = false;
  private rereadAgain = false;
  private closed = false;

  constructor(private readonly pages: MessagePages) {}

  has(message: string): boolean {
    return this.all.value.some((one) => one.id === message);
  }

  close(): void {
    this.closed = true;
  }

  clear(): void {
    this.all.value = [];
    this.older.value = undefined;
  }

  async loadOlder(): Promise<void> {
    if (!this.older.value || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      const page = await this.pages.from({ continuation: this.older.value });
      this.merge(page.items);
      this.older.value = page.continuation;
      if (this.all.value.length > mostHeld) {
        this.all.value = this.all.value.slice(0, mostHeld);
        this.detached.value = true;
      }
    } finally {
      this.loadingOlder = false;
    }
  }

  /** Loads newer messages, if they were dropped on a long way up. */
  async loadNewer(): Promise<void> {
    const last = this.all.value.at(-1);
    if (!this.detached.value || !last || this.loadingNewer) return;
    this.loadingNewer = true;
    try {
      const page = await this.pages.around(last.id);
      if (this.closed || !this.detached.value) return;
      const isEnd = page.items.at(-1)?.id === last.id;
      this.detached.value = !isEnd;
      this.merge(isEnd ? (await this.pages.newest()).items : page.items);
    } finally {
      this.loadingNewer = false;
    }
  }

  /** Shows only the newest page again, after a long way up or a long time. */
  async toNewest(): Promise<void> {
    if (!this.detached.value && this.all.value.length <= mostHeld) return;
    const page = await this.pages.newest();
    if (this.closed) return;
    const newest = page.items.at(-1);
    const since = newest && !this.detached.value ? this.all.value.filter((message) => sequence(message.id) > sequence(newest.id)) : [];
    this.all.value = [...page.items, ...since];
    this.older.value = page.continuation;
    this.detached.value = false;
  }

  /** Replaces the displayed range by this page. */
  jump(page: Listing<Message>): void {
    const [last, newest] = [page.items.at(-1)!, this.all.value.at(-1)];
    this.detached.value ||= !!newest && sequence(last.id) < sequence(newest.id);
    this.all.value = page.items;
    this.older.value = page.continuation;
  }

  /** Reloads all displayed messages. A call during a reload repeats it, and a failed reload is repeated after a delay. */
  async reread(onStart: () => void): Promise<void> {
    this.rereadAgain = true;
    if (this.rereading) return;
    this.rereading = true;
    try {
      while (this.rereadAgain && !this.closed) {
        this.rereadAgain = false;
        onStart();
        await this.rereadOnce();
      }
    } catch {
      if (!this.closed) setTimeout(() => void this.reread(onStart), retryPause);
    } finally {
      this.rereading = false;
    }
  }

  /** Adds or replaces a message. While detached, a new message at the end is loaded later, while scrolling down. */
  put(message: Message): void {
    if (this.detached.value && sequence(message.id) > sequence(this.all.value.at(-1)?.id ?? message.id)) return;
    this.merge([message]);
  }

  merge(fresh: Message[]): void {
    const byId = new Map(this.all.value.map((message) => [message.id, message]));
    for (const message of fresh) byId.set(message.id, message);
    this.all.value = [...byId.values()].sort((a, b) => sequence(a.id) - sequence(b.id));
  }

  private async rereadOnce(): Promise<void> {
    const first = this.all.value[0];
    if (!first || this.closed) return;
    let terms: Record<string, string> | null = { from: this.detached.value ? this.all.value.at(-1)!.id : 'end' };
    while (terms) {
      const page = await this.pages.from(terms);
      if (this.closed) return;
      this.merge(page.items);
      const reached = page.items[0];
      terms = page.continuation && reached && sequence(reached.id) > sequence(first.id) ? { continuation: page.continuation } : null;
    }
  }
}
