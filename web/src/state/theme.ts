import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const key = 'onbehalf.theme';

function stored(): Theme {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export const theme = signal<Theme>(stored());

export function choose(next: Theme): void {
  theme.value = next;
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    if (next === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Without storage, the choice lasts until the page closes.
  }
}

/** Returns the theme opposite to the displayed one. */
export const opposite = (): Theme =>
  theme.value === 'dark' || (theme.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches) ? 'light' : 'dark';
