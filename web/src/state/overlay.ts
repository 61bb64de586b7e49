import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Thread } from '../api/shapes';
import type { Agreement } from './automations';
import type { Conversation } from './conversation';

export type Overlay =
  | { kind: 'switcher' }
  | { kind: 'help' }
  | { kind: 'new-thread'; room?: string }
  | { kind: 'rename-thread'; thread: Thread }
  | { kind: 'thread-people'; thread: Thread }
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
