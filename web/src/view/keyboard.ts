import { useEffect } from 'preact/hooks';
import { overlay } from '../state/overlay';

/** The elements that J and K move through: messages of a thread, rows of a list. */
const steps = '[data-message], a.row, .record > summary, .found-title';
const writable = 'input, textarea, select, [contenteditable]';

function step(by: number): void {
  const messages = [...document.querySelectorAll<HTMLElement>(steps)];
  if (!messages.length) return;
  const at = messages.findIndex((message) => message.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : messages.length - 1) : Math.min(messages.length - 1, Math.max(0, at + by));
  messages[next]?.focus();
  messages[next]?.scrollIntoView({ block: 'nearest' });
}

export const focusComposer = (): void => document.querySelector<HTMLElement>('.composer textarea')?.focus();

/** Global keyboard shortcuts, disabled while typing. */
export function useShortcuts(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        overlay.value = overlay.value?.kind === 'switcher' ? null : { kind: 'switcher' };
        return;
      }
      const isWriting = event.target instanceof Element && event.target.closest(writable);
      if (event.metaKey || event.ctrlKey || event.altKey || overlay.value || isWriting) return;
      const act = actions[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

/** Moves the focus between the panes of the frame, skipping hidden ones. */
function pane(by: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((one) => one.offsetParent !== null);
  const at = panes.findIndex((one) => one.contains(document.activeElement));
  const next = panes[at < 0 ? (by > 0 ? panes.length - 1 : 0) : Math.min(panes.length - 1, Math.max(0, at + by))];
  (next?.querySelector<HTMLElement>('[aria-current=page]') ?? next)?.focus();
}

const actions: Record<string, () => void> = {
  '/': focusComposer,
  '?': () => (overlay.value = { kind: 'help' }),
  j: () => step(1),
  k: () => step(-1),
  '[': () => pane(-1),
  ']': () => pane(1),
  n: () => (overlay.value = { kind: 'new-thread' }),
};
