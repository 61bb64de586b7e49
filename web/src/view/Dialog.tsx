import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { closeOverlay } from '../state/overlay';
import { t } from '../words/say';
import { Icon } from './Icon';

/** The browser's native modal dialog. It traps the focus and returns it. */
export function Dialog({ title, bare, children }: { title: string; bare?: boolean; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    // The focus is returned once the dialog is removed: until then the page behind it accepts no focus.
    return () => queueMicrotask(() => {
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus();
    });
  }, []);
  // Closed by unmounting. The native close event comes later, when another dialog may be open.
  const cancel = (event: Event): void => {
    event.preventDefault();
    closeOverlay();
  };
  const outside = (event: MouseEvent): void => {
    if (event.target === dialog.current) closeOverlay();
  };
  return (
    <dialog ref={dialog} class={bare ? 'dialog bare' : 'dialog'} aria-label={title} onCancel={cancel} onClose={closeOverlay} onClick={outside}>
      <div class="dialog-body">
        {!bare && (
          <header class="dialog-head">
            <h2>{title}</h2>
            <button type="button" class="quiet icon-only" aria-label={t('Close')} onClick={closeOverlay}><Icon name="close" /></button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
