import { tellPresence } from './api';
import type { Spot } from './shapes';

/** The repeat interval of my position in ms. It is repeated because another instance may serve the stream. */
const presencePause = 60_000;
const spotPause = 250;

/** Publishes my position in an open artifact to the others. */
export class Spots {
  private spot: Spot = {};
  /** Computes the position in a text at sending time, because the others then have more of the text. */
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

  /** Sets my position. It is published after a short delay. */
  lookAt(spot: Spot, inText?: () => string | undefined): void {
    // A position within a text is more precise than its block.
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
    if (this.isOpen() && document.visibilityState === 'visible')
      tellPresence(this.id, this.inText ? { ...this.spot, field: this.inText() } : this.spot).catch(() => {});
  }
}
