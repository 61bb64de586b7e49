import { ownZone } from '../text/reader';
import { post, Problem } from './http';

export interface Accepted {
  messageId: string;
  turnId?: string;
}

/** Whether the server knows the zone of this browser's clock; where it does not, it reads times by the person's settings. */
let isKnown = true;

/** What goes with the words: whom they name, which message they quote. */
export interface Refs {
  mentions?: Array<{ subject: string; as: string }>;
  quote?: string;
}

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
