import { signal } from '@preact/signals';

const pause = 1000;

/** What a screen reader is told next. */
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

/** Follows words that come in pieces and announces them in whole sentences. */
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

  /** How much of the text has been announced. */
  rest(text: string): string {
    return text.slice(this.told).trim();
  }
}
