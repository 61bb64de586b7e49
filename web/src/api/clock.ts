/** The largest difference in ms that is the age of an answer, not the error of a clock. */
const tolerated = 5_000;

let ahead = 0;

/** Compares the clock of this browser with the date of an answer that has just arrived. */
export function heardDate(date: string | null, now = Date.now()): void {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return;
  ahead = Math.abs(now - server) > tolerated ? now - server : 0;
}

/** Returns the server's time. Countdowns use it, because the clock of this browser can be wrong. */
export const serverNow = (): number => Date.now() - ahead;
