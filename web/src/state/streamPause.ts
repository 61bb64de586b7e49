import { away } from './away';

/** Closes a stream while this page is away, and reopens it afterwards. */
export class StreamPause {
  /** True while the stream is closed because the page is hidden. */
  isOn = false;
  private unwatch: (() => void) | undefined;

  constructor(
    private readonly close: () => void,
    private readonly reopen: () => void,
  ) {}

  start(): void {
    this.unwatch = away.subscribe((isAway) => {
      if (isAway) {
        this.isOn = true;
        this.close();
      } else if (this.isOn) {
        this.isOn = false;
        this.reopen();
      }
    });
  }

  stop(): void {
    this.unwatch?.();
    this.isOn = false;
  }
}
