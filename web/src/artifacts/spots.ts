import { tellPresence } from './api';
import type { Spot } from './shapes';

/** My place is told when it changes. It is told again because another instance may have the stream. */
const presencePause = 60_000;
const spotPause = 250;

/** Tells the others where I am in an artifact, as long as it is open before me. */
export class Spots {
  private spot: Spot = {};
  /** The place in a text, worked out when it is told: by then others have more of the text. */
  private inText: (() => string | undefined) | undefined;
  private spotTimer: ReturnType<typeof setTimeout> | undefined;
  private presenceTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly id: string,
    private readonly isOpen: () => boolean,
  ) {}

  start(): void {
    this.presenceTimer = setInterval(() => this.tell(), presencePause);
  }

  stop(): void {
    clearTimeout(this.spotTimer);
    this.spotTimer = undefined;
    clearInterval(this.presenceTimer);
  }

  /** Told to the others a moment later. */
  lookAt(spot: Spot, inText?: () => string | undefined): void {
    // The place in a text says more than the text around it.
    if (spot.block && !inText && this.inText && this.spot.block === spot.block) return;
    [this.spot, this.inText] = [spot, inText];
    this.soon();
  }

  soon(): void {
    this.spotTimer ??= setTimeout(() => {
      this.spotTimer = undefined;
      this.tell();
    }, spotPause);
  }

  tell(): void {
    if (this.isOpen() && document.visibilityState === 'visible') tellPresence(this.id, this.inText ? { ...this.spot, field: this.inText() } : this.spot).catch(() => {});
  }
}
