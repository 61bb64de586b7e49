import type { Cell } from '../api/shapes';

/** One value of a chart before layout. */
export interface Figure {
  along: string;
  alongCell: Cell;
  color: string;
  value: number;
}

interface Reading {
  along: (row: Cell[]) => Cell | undefined;
  color: (row: Cell[]) => Cell | undefined;
  /** Null if rows are counted. */
  measure: ((row: Cell[]) => number | null) | null;
  /** Null if rows are not aggregated. */
  aggregate: string | null;
}

const middle = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
const made: Record<string, (values: number[]) => number> = {
  count: (values) => values.length,
  sum,
  mean: (values) => sum(values) / values.length,
  median: middle,
  min: (values) => values.reduce((least, one) => Math.min(least, one)),
  max: (values) => values.reduce((most, one) => Math.max(most, one)),
};

const quarter = (month: string): string => `Q${Math.ceil(Number(month) / 3)}`;

/** Truncates a date to a period by its text, so that no time zone shifts it. */
export function periodOf(cell: Cell | undefined, unit: string | undefined): Cell | undefined {
  const [, year, month, day] = unit ? (/^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(String(cell ?? '')) ?? []) : [];
  if (!unit || !year) return cell;
  switch (unit) {
    case 'year': return year;
    case 'quarter': return month ? quarter(month) : year;
    case 'month': return month ?? year;
    case 'yearquarter': return month ? `${year} ${quarter(month)}` : year;
    case 'yearmonth': return month ? `${year}-${month}` : year;
    default: return [year, month, day].filter(Boolean).join('-');
  }
}

const keyOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

/** Groups rows by position and color, and aggregates them if the chart says how. */
export function grouped(rows: Cell[][], { along, color, measure, aggregate }: Reading): { figures: Figure[]; left: number } {
  const groups = new Map<string, { figure: Figure; values: number[] }>();
  let left = 0;
  rows.forEach((row, at) => {
    const value = measure && aggregate !== 'count' ? measure(row) : 1;
    if (value === null) return void left++;
    const cell = along(row) ?? null;
    const figure: Figure = { along: keyOf(cell), alongCell: cell, color: keyOf(color(row)), value };
    const key = aggregate ? JSON.stringify([figure.along, figure.color]) : String(at);
    const group = groups.get(key) ?? { figure, values: [] };
    group.values.push(value);
    groups.set(key, group);
  });
  const make = made[aggregate ?? ''];
  // Rounding removes floating-point digits that no row has.
  const valueOf = (values: number[]): number =>
    make && values.length > 1 ? Number(make(values).toPrecision(aggregate === 'mean' ? 6 : 12)) : make ? make(values) : values[0]!;
  return { figures: [...groups.values()].map(({ figure, values }) => ({ ...figure, value: valueOf(values) })), left };
}
