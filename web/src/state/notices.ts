import { signal } from '@preact/signals';
import { sentence } from '../api/http';

export interface Notice {
  id: number;
  text: string;
}

let last = 0;

export const notices = signal<Notice[]>([]);

/** Shows a short message at the edge of the page, for results without a better place. */
export function notice(text: string): void {
  const id = ++last;
  notices.value = [...notices.value, { id, text }];
  setTimeout(() => dismiss(id), 6000);
}

export const noticeFailure = (failure: unknown): void => notice(sentence(failure));

export function dismiss(id: number): void {
  notices.value = notices.value.filter((one) => one.id !== id);
}
