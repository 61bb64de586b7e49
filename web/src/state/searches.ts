import { signal } from '@preact/signals';
import { myself } from './session';

const most = 8;
const key = (): string => `onbehalf.searches.${myself()?.subject ?? ''}`;

/** My recent searches, stored in this browser only. */
export const searches = signal<string[]>([]);

export function loadSearches(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '[]');
    searches.value = Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(0, most) : [];
  } catch {
    searches.value = [];
  }
}

function keep(next: string[]): void {
  searches.value = next;
  try {
    if (next.length) localStorage.setItem(key(), JSON.stringify(next));
    else localStorage.removeItem(key());
  } catch {
    // Without storage they last until the page closes.
  }
}

export const searchedFor = (text: string): void => keep([text, ...searches.value.filter((one) => one !== text)].slice(0, most));

export const forgetSearch = (text: string): void => keep(searches.value.filter((one) => one !== text));

export const forgetSearches = (): void => keep([]);
