import type { ReadonlySignal } from '@preact/signals';

const settleWithin = 10_000;

/** Resolves once the count is zero. Resolves with false on a timeout. */
export function untilNone(waiting: ReadonlySignal<number>): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => {};
    const end = (isNone: boolean): void => {
      clearTimeout(timer);
      resolve(isNone);
      queueMicrotask(() => stop());
    };
    const timer = setTimeout(() => end(false), settleWithin);
    stop = waiting.subscribe((waits) => waits === 0 && end(true));
  });
}
