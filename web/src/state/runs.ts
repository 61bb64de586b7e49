import { get, post, query } from '../api/http';
import type { Run, RunStatus } from '../api/automations';
import type { Listing } from '../api/shapes';
import { t, type Text } from '../words/say';
import { momentOf } from '../text/time';

export const runPath = (id: string): string => `/runs/${id}`;

export const runs = {
  list: (terms: { automation?: string; status?: string; continuation?: string; limit?: string }, signal?: AbortSignal): Promise<Listing<Run>> =>
    get(`/api/runs${query(terms)}`, signal),
  find: (id: string, signal?: AbortSignal): Promise<Run> => get(`/api/runs/${id}`, signal),
  stop: (id: string): Promise<unknown> => post(`/api/runs/${id}/stop`),
};

export const statuses: Record<RunStatus, { words: Text; tone: string }> = {
  running: { words: 'running', tone: '' },
  waiting: { words: 'waits for you', tone: 'warn' },
  parked: { words: 'on hold', tone: 'warn' },
  completed: { words: 'completed', tone: 'good' },
  refused: { words: 'refused', tone: 'warn' },
  failed: { words: 'failed', tone: 'bad' },
  stopped: { words: 'stopped', tone: '' },
};

/** Returns the text and tone of a run's tag. A paused run shows when it resumes. */
export const tagOf = (run: Run): { words: string; tone: string } =>
  run.status === 'running' && run.goesOnAt
    ? { words: t('goes on {time}', { time: momentOf(run.goesOnAt) }), tone: '' }
    : { ...statuses[run.status], words: t(statuses[run.status].words) };

export const isOver = (run: Run): boolean => run.status !== 'running' && run.status !== 'waiting' && run.status !== 'parked';

/** Returns the reason of the run's start, for use within a line. */
export const woke = (run: Run): string => run.woke.words.replace(/\.$/, '');
