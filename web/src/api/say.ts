import { post, Problem } from './http';

export interface Accepted {
  messageId: string;
  turnId?: string;
}

/** What goes with the words: whom they name, which message they quote. */
export interface Refs {
  mentions?: Array<{ subject: string; as: string }>;
  quote?: string;
}

/** By which clock the times are that are said here; none once the server does not know this browser's. */
let timeZone: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The client id makes a second telling the same message. */
export async function sayIn(thread: string, text: string, clientId: string, forAgent: boolean, refs: Refs = {}): Promise<Accepted> {
  try {
    return await post<Accepted>(`/api/threads/${thread}/messages`, { text, clientId, agent: forAgent, timeZone, ...refs });
  } catch (failure) {
    if (!timeZone || !(failure instanceof Problem) || failure.slug !== 'time-zone') throw failure;
    timeZone = undefined;
    return sayIn(thread, text, clientId, forAgent, refs);
  }
}
