import type { Cell, Column } from '../api/shapes';

// Formula injection: a spreadsheet executes cells that start with these. An apostrophe makes them text. Numbers, infinity, intervals and times are safe.
const runs = /^[=+\-@\t\r]/;
const money = /^-?[$€£¥]?\d{1,3}(,\d{3})*(\.\d+)?$/;
const value = /^-?(\d+(\.\d+)?(e[+-]?\d+)?|infinity|inf|(\d+ (years?|mons?|days?)( [+-]?\d+ (mons?|days?))*( |$))?([+-]?\d+:\d\d(:\d\d(\.\d+)?)?)?)$/i;
const isFormula = (cell: Cell, text: string): boolean => typeof cell === 'string' && runs.test(text) && !value.test(text) && !money.test(text);

const longestName = 80;

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  const safe = isFormula(cell, text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(columns: Column[], rows: Cell[][]): string {
  const lines = [columns.map((column) => field(column.name)), ...rows.map((row) => row.map(field))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** Tab-separated text for the clipboard, escaped against formulas. */
function tsvOf(columns: Column[], rows: Cell[][]): string {
  const plain = (cell: Cell): string => {
    const text = cell === null ? '' : String(cell).replace(/[\t\r\n]+/g, ' ');
    return isFormula(cell, text) ? `'${text}` : text;
  };
  return [columns.map((column) => plain(column.name)), ...rows.map((row) => row.map(plain))].map((line) => line.join('\t')).join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An HTML table for pasting into a document. */
function htmlOf(columns: Column[], rows: Cell[][]): string {
  const line = (tag: string, cells: string[]): string => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => line('td', row.map((cell) => (cell === null ? '' : String(cell)))));
  return `<table><thead>${line('th', columns.map((column) => column.name))}</thead><tbody>${body.join('')}</tbody></table>`;
}

/** Copies both formats, for spreadsheets and documents. */
export function copyTable(columns: Column[], rows: Cell[][]): Promise<void> {
  const plain = tsvOf(columns, rows);
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(plain);
  const form = (type: string, text: string): Blob => new Blob([text], { type });
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': form('text/plain', plain), 'text/html': form('text/html', htmlOf(columns, rows)) })]);
}

/** Returns a file name for a caption: readable, and valid on every system. */
export function fileName(caption: string): string {
  const name = caption.normalize('NFC').replace(/[\p{C}<>:"/\\|?*]+/gu, ' ').replace(/\s+/g, ' ').slice(0, longestName).replace(/^[ .]+|[ .]+$/g, '');
  return `${name || 'table'}.csv`;
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
