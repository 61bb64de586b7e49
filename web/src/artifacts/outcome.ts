import { Problem } from '../api/http';
import { sendOps } from './api';
import type { Outcome } from './kept';
import type { Sending } from './shapes';

/** Returns whether the server rejected a request for good. All other failures are retried, such as an ended session or a server error. */
export const isRefused = (failure: unknown): boolean => failure instanceof Problem && [400, 403, 413, 422].includes(failure.status);

/** Returns the outcome of a request whose response was lost, and the sequence number up to which the log matters. */
export async function outcomeOf(artifact: string, flight: Sending): Promise<[Outcome, number]> {
  try {
    const sent = await sendOps(artifact, flight);
    return 'seq' in sent ? ['taken', sent.seq] : ['again', sent.missing.at(-1)?.seq ?? 0];
  } catch (failure) {
    if (!isRefused(failure)) throw failure;
    return [flight.ops.length === 1 ? 'lost' : 'again', 0];
  }
}
