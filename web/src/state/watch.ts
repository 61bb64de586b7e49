const firstLook = 4000;
const longestPause = 16_000;

/** Polls for an expected result while the stream is silent: it may be cut, or the agent may be thinking. */
export class Watch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = firstLook;
  private awaits = false;

  constructor(private readonly look: () => Promise<unknown>) {}

  /** Starts or stops the watch. */
  await(awaits: boolean): void {
    if (this.awaits === awaits) return;
    this.awaits = awaits;
    this.heard();
  }

  /** Resets the timer, because the stream delivered an event. */
  heard(): void {
    this.pause = firstLook;
    this.next();
  }

  private next(): void {
    clearTimeout(this.timer);
    if (!this.awaits) return;
    this.timer = setTimeout(() => {
      this.pause = Math.min(this.pause * 2, longestPause);
      void this.look().finally(() => this.next());
    }, this.pause);
  }
}
