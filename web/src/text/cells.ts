import type { Cell, Column } from '../api/shapes';

const grouped = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, useGrouping: false });
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const identifies = /(^|_)(id|year|no|nr|code)$/i;

export const isNumber = (column: Column): boolean => column.kind === 'number';

/** A cell as a number, where it is one; decimals may come as text. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : null;
}

export const shortNumber = (value: number): string => short.format(value);

export function show(cell: Cell | undefined, column: Column): string {
  if (cell === null || cell === undefined) return '–';
  if (isNumber(column)) {
    const value = numberOf(cell);
    if (value !== null) return (identifies.test(column.name) ? plain : grouped).format(value);
  }
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

export function compare(a: Cell | undefined, b: Cell | undefined, column: Column): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  if (isNumber(column)) return (numberOf(a) ?? 0) - (numberOf(b) ?? 0);
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

/** `avg_salary` as a heading. */
export const heading = (name: string): string => name.replaceAll('_', ' ');
