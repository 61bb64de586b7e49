/** A stream of events whose server is the test. */
export class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 1;

  constructor() {
    super();
    Stream.all.push(this);
  }

  static open(): number {
    return Stream.all.filter((one) => one.readyState === 1).length;
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

const usual = { addEventListener: () => {}, EventSource: Stream, localStorage: {} };

/** Puts the globals of a page in place. Modules of the app read some of them at their import, so those are imported after it. */
export function putPage(page: Record<string, unknown>): void {
  for (const [name, value] of Object.entries({ ...usual, ...page })) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Lets the promises of requests and their readers settle. */
export const answered = async (): Promise<void> => {
  for (let n = 0; n < 8; n++) await new Promise(setImmediate);
};
