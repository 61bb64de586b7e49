import { Problem } from '../api/http';
import { sendOps } from './api';
import type { Outcome } from './kept';
import type { Sending } from './shapes';

/** The server has read what was sent and will never take it. Everything else is tried again: a session that ended, a server that failed. */
export const isRefused = (failure: unknown): boolean => failure instanceof Problem && [400, 403, 413, 422].includes(failure.status);

/** What became of a sending whose answer was lost, and the number up to which its reading matters. */
export async function outcomeOf(artifact: string, flight: Sending): Promise<[Outcome, number]> {
  try {
    const sent = await sendOps(artifact, flight);
    return 'seq' in sent ? ['taken', sent.seq] : ['again', sent.missing.at(-1)?.seq ?? 0];
  } catch (failure) {
    if (!isRefused(failure)) throw failure;
    return [flight.ops.length === 1 ? 'lost' : 'again', 0];
  }
}
