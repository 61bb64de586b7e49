import { signal } from '@preact/signals';

/** Whether the rail is open over the page, on a screen too narrow for both. */
export const menuOpen = signal(false);
