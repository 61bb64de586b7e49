import { signal } from '@preact/signals';
import { sentence } from '../api/http';
import { sayIn, type Accepted } from '../api/say';

export interface Outgoing {
  clientId: string;
  text: string;
  forAgent: boolean;
  at: string;
  problem?: string;
}

/** What I have said and the server has not confirmed. */
export class Outbox {
  readonly waiting = signal<Outgoing[]>([]);

  constructor(
    private readonly thread: string,
    private readonly onAccepted: (outgoing: Outgoing, accepted: Accepted) => void,
  ) {}

  async say(text: string, forAgent: boolean): Promise<void> {
    const outgoing = { clientId: crypto.randomUUID(), text, forAgent, at: new Date().toISOString() };
    this.waiting.value = [...this.waiting.value, outgoing];
    await this.send(outgoing);
  }

  async retry(outgoing: Outgoing): Promise<void> {
    const { problem: _, ...again } = outgoing;
    this.waiting.value = this.waiting.value.map((one) => (one.clientId === outgoing.clientId ? again : one));
    await this.send(again);
  }

  drop(clientId: string): void {
    this.waiting.value = this.waiting.value.filter((one) => one.clientId !== clientId);
  }

  /** The stream may tell of my message before the answer to its sending does. */
  heard(text: string): void {
    const mine = this.waiting.value.find((one) => !one.problem && one.text === text);
    if (mine) this.drop(mine.clientId);
  }

  private async send(outgoing: Outgoing): Promise<void> {
    try {
      const accepted = await sayIn(this.thread, outgoing.text, outgoing.clientId, outgoing.forAgent);
      this.drop(outgoing.clientId);
      this.onAccepted(outgoing, accepted);
    } catch (failure) {
      const known = this.waiting.value.some((one) => one.clientId === outgoing.clientId);
      const failed = { ...outgoing, problem: sentence(failure) };
      if (known) this.waiting.value = this.waiting.value.map((one) => (one.clientId === outgoing.clientId ? failed : one));
    }
  }
}
