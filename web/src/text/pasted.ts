const mostRows = 200;
const mostColumns = 30;

/** Converts a table on the clipboard to Markdown. Returns null for anything but a table of at least two rows and columns. */
export function pastedTable(html: string, plain: string): string | null {
  const rows = rowsOfHtml(html) ?? rowsOfText(plain);
  return rows && isTable(rows) ? tableOf(rows) : null;
}

const isTable = (rows: string[][]): boolean =>
  rows.length >= 2 && rows.length <= mostRows && Math.max(...rows.map((row) => row.length)) >= 2 && rows.every((row) => row.length <= mostColumns);

/** Parses HTML into an inert document: nothing executes or loads. Null if there is content beside the table, which would be lost. */
function rowsOfHtml(html: string): string[][] | null {
  if (!/<table[\s>]/i.test(html)) return null;
  const copied = new DOMParser().parseFromString(html, 'text/html');
  copied.querySelectorAll('style, script, title, meta').forEach((one) => one.remove());
  const tables = copied.querySelectorAll('table');
  const table = tables[0];
  if (!table || tables.length > 1) return null;
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [cell.textContent ?? '', ...Array<string>(Math.min(mostColumns, Math.max(1, cell.colSpan)) - 1).fill('')]),
  );
  table.remove();
  return copied.body.textContent?.trim() ? null : rows;
}

/** Parses tab-separated cells: every line must have the same number of tabs. */
function rowsOfText(plain: string): string[][] | null {
  const lines = plain.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const rows = lines.map((line) => line.split('\t'));
  return rows.every((row) => row.length === rows[0]!.length) ? rows : null;
}

function tableOf(rows: string[][]): string {
  const width = Math.max(...rows.map((row) => row.length));
  const line = (cells: string[]): string => `| ${Array.from({ length: width }, (_, at) => cellOf(cells[at] ?? '')).join(' | ')} |`;
  return [line(rows[0]!), `|${' --- |'.repeat(width)}`, ...rows.slice(1).map(line)].join('\n');
}

const cellOf = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(/[\\|]/g, '\\$&');
