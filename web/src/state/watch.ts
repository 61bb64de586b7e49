const firstLook = 4000;
const longestPause = 16_000;

/** Looks for itself at what is awaited whenever the stream says nothing of it: a stream that is cut or silent is not an agent that thinks. */
export class Watch {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = firstLook;
  private awaits = false;

  constructor(private readonly look: () => Promise<unknown>) {}

  /** Whether anything is awaited at all. */
  await(awaits: boolean): void {
    if (this.awaits === awaits) return;
    this.awaits = awaits;
    this.heard();
  }

  /** The stream speaks: there is no doubt for now. */
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
