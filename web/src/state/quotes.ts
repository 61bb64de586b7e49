import { signal } from '@preact/signals';
import type { Message } from '../api/shapes';
import { drafts } from './drafts';
import type { MessagePages } from './messages';

/** The quoted messages of one thread: by other messages and by my draft. */
export class Quotes {
  /** The message that my draft quotes. */
  readonly quoting = signal<Message | null>(null);
  /** Quoted messages that are not displayed. Null for one that I cannot read. */
  readonly quoted = signal<Record<string, Message | null>>({});

  constructor(private readonly thread: string, private readonly pages: MessagePages) {}

  /** Sets or clears the quote of my draft. It is stored with the draft. */
  next(message: Message | null): void {
    this.quoting.value = message;
    drafts.keepQuote(this.thread, message?.id ?? '');
  }

  /** Loads a quoted message that is not displayed. */
  async fetch(message: string): Promise<void> {
    const found = await this.pages.one(message).catch(() => null);
    this.quoted.value = { ...this.quoted.value, [message]: found };
  }

  /** Clears the cache, so that quoted messages are reloaded. */
  forget(): void {
    this.quoted.value = {};
  }

  /** Restores the quote of a stored draft. */
  async restore(): Promise<void> {
    const kept = drafts.quoteOf(this.thread);
    const message = kept ? await this.pages.one(kept).catch(() => null) : null;
    if (message && !message.deleted && !this.quoting.value && drafts.quoteOf(this.thread) === kept) this.quoting.value = message;
  }

  revised(message: Message): void {
    if (message.id in this.quoted.value) this.quoted.value = { ...this.quoted.value, [message.id]: message };
    if (this.quoting.value?.id === message.id) this.next(message.deleted ? null : message);
  }
}
