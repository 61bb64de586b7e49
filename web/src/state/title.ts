import { signal } from '@preact/signals';

const named = signal<{ path: string; name: string } | null>(null);

/** Sets the title of the current page once it has loaded. */
export function nameThisPage(name: string): void {
  named.value = { path: location.pathname, name };
}

export const nameOfThisPage = (): string | null => (named.value?.path === location.pathname ? named.value.name : null);
