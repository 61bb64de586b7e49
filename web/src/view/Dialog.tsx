import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { closeOverlay } from '../state/overlay';
import { Icon } from './Icon';

/** The browser's own modal dialog: it keeps the focus inside and gives it back. */
export function Dialog({ title, bare, children }: { title: string; bare?: boolean; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const outside = (event: MouseEvent): void => {
    if (event.target === dialog.current) closeOverlay();
  };
  return (
    <dialog ref={dialog} class={bare ? 'dialog bare' : 'dialog'} aria-label={title} onClose={closeOverlay} onClick={outside}>
      <div class="dialog-body">
        {!bare && (
          <header class="dialog-head">
            <h2>{title}</h2>
            <button type="button" class="quiet icon-only" aria-label="Close" onClick={closeOverlay}><Icon name="close" /></button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
