import type { Confirmation, Message, Person, Step, Token } from '../api/shapes';

/** The events of a thread's stream. */
export interface LiveEvents {
  message: Message;
  share: Message;
  turn: { turnId: string; status: string; speaker?: Person };
  step: Step;
  token: Token;
  confirmation: Confirmation;
  presence: { person: Person; here: boolean };
  members: unknown;
  revision: Message;
  typing: { person: Person };
}

const openWithin = 10_000;

export type LiveListener = { [Kind in keyof LiveEvents]: (data: LiveEvents[Kind]) => void };

/**
 * The stream of one thread. The browser resumes by itself after an interruption. If the server refuses, `lost` is called and the listener
 * reloads the thread. A connection that is neither opened nor refused within a timeout counts as lost.
 */
export class LiveStream {
  private readonly source: EventSource;
  private overdue: ReturnType<typeof setTimeout> | undefined;

  constructor(
    thread: string,
    after: string | undefined,
    listener: LiveListener,
    private readonly tell: { connected: () => void; heard: () => void; waiting: () => void; lost: () => void },
  ) {
    const place = after ? `?after=${encodeURIComponent(after)}` : '';
    this.source = new EventSource(`/api/threads/${thread}/events${place}`);
    for (const kind of Object.keys(listener) as Array<keyof LiveEvents>) {
      this.source.addEventListener(kind, (event) => {
        this.tell.heard();
        (listener[kind] as (data: unknown) => void)(JSON.parse((event as MessageEvent<string>).data));
      });
    }
    this.source.onopen = () => {
      clearTimeout(this.overdue);
      this.tell.connected();
    };
    this.source.onerror = () => {
      if (this.source.readyState === EventSource.CLOSED) return this.lose();
      this.expect();
      this.tell.waiting();
    };
    this.expect();
  }

  close(): void {
    clearTimeout(this.overdue);
    this.source.close();
  }

  private expect(): void {
    clearTimeout(this.overdue);
    this.overdue = setTimeout(() => this.lose(), openWithin);
  }

  private lose(): void {
    this.close();
    this.tell.lost();
  }
}
