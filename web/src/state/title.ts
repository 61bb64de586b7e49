import { signal } from '@preact/signals';

const named = signal<{ path: string; name: string } | null>(null);

/** What the page that is looked at is called, once it has been read. */
export function nameThisPage(name: string): void {
  named.value = { path: location.pathname, name };
}

export const nameOfThisPage = (): string | null => (named.value?.path === location.pathname ? named.value.name : null);
