import { signal } from '@preact/signals';
import { get, isNotFound, post } from '../api/http';
import type { Confirmation, Message, Person, Step, Token, Turn } from '../api/shapes';
import { t } from '../words/say';
import { announce, Sentences } from './announcer';
import { turnsOf } from './messages';
import { isMe } from './session';

const mostAsked = 5;

/** A pending confirmation. `again` is true if the change differs from the one shown before. */
export interface Waiting extends Confirmation {
  again: boolean;
}

/** A turn without a reply yet. For everybody but its speaker only `speaker` is known. */
export interface RunningTurn {
  id: string;
  speaker: Person;
  words: Record<number, string>;
  steps: Step[];
  waiting: Waiting[];
  stopping: boolean;
}

/** The running turns of one thread. */
export class RunningTurns {
  readonly all = signal<RunningTurn[]>([]);
  private readonly sentences = new Map<string, Sentences>();
  private readonly ended = new Set<string>();

  constructor(private readonly onEnded: () => void) {}

  mine(): RunningTurn | undefined {
    return this.all.value.find((turn) => isMe(turn.speaker.subject));
  }

  begin(id: string, speaker: Person): void {
    if (this.ended.has(id) || this.all.value.some((turn) => turn.id === id)) return;
    this.all.value = [...this.all.value, { id, speaker, words: {}, steps: [], waiting: [], stopping: false }];
  }

  token(token: Token): void {
    this.change(token.turnId, (turn) => {
      const before = turn.words[token.modelCall] ?? '';
      // Pieces that came while no stream was open are missing.
      const known = before.length < token.offset ? `${before} …`.padEnd(token.offset) : before;
      const text = known.slice(0, token.offset) + token.text;
      this.sentencesOf(turn.id, token.modelCall).follow(text);
      return { ...turn, words: { ...turn.words, [token.modelCall]: text } };
    });
  }

  step(step: Step): void {
    this.change(step.turnId, (turn) => ({
      ...turn,
      steps: [...turn.steps.filter((one) => one.callId !== step.callId), step],
      waiting: step.status === 'waiting' ? turn.waiting : turn.waiting.filter((one) => one.callId !== step.callId),
    }));
    if (step.confirmation) this.confirmation(step.confirmation);
  }

  confirmation(asked: Confirmation): void {
    this.change(asked.turnId, (turn) => {
      const before = turn.waiting.find((one) => one.callId === asked.callId);
      if (before?.argumentHash === asked.argumentHash) return turn;
      announce(t('The agent waits for your confirmation: {title}', { title: asked.card.title }));
      return { ...turn, waiting: [...turn.waiting.filter((one) => one.callId !== asked.callId), { ...asked, again: !!before }] };
    });
  }

  /** Ends the turn that a reply belongs to. A locked reply contains only the speaker. */
  async over(turnId: string | undefined, speaker: Person): Promise<void> {
    if (turnId) return this.end(turnId);
    const theirs = this.all.value.filter((turn) => turn.speaker.subject === speaker.subject);
    if (theirs[0] && theirs.length === 1) return this.end(theirs[0].id);
    await Promise.all(theirs.map((turn) => this.ask(turn.id)));
  }

  end(id: string): void {
    this.ended.add(id);
    this.all.value = this.all.value.filter((turn) => turn.id !== id);
  }

  /** Reads the state of a turn after a reload, or if the stream left it unclear. */
  async ask(id: string): Promise<void> {
    const turn = await get<Turn>(`/api/turns/${id}`).catch((failure: unknown) => {
      if (isNotFound(failure)) return null;
      throw failure;
    });
    if (turn?.status !== 'running' && turn?.status !== 'waiting') {
      const known = this.all.value.some((one) => one.id === id);
      this.end(id);
      if (known) this.onEnded();
      return;
    }
    this.begin(id, turn.speaker);
    for (const step of turn.steps ?? []) this.step({ ...step, turnId: id });
  }

  /** Reads the state of the known turns, and of the newest on this page that may still run. */
  async find(page: Message[]): Promise<void> {
    const { answered, open } = turnsOf(page);
    const asked = new Map([
      ...open.slice(-mostAsked).map((message) => [message.turnId!, message.askedBy] as const),
      ...this.all.value.map((turn) => [turn.id, turn.speaker] as const),
    ]);
    // Turns with an unknown state count as running. The watch asks again.
    await Promise.all([...asked].map(async ([turn, speaker]) => {
      if (answered.has(turn)) this.end(turn);
      else await this.ask(turn).catch(() => this.begin(turn, speaker));
    }));
  }

  /** Reads the state of all turns. Failed requests are repeated the next time. */
  async askAll(): Promise<void> {
    await Promise.allSettled(this.all.value.map((turn) => this.ask(turn.id)));
  }

  async stop(id: string): Promise<void> {
    this.change(id, (turn) => ({ ...turn, stopping: true }));
    try {
      await post(`/api/turns/${id}/stop`);
    } catch (failure) {
      this.change(id, (turn) => ({ ...turn, stopping: false }));
      throw failure;
    }
  }

  async decide(asked: Confirmation, approve: boolean): Promise<void> {
    await post(`/api/turns/${asked.turnId}/confirmations/${asked.callId}`, { approve, argumentHash: asked.argumentHash });
  }

  /** Returns whether a reply was announced to screen readers while it was streamed. */
  wasHeard(turnId: string | undefined): boolean {
    return !!turnId && [...this.sentences.keys()].some((key) => key.startsWith(`${turnId}/`));
  }

  private sentencesOf(turn: string, call: number): Sentences {
    const key = `${turn}/${call}`;
    const known = this.sentences.get(key) ?? new Sentences();
    this.sentences.set(key, known);
    return known;
  }

  private change(id: string, by: (turn: RunningTurn) => RunningTurn): void {
    this.all.value = this.all.value.map((turn) => (turn.id === id ? by(turn) : turn));
  }
}

/** Returns the text of the current model call. */
export function wordsOf(turn: RunningTurn): string {
  const calls = Object.keys(turn.words).map(Number);
  return calls.length ? (turn.words[Math.max(...calls)] ?? '') : '';
}
