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

const firstPause = 2_000;
const longestPause = 30_000;

/** A timer for retries. The pause doubles with each retry until a success. */
export class RetryTimer extends Timer {
  private pause = firstPause;

  retry(act: () => void): void {
    this.set(this.pause, act);
    this.pause = Math.min(this.pause * 2, longestPause);
  }

  succeeded(): void {
    this.pause = firstPause;
  }
}
