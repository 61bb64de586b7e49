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
