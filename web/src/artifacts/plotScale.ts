import { shortNumber } from '../text/cells';
import { marksOf } from '../text/series';
import { plural, t } from '../words/say';
import type { Plot } from './plot';

export const letter = 6.6;
const longestLabel = 16;
const mostSideways = 40;
/** The smallest magnitude for which axis ticks can be computed. */
const smallest = 1e-290;

export interface Label {
  at: number;
  x: number;
  text: string;
}

/** Shortens a long name in the middle, because names of one kind mostly differ at the end. */
export function cut(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const end = Math.max(0, Math.floor((letters - 1) / 3));
  return `${text.slice(0, Math.max(1, letters - 1 - end)).trimEnd()}…${end ? text.slice(-end).trimStart() : ''}`;
}

/** Returns round axis ticks that cover all values. Bars and areas start at zero; lines far from zero do not. */
export function ticksOf(plot: Plot): number[] {
  if (plot.isShare) return plot.spots.some((spot) => spot.to < 0) ? [-1, -0.5, 0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  const ends = plot.spots.flatMap((spot) => [spot.from, spot.to]);
  const values = plot.mark === 'line' || plot.mark === 'point' ? plot.spots.map((spot) => spot.value) : [0, ...ends];
  const [least, most] = values.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  if (Math.max(Math.abs(least), Math.abs(most)) < smallest) return [0, 1];
  if (least === most) return marksOf(Math.min(0, least), Math.max(0, most));
  return marksOf(least > 0 && least < most * 0.6 ? 0 : least, most);
}

export const tickText = (plot: Plot, tick: number): string => (plot.isShare ? `${Math.round(tick * 100)} %` : shortNumber(tick));

/** Returns whether the labels are too long for vertical bars. */
export function isSideways(plot: Plot, width: number): boolean {
  if (plot.mark !== 'bar' || plot.names.length > mostSideways) return false;
  const longest = plot.names.reduce((most, name) => Math.max(most, name.length), 0);
  return longest > longestLabel || longest * letter + 10 > width / Math.max(1, plot.names.length);
}

/** Maps positions along an axis to pixels between its left and right end. */
export function alongOf(plot: Plot, left: number, right: number): { x: (at: number) => number; band: number } {
  const { places, names } = plot;
  if (places) {
    const [low, high] = places.reduce(([least, most], one) => [Math.min(least, one), Math.max(most, one)], [Infinity, -Infinity]);
    return { x: (at) => (high === low ? (left + right) / 2 : left + ((places[at]! - low) / (high - low)) * (right - left)), band: 0 };
  }
  const band = (right - left) / Math.max(1, names.length);
  return { x: (at) => left + (at + 0.5) * band, band };
}

/** Returns as many labels as fit. None overlaps another one or leaves the drawing. */
export function labelsOf(plot: Plot, x: (at: number) => number, width: number): Label[] {
  const all = plot.names.map((_, at) => at).sort((a, b) => x(a) - x(b));
  const labels: Label[] = [];
  let end = -Infinity;
  for (const at of all) {
    const text = cut(plot.names[at]!, longestLabel);
    const half = (text.length * letter) / 2;
    const middle = Math.min(Math.max(x(at), half), width - half);
    if (middle - half < end + 10) continue;
    labels.push({ at, x: middle, text });
    end = middle + half;
  }
  return labels;
}

/** Returns what a chart measures, and along what. */
export const measureOf = (plot: Plot): string => (plot.along ? t('{measure} by {along}', { measure: plot.measure, along: plot.along }) : plot.measure);

/** Describes the chart in one sentence for screen readers. */
export function summaryOf(plot: Plot): string {
  const { spots, names, series } = plot;
  if (!spots.length) return t('There is nothing in it.');
  const [least, most] = spots.reduce(
    ([low, high], spot) => [spot.value < low.value ? spot : low, spot.value > high.value ? spot : high],
    [spots[0]!, spots[0]!],
  );
  const where = (at: number, of: number): string => [names[at], series.length > 1 ? series[of] : ''].filter(Boolean).join(', ');
  const many = `${measureOf(plot)}: ${plural('{n} value', '{n} values', spots.length)}`;
  if (spots.length === 1) return `${many}, ${most.shown}.`;
  return t('{values}, from {least} ({leastAt}) to {most} ({mostAt}).', {
    values: many,
    least: least.shown,
    leastAt: where(least.at, least.series),
    most: most.shown,
    mostAt: where(most.at, most.series),
  });
}
