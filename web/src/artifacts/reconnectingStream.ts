import { signal } from '@preact/signals';
import { StreamPause } from '../state/streamPause';
import { streamOf, type Heard } from './stream';
import { Timer } from '../state/timer';

const reopenAfter = 3_000;

type Followed = Omit<Heard, 'onLine'> & { onUp(): void };

/** The event stream of an open artifact. A reload opens it again, after the browser gave it up or the page was away. */
export class ReconnectingStream {
  readonly connected = signal(true);
  private source: EventSource | null = null;
  private readonly reopenTimer = new Timer();
  private readonly pause = new StreamPause(() => this.close(), () => this.heard.onReset());

  constructor(
    private readonly artifact: string,
    private readonly heard: Followed,
  ) {}

  /** True while the page is away. Afterwards, the artifact is reloaded in any case. */
  get isPaused(): boolean {
    return this.pause.isOn;
  }

  /** True if neither the browser nor the end of a pause reopens the stream. */
  get isLost(): boolean {
    return !this.pause.isOn && (!this.source || this.source.readyState === EventSource.CLOSED);
  }

  start(): void {
    this.pause.start();
  }

  stop(): void {
    this.pause.stop();
    this.close();
  }

  /** Opens the stream from a version on, unless the page is away. */
  open(after: number): void {
    if (this.pause.isOn) return;
    this.source?.close();
    this.reopenTimer.stop();
    const onLine = (isUp: boolean, isClosed: boolean): void => {
      this.connected.value = isUp;
      if (isUp) this.heard.onUp();
      else if (isClosed) this.reopenTimer.set(reopenAfter, this.heard.onReset);
    };
    this.source = streamOf(this.artifact, after, { ...this.heard, onLine });
  }

  close(): void {
    this.reopenTimer.stop();
    this.source?.close();
    this.source = null;
    this.heard.onPeople([]);
  }
}
