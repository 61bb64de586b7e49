import type { Cell, Column } from '../api/shapes';
import { heading, isNumber, numberOf, show } from './cells';

export interface Chart {
  kind: 'bars' | 'line';
  label: string;
  measure: string;
  points: Array<{ name: string; value: number; shown: string }>;
}

const fewest = 2;
const mostBars = 40;
const mostPoints = 400;
const isTime = (column: Column): boolean => column.kind === 'date' || column.kind === 'time';

/** A picture of a table that is one: a name or a time, and a measure. */
export function chartOf(columns: Column[], rows: Cell[][]): Chart | null {
  const time = columns.findIndex(isTime);
  const label = time >= 0 && columns.length === 2 ? time : columns.findIndex((column) => !isNumber(column) && column.kind !== 'json' && column.kind !== 'boolean');
  const measures = columns.map((_, at) => at).filter((at) => isNumber(columns[at]!) && !/(^|_)id$/i.test(columns[at]!.name));
  const measure = measures.at(-1);
  if (label < 0 || measure === undefined) return null;
  const isLine = isTime(columns[label]!);
  if (rows.length < fewest || rows.length > (isLine ? mostPoints : mostBars)) return null;
  const points = rows.map((row) => ({ name: show(row[label], columns[label]!), value: numberOf(row[measure]), shown: show(row[measure], columns[measure]!) }));
  if (points.some((point) => point.value === null)) return null;
  if (isLine) points.sort((a, b) => a.name.localeCompare(b.name));
  return { kind: isLine ? 'line' : 'bars', label: heading(columns[label]!.name), measure: heading(columns[measure]!.name), points: points as Chart['points'] };
}
