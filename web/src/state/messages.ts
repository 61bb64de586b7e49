import { get, query } from '../api/http';
import type { Listing, Message, Thread } from '../api/shapes';
import { isMe } from './session';

const pageSize = '50';

export const sequence = (messageId: string): number => Number(messageId.slice(messageId.lastIndexOf('-m') + 2));

/** Loads the messages of one thread page by page. */
export class MessagePages {
  constructor(private readonly thread: string) {}

  from(terms: Record<string, string>): Promise<Listing<Message>> {
    return get<Listing<Message>>(`/api/threads/${this.thread}/messages${query({ ...terms, limit: pageSize })}`);
  }

  newest(): Promise<Listing<Message>> {
    return this.from({ from: 'end' });
  }

  /** Loads one message in its current form for me. Returns null if I cannot read it. */
  async one(message: string): Promise<Message | null> {
    const page = await get<Listing<Message>>(`/api/threads/${this.thread}/messages${query({ from: message, limit: '1' })}`);
    return page.items.find((found) => found.id === message) ?? null;
  }

  /** Loads the messages before and after a message. */
  around(message: string): Promise<Listing<Message>> {
    return this.from({ from: message });
  }
}

/** Returns the first message that is unread and not my own. */
export function firstUnreadOf(thread: Thread, page: Message[]): string | null {
  if (!thread.unread || !thread.lastMessage) return null;
  const firstNew = sequence(thread.lastMessage) - thread.unread + 1;
  return page.find((message) => sequence(message.id) >= firstNew && !isMe(message.askedBy.subject))?.id ?? null;
}

const lastingTurn = 30 * 60_000;

/** Returns the turns answered on a page, and the questions whose turns may still run. */
export function turnsOf(page: Message[]): { answered: Set<string>; open: Message[] } {
  const answered = new Set(page.flatMap((message) => (message.from === 'agent' && message.turnId ? [message.turnId] : [])));
  // Compares server times only: the browser's clock may be wrong.
  const newest = Date.parse(page.at(-1)?.at ?? '');
  return {
    answered,
    open: page.filter(
      (message) => message.from === 'person' && message.turnId && !answered.has(message.turnId) && newest - Date.parse(message.at) < lastingTurn,
    ),
  };
}
