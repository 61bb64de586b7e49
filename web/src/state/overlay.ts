import { signal } from '@preact/signals';

export type Overlay = { kind: 'switcher' } | { kind: 'help' } | { kind: 'new-thread'; room?: string } | { kind: 'new-room' } | { kind: 'room'; id: string };

/** The one dialog that may be open. */
export const overlay = signal<Overlay | null>(null);

export const closeOverlay = (): void => void (overlay.value = null);
