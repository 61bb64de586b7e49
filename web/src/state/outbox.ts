import { signal } from '@preact/signals';
import { Problem, sentence } from '../api/http';
import { sayIn, type Accepted } from '../api/say';
import type { Mention } from '../api/shapes';

export interface Outgoing {
  clientId: string;
  text: string;
  forAgent: boolean;
  at: string;
  mentions?: Mention[];
  quote?: string;
  problem?: string;
  /** True when the line was down: then it goes out by itself once the line is back. */
  unreached?: boolean;
}

const firstPause = 3_000;
const longestPause = 30_000;

/** A gateway that answers for a server which is away is no answer of the server. */
const isUnreached = (failure: unknown): boolean => failure instanceof Problem && [0, 502, 503, 504].includes(failure.status);

/** What I have said and the server has not confirmed. The client id of a message makes sending it again harmless. */
export class Outbox {
  readonly waiting = signal<Outgoing[]>([]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = firstPause;

  constructor(
    private readonly thread: string,
    private readonly onAccepted: (outgoing: Outgoing, accepted: Accepted) => void,
  ) {
    addEventListener('online', this.lineIsBack);
  }

  async say(text: string, forAgent: boolean, refs: Pick<Outgoing, 'mentions' | 'quote'> = {}): Promise<void> {
    const outgoing = { clientId: crypto.randomUUID(), text, forAgent, at: new Date().toISOString(), ...refs };
    this.waiting.value = [...this.waiting.value, outgoing];
    await this.send(outgoing);
  }

  async retry(outgoing: Outgoing): Promise<void> {
    const { problem: _, unreached: __, ...again } = outgoing;
    this.waiting.value = this.waiting.value.map((one) => (one.clientId === outgoing.clientId ? again : one));
    await this.send(again);
  }

  drop(clientId: string): void {
    this.waiting.value = this.waiting.value.filter((one) => one.clientId !== clientId);
  }

  /** The stream may tell of my message before the answer to its sending does. */
  heard(text: string): void {
    const mine = this.waiting.value.find((one) => (!one.problem || one.unreached) && one.text === text);
    if (mine) this.drop(mine.clientId);
  }

  /** Sends what did not reach the server, in the order in which it was said. */
  readonly lineIsBack = (): void => {
    clearTimeout(this.timer);
    void this.sendUnreached();
  };

  /** The thread is no longer open here. What waits still goes out. */
  close(): void {
    if (!this.waiting.value.length) removeEventListener('online', this.lineIsBack);
  }

  private async sendUnreached(): Promise<void> {
    for (const one of this.waiting.value.filter((each) => each.unreached)) {
      if (this.waiting.value.some((each) => each.clientId === one.clientId && each.unreached)) await this.retry(one);
      if (this.waiting.value.some((each) => each.clientId === one.clientId)) return;
    }
  }

  private async send(outgoing: Outgoing): Promise<void> {
    try {
      const accepted = await sayIn(this.thread, outgoing.text, outgoing.clientId, outgoing.forAgent, {
        ...(outgoing.mentions?.length ? { mentions: outgoing.mentions.map(({ subject, as }) => ({ subject, as })) } : {}),
        ...(outgoing.quote ? { quote: outgoing.quote } : {}),
      });
      this.pause = firstPause;
      this.drop(outgoing.clientId);
      this.onAccepted(outgoing, accepted);
    } catch (failure) {
      const known = this.waiting.value.some((one) => one.clientId === outgoing.clientId);
      const failed = { ...outgoing, problem: sentence(failure), unreached: isUnreached(failure) };
      if (known) this.waiting.value = this.waiting.value.map((one) => (one.clientId === outgoing.clientId ? failed : one));
      if (known && failed.unreached) this.later();
    }
  }

  /** The browser does not always notice that the line is back. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.lineIsBack, this.pause);
    this.pause = Math.min(this.pause * 2, longestPause);
  }
}
