import { signal } from '@preact/signals';
import { Problem, sentence } from '../api/http';
import { refsTo, sayIn, type Accepted } from '../api/say';
import type { Mention, MessageFile } from '../api/shapes';
import { t } from '../words/say';
import { notice } from './notices';

export interface Outgoing {
  clientId: string;
  text: string;
  forAgent: boolean;
  at: string;
  mentions?: Mention[];
  quote?: string;
  files?: MessageFile[];
  problem?: string;
  /** True after a network failure; the message is sent again on reconnection. */
  unreached?: boolean;
}

const firstPause = 3_000;
const longestPause = 30_000;

/** Returns whether the server was not reached. A gateway error also means that it did not answer. */
const isUnreached = (failure: unknown): boolean => failure instanceof Problem && [0, 502, 503, 504].includes(failure.status);

type OnAccepted = (outgoing: Outgoing, accepted: Accepted) => void;

const nobody: OnAccepted = () => {};

const outboxes = new Map<string, Outbox>();

/** Returns the single outbox of a thread. Queued messages survive closing and reopening the thread. */
export function outboxOf(thread: string, onAccepted: OnAccepted): Outbox {
  const outbox = outboxes.get(thread) ?? new Outbox(thread);
  outboxes.set(thread, outbox);
  outbox.openFor(onAccepted);
  return outbox;
}

/** My messages that the server has not confirmed. The client id of a message makes a retry idempotent. */
export class Outbox {
  readonly waiting = signal<Outgoing[]>([]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = firstPause;
  private onAccepted = nobody;

  constructor(private readonly thread: string) {
    addEventListener('online', this.resend);
  }

  async say(text: string, forAgent: boolean, refs: Pick<Outgoing, 'mentions' | 'quote' | 'files'> = {}): Promise<void> {
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
    this.letGo();
  }

  /** Removes a message that arrived by the stream before the response to its request. */
  heard(text: string): void {
    const mine = this.waiting.value.find((one) => (!one.problem || one.unreached) && one.text === text);
    if (mine) this.drop(mine.clientId);
  }

  /** Resends the messages that did not reach the server, in their order. */
  readonly resend = (): void => {
    clearTimeout(this.timer);
    void this.sendUnreached();
  };

  openFor(onAccepted: OnAccepted): void {
    this.onAccepted = onAccepted;
  }

  /** Closes the view of the thread. Queued messages are still sent. */
  close(): void {
    this.onAccepted = nobody;
    this.letGo();
  }

  private letGo(): void {
    if (this.onAccepted !== nobody || this.waiting.value.length) return;
    clearTimeout(this.timer);
    removeEventListener('online', this.resend);
    outboxes.delete(this.thread);
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
        ...(outgoing.mentions?.length ? { mentions: refsTo(outgoing.mentions) } : {}),
        ...(outgoing.quote ? { quote: outgoing.quote } : {}),
        ...(outgoing.files?.length ? { files: outgoing.files.map((file) => file.id) } : {}),
      });
      this.pause = firstPause;
      this.drop(outgoing.clientId);
      this.onAccepted(outgoing, accepted);
    } catch (failure) {
      const known = this.waiting.value.some((one) => one.clientId === outgoing.clientId);
      const failed = { ...outgoing, problem: sentence(failure), unreached: isUnreached(failure) };
      if (known) this.waiting.value = this.waiting.value.map((one) => (one.clientId === outgoing.clientId ? failed : one));
      if (known && failed.unreached) this.later();
      // The thread is not open. Its message shows the failure when it is opened again.
      else if (known && this.onAccepted === nobody) notice(t('A message of yours was not sent. {problem}', { problem: failed.problem }));
    }
  }

  /** Retries after a delay, because the browser does not always report that the network is back. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.resend, this.pause);
    this.pause = Math.min(this.pause * 2, longestPause);
  }
}
