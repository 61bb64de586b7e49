/** A one-shot timer. */
export class Timer {
  private timer: ReturnType<typeof setTimeout> | undefined;

  get isSet(): boolean {
    return this.timer !== undefined;
  }

  set(pause: number, act: () => void): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      act();
    }, pause);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** A timer for retries. The pause in ms doubles with each retry until a success. */
export class RetryTimer extends Timer {
  private pause: number;

  constructor(
    private readonly firstPause = 2_000,
    private readonly longestPause = 30_000,
  ) {
    super();
    this.pause = firstPause;
  }

  retry(act: () => void): void {
    this.set(this.pause, act);
    this.pause = Math.min(this.pause * 2, this.longestPause);
  }

  succeeded(): void {
    this.pause = this.firstPause;
  }
}
