/** The query behind a table, on its way to the form of a new automation. It is not in the address: an address is kept and passed on. */
export interface Watched {
  caption: string;
  question: string;
  source: string;
  sql: string;
}

let waiting: Watched | null = null;

export const watchNext = (watched: Watched): void => void (waiting = watched);

/** Once: who comes to the form again begins with an empty one. */
export function takeWatched(): Watched | null {
  const taken = waiting;
  waiting = null;
  return taken;
}
