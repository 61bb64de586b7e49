import { signal } from '@preact/signals';

/** True if the rail is open as an overlay on a screen too narrow for both. */
export const menuOpen = signal(false);
