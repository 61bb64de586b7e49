import type { ReadonlySignal } from '@preact/signals';

/** Once nothing waits any more; false where that takes too long. */
export function untilNone(waiting: ReadonlySignal<number>, within: number): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => {};
    const end = (isNone: boolean): void => {
      clearTimeout(timer);
      resolve(isNone);
      queueMicrotask(() => stop());
    };
    const timer = setTimeout(() => end(false), within);
    stop = waiting.subscribe((waits) => waits === 0 && end(true));
  });
}
