import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Person, Thread } from '../api/shapes';
import type { Agreement } from './automations';
import type { Conversation } from './conversation';

export type Overlay =
  | { kind: 'switcher' }
  | { kind: 'help' }
  | { kind: 'new-thread'; room?: string }
  | { kind: 'rename-thread'; thread: Thread }
  /** With people to add, who are shown as chosen and saved by a click. */
  | { kind: 'thread-people'; thread: Thread; add?: Person[] }
  | { kind: 'new-room' }
  | { kind: 'room'; id: string }
  | { kind: 'wiki-space'; id?: string }
  | { kind: 'agree'; agreement: Agreement }
  /** A dialog of a lazily loaded page. */
  | { kind: 'own'; view: ComponentType }
  | { kind: 'share'; message: string; conversation: Conversation };

/** The open dialog, if any. At most one is open. */
export const overlay = signal<Overlay | null>(null);

export const closeOverlay = (): void => void (overlay.value = null);
