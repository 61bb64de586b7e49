import { signal } from '@preact/signals';
import type { Message } from '../api/shapes';
import { drafts } from './drafts';
import type { MessagePages } from './messages';

/** The messages of one thread that are quoted: by others, and by what I am writing. */
export class Quotes {
  /** The message that my next words quote. */
  readonly quoting = signal<Message | null>(null);
  /** Quoted messages that are not among those shown; null for one that is not mine to read. */
  readonly quoted = signal<Record<string, Message | null>>({});

  constructor(private readonly thread: string, private readonly pages: MessagePages) {}

  /** What my next words quote, or nothing; kept with the draft. */
  next(message: Message | null): void {
    this.quoting.value = message;
    drafts.keepQuote(this.thread, message?.id ?? '');
  }

  /** Brings a quoted message that is not among those shown. */
  async fetch(message: string): Promise<void> {
    const found = await this.pages.one(message).catch(() => null);
    this.quoted.value = { ...this.quoted.value, [message]: found };
  }

  /** Quoted messages are asked for again. */
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
