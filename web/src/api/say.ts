import { ownZone } from '../text/reader';
import { post, Problem } from './http';
import type { Mention } from './shapes';

export const longestMessage = 8_000;

export interface Accepted {
  messageId: string;
  turnId?: string;
}

/** Whether the server knows the zone of this browser's clock; where it does not, it reads times by the person's settings. */
let isKnown = true;

/** What goes with the words: whom they name, which message they quote, the ids of files. */
interface Refs {
  mentions?: Array<Pick<Mention, 'subject' | 'as'>>;
  quote?: string;
  files?: string[];
}

/** Mentions as the server takes them. */
export const refsTo = (mentions: Mention[]): Array<Pick<Mention, 'subject' | 'as'>> => mentions.map(({ subject, as }) => ({ subject, as }));

/** The client id makes a second telling the same message. */
export async function sayIn(thread: string, text: string, clientId: string, forAgent: boolean, refs: Refs = {}): Promise<Accepted> {
  try {
    return await post<Accepted>(`/api/threads/${thread}/messages`, { text, clientId, agent: forAgent, ...refs, ...(isKnown ? { timeZone: ownZone() } : {}) });
  } catch (failure) {
    if (!isKnown || !(failure instanceof Problem) || failure.slug !== 'time-zone') throw failure;
    isKnown = false;
    return sayIn(thread, text, clientId, forAgent, refs);
  }
}
