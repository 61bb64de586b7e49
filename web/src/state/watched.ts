/** The query of a table, handed to the form of a new automation. Not in the address: URLs end up in history and logs. */
export interface QueryToWatch {
  caption: string;
  question: string;
  source: string;
  sql: string;
}

let waiting: QueryToWatch | null = null;

export const watchNext = (watched: QueryToWatch): void => void (waiting = watched);

/** Returns and clears the query, so that the next visit to the form starts empty. */
export function takeWatched(): QueryToWatch | null {
  const taken = waiting;
  waiting = null;
  return taken;
}
