import { ownZone } from '../text/reader';
import { post, Problem } from './http';
import type { Mention } from './shapes';

export const longestMessage = 8_000;

export interface Accepted {
  messageId: string;
  turnId?: string;
}

/** False once the server has rejected the time zone of this browser. It then uses the time zone of the person's settings. */
let isKnown = true;

/** The references of a message: mentions, the quoted message and the ids of files. */
interface Refs {
  mentions?: Array<Pick<Mention, 'subject' | 'as'>>;
  quote?: string;
  files?: string[];
}

/** Converts mentions to the form of the API. */
export const refsTo = (mentions: Mention[]): Array<Pick<Mention, 'subject' | 'as'>> => mentions.map(({ subject, as }) => ({ subject, as }));

/** Sends a message. The client id makes a retry idempotent. */
export async function sayIn(thread: string, text: string, clientId: string, forAgent: boolean, refs: Refs = {}): Promise<Accepted> {
  try {
    return await post<Accepted>(`/api/threads/${thread}/messages`, { text, clientId, agent: forAgent, ...refs, ...(isKnown ? { timeZone: ownZone() } : {}) });
  } catch (failure) {
    if (!isKnown || !(failure instanceof Problem) || failure.slug !== 'time-zone') throw failure;
    isKnown = false;
    return sayIn(thread, text, clientId, forAgent, refs);
  }
}
