import type { Cell, Column } from '../api/shapes';
import { heading, isNumber, numberOf, show } from './cells';

export type ChartKind = 'bars' | 'line';

export interface Point {
  name: string;
  value: number;
  shown: string;
}

/** A table that can be drawn as a chart: a name or time axis and one of its measures. */
export interface Chart {
  label: number;
  measures: Array<{ column: number; name: string }>;
  /** The possible chart kinds, best first. */
  kinds: ChartKind[];
}

const fewest = 2;
const mostBars = 40;
const mostPoints = 1_000;
const isTime = (column: Column): boolean => column.kind === 'date' || column.kind === 'time';
const isPeriod = /^\d{4}(-(Q[1-4]|\d{2}(-\d{2})?))?$/;

export function chartOf(columns: Column[], rows: Cell[][]): Chart | null {
  const time = columns.findIndex(isTime);
  const label =
    time >= 0 && columns.length === 2 ? time : columns.findIndex((column) => !isNumber(column) && column.kind !== 'json' && column.kind !== 'boolean');
  if (label < 0 || rows.length < fewest) return null;
  const measures = columns.flatMap((column, at) =>
    isNumber(column) && !/(^|_)id$/i.test(column.name) && rows.every((row) => numberOf(row[at]) !== null) ? [{ column: at, name: heading(column.name) }] : [],
  );
  if (!measures.length) return null;
  const runsOn = isTime(columns[label]!) || rows.every((row) => isPeriod.test(String(row[label])));
  const kinds: ChartKind[] = runsOn && rows.length <= mostPoints ? ['line'] : [];
  if (rows.length <= mostBars) kinds.push('bars');
  if (!runsOn && rows.length <= mostPoints) kinds.push('line');
  // The last measure is most often the requested one.
  return { label, measures: measures.reverse(), kinds };
}

export function pointsOf(chart: Chart, columns: Column[], rows: Cell[][], measure: number, kind: ChartKind): Point[] {
  const label = columns[chart.label]!;
  const figure = columns[measure]!;
  const ordered = kind === 'line' && chart.kinds[0] === 'line' ? [...rows].sort((a, b) => String(a[chart.label]).localeCompare(String(b[chart.label]))) : rows;
  return ordered.map((row) => ({ name: show(row[chart.label], label), value: numberOf(row[measure])!, shown: show(row[measure], figure) }));
}

/** Returns round ticks for an axis that covers these values. */
export function marksOf(low: number, high: number): number[] {
  const rough = (high - low || Math.abs(high) || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
  const marks: number[] = [];
  for (let mark = Math.floor(low / step) * step; mark < high + step; mark += step) marks.push(Math.abs(mark) < step / 1e6 ? 0 : mark);
  return marks;
}
