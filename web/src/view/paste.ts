import { pastedTable } from '../text/pasted';

/** Puts a copied table into a field as Markdown. False where it is none, or would not fit: then the browser pastes. */
export function pasteTable(event: ClipboardEvent, field: HTMLTextAreaElement, longest: number): boolean {
  const table = pastedTable(event.clipboardData?.getData('text/html') ?? '', event.clipboardData?.getData('text/plain') ?? '');
  if (!table || field.value.length + table.length > longest) return false;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: until, value } = field;
  const before = from > 0 && !value.slice(0, from).endsWith('\n\n') ? '\n\n' : '';
  const after = value.slice(until).startsWith('\n\n') ? '' : '\n\n';
  // Typed by the browser, it can be undone.
  if (!document.execCommand('insertText', false, before + table + after)) field.setRangeText(before + table + after, from, until, 'end');
  return true;
}
