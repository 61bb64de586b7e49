import type { Column } from '../api/shapes';
import { heading, isNumber } from './cells';

const currency = /_(aud|brl|cad|chf|cny|czk|dkk|eur|gbp|inr|jpy|nok|pln|sek|usd)$/i;
const percent = /_(pct|percent)$/i;
const unit = /_(kg|km|cm|mm|kwh|mwh|ms|kb|mb|gb)$/;
const spelled: Record<string, string> = { kwh: 'kWh', mwh: 'MWh', kb: 'kB', mb: 'MB', gb: 'GB' };
const isKey = /(^|_)id$/i;
const shortest = 3;

/** Returns a heading with the unit in the column's name. Only for numbers, and only if the suffix is unambiguous. */
export function headingOf(column: Column): string {
  if (!isNumber(column)) return heading(column.name);
  const end = currency.exec(column.name) ?? percent.exec(column.name) ?? unit.exec(column.name);
  if (!end || end.index === 0) return heading(column.name);
  const of = percent.test(column.name) ? '%' : currency.test(column.name) ? end[1]!.toUpperCase() : spelled[end[1]!] ?? end[1]!;
  return `${heading(column.name.slice(0, end.index))} (${of})`;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Orders columns: those that the question names first, then the others, keys last unless named. A foreign key can be shown with names, so it is not last. */
export function arranged(columns: Column[], question: string): number[] {
  const asked = new Set(wordsOf(question).flatMap((word) => [word, word.replace(/s$/, '')]));
  const rank = (column: Column): number =>
    wordsOf(heading(column.name)).some((word) => word.length >= shortest && asked.has(word)) ? 0 : isKey.test(column.name) && !column.refers ? 2 : 1;
  return columns.map((_, at) => at).sort((a, b) => rank(columns[a]!) - rank(columns[b]!) || a - b);
}
