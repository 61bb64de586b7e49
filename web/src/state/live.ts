import type { Confirmation, Message, Person, Step, Token } from '../api/shapes';

/** What happens in a thread, as it happens. */
export interface LiveEvents {
  message: Message;
  share: Message;
  turn: { turnId: string; status: string; speaker?: Person };
  step: Step;
  token: Token;
  confirmation: Confirmation;
  presence: { person: Person; here: boolean };
  members: unknown;
}

export type LiveListener = { [Kind in keyof LiveEvents]: (data: LiveEvents[Kind]) => void };

/**
 * The stream of one thread. The browser resumes by itself after a cut; where the server refuses to go on, `lost` is told and whoever
 * listens asks for the thread again.
 */
export class LiveStream {
  private readonly source: EventSource;

  constructor(
    thread: string,
    after: string | undefined,
    listener: LiveListener,
    private readonly tell: { connected: () => void; waiting: () => void; lost: () => void },
  ) {
    const place = after ? `?after=${encodeURIComponent(after)}` : '';
    this.source = new EventSource(`/api/threads/${thread}/events${place}`);
    for (const kind of Object.keys(listener) as Array<keyof LiveEvents>) {
      this.source.addEventListener(kind, (event) => {
        (listener[kind] as (data: unknown) => void)(JSON.parse((event as MessageEvent<string>).data));
      });
    }
    this.source.onopen = () => this.tell.connected();
    this.source.onerror = () => (this.source.readyState === EventSource.CLOSED ? this.tell.lost() : this.tell.waiting());
  }

  close(): void {
    this.source.close();
  }
}
