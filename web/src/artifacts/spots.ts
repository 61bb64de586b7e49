import { tellPresence } from './api';
import type { Spot } from './shapes';

const presencePause = 10_000;
const spotPause = 250;

/** Tells the others where I am in an artifact, as long as it is open before me. */
export class Spots {
  private spot: Spot = {};
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
  lookAt(spot: Spot): void {
    // The place in a text says more than the text around it.
    if (spot.block && !spot.field && this.spot.block === spot.block) return;
    this.spot = spot;
    this.spotTimer ??= setTimeout(() => {
      this.spotTimer = undefined;
      this.tell();
    }, spotPause);
  }

  tell(): void {
    if (this.isOpen() && document.visibilityState === 'visible') tellPresence(this.id, this.spot).catch(() => {});
  }
}
