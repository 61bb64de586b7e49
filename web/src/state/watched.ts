/** The query behind a table, on its way to the form of a new automation. It is not in the address: URLs end up in history and logs. */
export interface Watched {
  caption: string;
  question: string;
  source: string;
  sql: string;
}

let waiting: Watched | null = null;

export const watchNext = (watched: Watched): void => void (waiting = watched);

/** Read once: the next visit to the form starts empty. */
export function takeWatched(): Watched | null {
  const taken = waiting;
  waiting = null;
  return taken;
}
