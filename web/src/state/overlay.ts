import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Thread } from '../api/shapes';
import type { Agreement } from '../view/automations/AgreeDialog';
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
  /** A dialog of a page that is fetched by itself. */
  | { kind: 'own'; view: ComponentType }
  | { kind: 'share'; message: string; conversation: Conversation };

/** The one dialog that may be open. */
export const overlay = signal<Overlay | null>(null);

export const closeOverlay = (): void => void (overlay.value = null);
