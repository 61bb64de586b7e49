import { pastedTable } from '../text/pasted';

/** Pastes a copied table as Markdown. Returns false if it is no table or too long; the browser then pastes. */
export function pasteTable(event: ClipboardEvent, field: HTMLTextAreaElement, longest: number): boolean {
  const table = pastedTable(event.clipboardData?.getData('text/html') ?? '', event.clipboardData?.getData('text/plain') ?? '');
  if (!table || field.value.length + table.length > longest) return false;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: until, value } = field;
  const before = from > 0 && !value.slice(0, from).endsWith('\n\n') ? '\n\n' : '';
  const after = value.slice(until).startsWith('\n\n') ? '' : '\n\n';
  // Inserted by the browser, so that it can be undone.
  if (!document.execCommand('insertText', false, before + table + after)) field.setRangeText(before + table + after, from, until, 'end');
  return true;
}
