import type { Cell, Column } from '../api/shapes';
import { compare, isNumber, numberOf, show } from '../text/cells';
import { headingOf } from '../text/columns';
import { t, type TextWith } from '../words/say';
import { grouped, periodOf, type Figure } from './plotGroups';
import type { Channel, ChartSpec } from './shapes';

export type Mark = 'bar' | 'line' | 'area' | 'point' | 'arc';

/** One drawn mark: its position along the axis, its series and its value. */
export interface Spot {
  at: number;
  series: number;
  value: number;
  /** The extent on the measure axis. `from` is not zero if marks are stacked. */
  from: number;
  to: number;
  shown: string;
}

/** The layout of a chart before it is drawn. */
export interface Plot {
  mark: Mark;
  title: string;
  along: string;
  measure: string;
  /** The labels along the axis: names, or numbers and times at proportional distances. */
  names: string[];
  places: number[] | null;
  series: string[];
  spots: Spot[];
  isGrouped: boolean;
  isShare: boolean;
  /** The radius of the hole in a donut, in pixels. */
  hole: number;
  /** The number of rows without a value or beyond the limit. */
  left: number;
}

const marks = new Set<string>(['bar', 'line', 'area', 'point', 'arc']);
const mostSpots = 2_000;
/** The maximum number of decimals in a chart. The table shows every digit. */
const mostDecimals = 3;
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

interface Field {
  at: number;
  channel: Channel;
  column: Column | null;
}

const first = (channel: Channel | Channel[] | undefined): Channel | undefined => (Array.isArray(channel) ? channel[0] : channel);

function fieldOf(spec: ChartSpec, name: string, columns: Column[]): Field | null {
  const channel = first(spec.encoding?.[name]);
  if (!channel || (!channel.field && !channel.aggregate)) return null;
  const exact = columns.findIndex((column) => column.name === channel.field);
  const at = exact >= 0 ? exact : columns.findIndex((column) => column.name.toLowerCase() === channel.field?.toLowerCase());
  if (channel.field && at < 0) return null;
  return { at, channel, column: columns[at] ?? null };
}

const isMeasure = ({ channel, column }: Field): boolean =>
  !!channel.aggregate || (!channel.timeUnit && (channel.type ? channel.type === 'quantitative' : !!column && isNumber(column)));
const isTime = ({ channel, column }: Field): boolean => channel.type === 'temporal' || (!channel.type && (column?.kind === 'date' || column?.kind === 'time'));

const words: Record<string, TextWith<'name'>> = { sum: 'Sum of {name}', mean: 'Mean {name}', median: 'Median {name}', min: 'Least {name}', max: 'Most {name}' };
function nameOf({ channel, column }: Field): string {
  if (channel.title) return channel.title;
  if (channel.aggregate === 'count' || !column) return t('Number of rows');
  const name = headingOf(column);
  if (!channel.aggregate) return name;
  const known = words[channel.aggregate];
  return known ? t(known, { name }) : `${channel.aggregate} ${name}`;
}

const markOf = (spec: ChartSpec): Mark | null => {
  const mark = typeof spec.mark === 'string' ? spec.mark : spec.mark?.type;
  return mark && marks.has(mark) ? (mark as Mark) : null;
};

interface Axes {
  along: Field | null;
  measure: Field | null;
  color: Field | null;
}

/** Returns the category axis and the measure axis, for either orientation of the chart. */
function axesOf(spec: ChartSpec, mark: Mark, columns: Column[]): Axes | null {
  const [x, y, color, theta] = ['x', 'y', 'color', 'theta'].map((name) => fieldOf(spec, name, columns)) as [
    Field | null,
    Field | null,
    Field | null,
    Field | null,
  ];
  if (mark === 'arc') return theta && color ? { along: color, measure: theta, color: null } : null;
  if (!x && !y) return null;
  if (x && isMeasure(x) && !(y && isMeasure(y))) return { along: y, measure: x, color };
  if (y && isMeasure(y)) return { along: x, measure: y, color };
  // Two nominal channels: a frequency table, whose marks have no measure.
  return { along: x ?? y, measure: null, color: color ?? (x && y ? y : null) };
}

/** Sorts the names along an axis: by the given sort or the natural order of a continuous axis, else in row order. */
function ordered(names: Map<string, Cell>, axes: Axes, spec: ChartSpec, figures: Figure[]): string[] {
  const { along } = axes;
  const all = [...names.keys()];
  if (!along) return all;
  const sort = along.channel.sort;
  const byName = (a: string, b: string): number => compare(names.get(a), names.get(b), along.column ?? { name: '', kind: 'text' });
  if (typeof sort === 'string' && /^-?[xy]$/.test(sort) && first(spec.encoding?.[sort.at(-1)!]) === axes.measure?.channel) {
    const sums = new Map<string, number>();
    for (const { along: name, value } of figures) sums.set(name, (sums.get(name) ?? 0) + value);
    return all.sort((a, b) => ((sums.get(a) ?? 0) - (sums.get(b) ?? 0)) * (sort.startsWith('-') ? -1 : 1));
  }
  if (sort === 'descending') return all.sort((a, b) => byName(b, a));
  if (sort === 'ascending' || isTime(along) || along.channel.timeUnit || along.channel.type === 'ordinal' || isMeasure(along)) return all.sort(byName);
  return all;
}

/** Returns proportional positions of numbers and times, for marks that show a trend. Null if a value is neither. */
function placesOf(names: string[], values: Map<string, Cell>, along: Field | null, mark: Mark): number[] | null {
  if (!along || mark === 'bar' || mark === 'arc' || along.channel.timeUnit) return null;
  if (!isTime(along) && !isMeasure(along)) return null;
  const places = names.map((name) => {
    const value = values.get(name);
    return isTime(along) ? Date.parse(String(value).replace(' ', 'T')) : (numberOf(value) ?? Number.NaN);
  });
  return places.every(Number.isFinite) ? places : null;
}

/** Stacks the marks, negative values downwards. Normalized charts show shares of the total. */
function stacked(spots: Spot[], isShare: boolean): void {
  const [up, down, whole] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  for (const { at, value } of spots) whole.set(at, (whole.get(at) ?? 0) + Math.abs(value));
  for (const spot of spots) {
    const size = isShare ? spot.value / (whole.get(spot.at) || 1) : spot.value;
    const side = size < 0 ? down : up;
    spot.from = side.get(spot.at) ?? 0;
    spot.to = spot.from + size;
    side.set(spot.at, spot.to);
    if (isShare) spot.shown = `${spot.shown} (${percent.format(Math.abs(size))})`;
  }
}

/** Computes a chart from its definition. Returns null if the rows contain nothing to show. */
export function plotOf(spec: ChartSpec, columns: Column[], rows: Cell[][]): Plot | null {
  const mark = markOf(spec);
  const axes = mark && axesOf(spec, mark, columns);
  if (!mark || !axes) return null;
  const { along, measure, color } = axes;
  const { figures, left } = grouped(rows, {
    along: (row) => (along?.column ? periodOf(row[along.at], along.channel.timeUnit) : ''),
    color: (row) => (color?.column ? row[color.at]! : null),
    measure: measure?.column ? (row) => numberOf(row[measure.at]) : null,
    aggregate: measure?.channel.aggregate ?? (measure ? (mark === 'point' || mark === 'line' ? null : 'sum') : 'count'),
  });
  const given = new Map(figures.map((one) => [one.along, one.alongCell]));
  const keys = ordered(given, axes, spec, figures);
  const series = [...new Set(figures.map((one) => one.color))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const [index, hues] = [new Map(keys.map((key, at) => [key, at])), new Map(series.map((key, at) => [key, at]))];
  const seen = figures.slice(0, mostSpots);
  const spots = seen.map(({ along: key, color: hue, value }): Spot => ({
    at: index.get(key)!,
    series: hues.get(hue)!,
    value,
    from: 0,
    to: value,
    shown: show(Number(value.toFixed(mostDecimals)), measure?.column ?? { name: '', kind: 'number' }),
  }));
  spots.sort((a, b) => a.series - b.series || a.at - b.at);
  const stack = measure?.channel.stack;
  const isGrouped = mark === 'bar' && !!fieldOf(spec, 'xOffset', columns) && series.length > 1;
  const isStacked = !isGrouped && stack !== null && stack !== false && (mark === 'bar' || mark === 'area') && series.length > 1;
  const isShare = isStacked && stack === 'normalize';
  if (isStacked) stacked(spots, isShare);
  const hole = mark === 'arc' && typeof spec.mark === 'object' ? (spec.mark.innerRadius ?? 0) : 0;
  const shownKey = (key: string): string => (along?.column && !along.channel.timeUnit ? show(given.get(key), along.column) : key || t('All'));
  return {
    mark,
    title: spec.title ?? '',
    along: along ? nameOf(along) : '',
    measure: measure ? nameOf(measure) : t('Number of rows'),
    names: keys.map(shownKey),
    places: placesOf(keys, given, along, mark),
    series: series.map((name) => name || (series.length > 1 ? '–' : '')), spots, isGrouped, isShare, hole, left: left + figures.length - seen.length,
  };
}
