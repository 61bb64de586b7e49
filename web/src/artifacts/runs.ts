import { signal, type Signal } from '@preact/signals';
import { sentence } from '../api/http';
import { announce } from '../state/announcer';
import { myself } from '../state/session';
import { t } from '../words/say';
import { consentNeeded, consentTo, readArtifact, runBlock, type ConsentNeeded, type RunResult } from './api';
import type { LiveArtifact } from './live';
import { valuesFor, type ParameterValues } from './parameters';
import type { ArtifactBlock } from './shapes';

export type RunState =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'asks'; consent: ConsentNeeded }
  | { kind: 'done'; result: RunResult; at: string }
  | { kind: 'failed'; why: string };

interface Asked {
  state: Signal<RunState>;
  /** The query text that this state belongs to. */
  text: string;
  turn: number;
}

const textOf = (block: ArtifactBlock): string => JSON.stringify([block.source, block.sql]);

/** Returns the hash of a query. For a new query only the server has it. */
async function hashOf(artifact: string, block: ArtifactBlock): Promise<string> {
  return block.definitionHash ?? (await readArtifact(artifact)).definition.blocks?.find((one) => one.id === block.id)?.definitionHash ?? '';
}

/** Runs the queries of an artifact, each with the viewer's access and consent. Rows are kept only in this page. */
export class Runs {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly live: LiveArtifact,
    private readonly values: () => ParameterValues = () => ({}),
  ) {}

  /** Returns the state of a block's query. If the query text changed, the old rows are discarded. */
  of(block: ArtifactBlock): Signal<RunState> {
    const known = this.asked.get(block.id);
    if (known?.text === textOf(block)) return known.state;
    const state = signal<RunState>({ kind: 'idle' });
    this.asked.set(block.id, { state, text: textOf(block), turn: 0 });
    return state;
  }

  async run(block: ArtifactBlock): Promise<void> {
    const state = this.of(block);
    const asked = this.asked.get(block.id)!;
    const mine = ++asked.turn;
    const name = block.title || t('Query');
    const end = (to: RunState): void => void (mine === asked.turn && (state.value = to));
    state.value = { kind: 'busy' };
    try {
      if (!(await this.live.settled())) return end({ kind: 'failed', why: t('It is not saved yet. Try again once you are connected.') });
      const result = await runBlock(this.live.id, block.id, await hashOf(this.live.id, block), this.valuesOf(block));
      end({ kind: 'done', result, at: new Date().toISOString() });
      announce(
        result.visibility === 'locked' ? t('{name} is locked for you.', { name }) : t('{name} ran as {person}.', { name, person: String(myself()?.name) }),
      );
    } catch (failure) {
      const consent = consentNeeded(failure);
      end(consent ? { kind: 'asks', consent } : { kind: 'failed', why: sentence(failure) });
    }
  }

  async agree(block: ArtifactBlock, consent: ConsentNeeded): Promise<void> {
    try {
      await consentTo(this.live.id, block.id, consent.definitionHash);
    } catch (failure) {
      this.of(block).value = { kind: 'failed', why: sentence(failure) };
      return;
    }
    await this.run(block);
  }

  decline(block: ArtifactBlock): void {
    this.of(block).value = { kind: 'idle' };
  }

  /** Reruns the queries that have already run, with new values. */
  again(blocks: ArtifactBlock[], isMeant: (block: ArtifactBlock) => boolean): void {
    for (const block of blocks) if (this.of(block).value.kind === 'done' && isMeant(block)) void this.run(block);
  }

  private valuesOf(block: ArtifactBlock): ParameterValues {
    return valuesFor(block.sql ?? '', this.live.shown.value?.definition.parameters ?? [], this.values());
  }
}
