import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Calls back on a press outside the element while it is open. With `focusin`, also when the focus leaves it. */
export function useAway(
  box: RefObject<Element | null>,
  open: boolean,
  onAway: () => void,
  kinds: ReadonlyArray<'pointerdown' | 'focusin'> = ['pointerdown'],
): void {
  useEffect(() => {
    if (!open) return;
    const away = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onAway();
    };
    for (const kind of kinds) addEventListener(kind, away);
    return () => {
      for (const kind of kinds) removeEventListener(kind, away);
    };
  }, [open]);
}
