import { signal } from '@preact/signals';

const pause = 1000;

/** The next announcement for screen readers. */
export const announcement = signal('');

let waiting = '';
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  waiting = waiting ? `${waiting} ${text}` : text;
  timer ??= setTimeout(() => {
    announcement.value = waiting;
    waiting = '';
    timer = undefined;
  }, pause);
}

/** Collects streamed text and announces it in whole sentences. */
export class Sentences {
  private told = 0;

  follow(text: string): void {
    const fresh = text.slice(this.told);
    const end = Math.max(fresh.lastIndexOf('. '), fresh.lastIndexOf('! '), fresh.lastIndexOf('? '), fresh.lastIndexOf('\n'));
    if (end < 0) return;
    const whole = fresh.slice(0, end + 1).trim();
    this.told += end + 1;
    if (whole) announce(whole);
  }

  /** Returns the part of the text that has not been announced. */
  rest(text: string): string {
    return text.slice(this.told).trim();
  }
}
