import type { Cell, Column } from '../api/shapes';
import { t } from '../words/say';
import { perReader } from './reader';
import { moment } from './time';

const digits = perReader((language) => new Intl.NumberFormat(language, { numberingSystem: 'latn', maximumFractionDigits: 0 }));
const point = perReader(
  (language) => new Intl.NumberFormat(language, { numberingSystem: 'latn' }).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.',
);
const short = perReader((language) => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }));
const identifies = /(^|_)(id|year|no|nr|code)$/i;
const day = perReader((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }));
const clockTime = perReader((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' }));
const dated = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const number = /^([+-]?)(\d+)(?:\.(\d+))?(e[+-]?\d+)?$/i;

export const isNumber = (column: Column): boolean => column.kind === 'number';

/** Formats a count. */
export const count = (many: number): string => digits().format(many);

/** Returns a cell as a number, or null. Large and decimal numbers arrive as text. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : null;
}

export const shortNumber = (value: number): string => short().format(value);

/** Groups the digits of a number as text, because a number type would round. */
function grouped(text: string): string {
  const [, sign, whole, fraction, power] = number.exec(text) ?? [];
  if (whole === undefined) return text;
  return `${sign}${digits().format(BigInt(whole))}${fraction === undefined ? '' : point() + fraction}${power ?? ''}`;
}

/** Formats a date or time in the reader's language. With an offset it is converted to their time zone. Unusual dates stay unchanged. */
function dateOf(text: string): string {
  const [, date, minutes, seconds = ':00', offset] = dated.exec(text) ?? [];
  if (!date) return text;
  const zone = !offset ? 'Z' : offset.length === 3 ? `${offset}:00` : offset;
  const at = new Date(`${date}T${minutes ?? '00:00'}${seconds.slice(0, 7)}${zone}`);
  if (Number.isNaN(at.getTime())) return text;
  return (!minutes ? day : offset ? moment : clockTime)().format(at);
}

export function show(cell: Cell | undefined, column: Column): string {
  if (cell === null || cell === undefined) return '–';
  if (isNumber(column)) return identifies.test(column.name) ? String(cell) : grouped(String(cell));
  if (typeof cell === 'string' && (column.kind === 'date' || column.kind === 'time')) return dateOf(cell);
  if (typeof cell === 'boolean') return cell ? t('yes') : t('no');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

const isWhole = /^-?\d+$/;

function compareNumbers(a: Cell, b: Cell): number {
  const [left, right] = [String(a), String(b)];
  if (isWhole.test(left) && isWhole.test(right)) {
    const [one, other] = [BigInt(left), BigInt(right)];
    return one < other ? -1 : one > other ? 1 : 0;
  }
  const [one, other] = [numberOf(a), numberOf(b)];
  return one !== null && other !== null && one !== other ? one - other : left.localeCompare(right, undefined, { numeric: true });
}

export function compare(a: Cell | undefined, b: Cell | undefined, column: Column): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  return isNumber(column) ? compareNumbers(a, b) : String(a).localeCompare(String(b), undefined, { numeric: true });
}

/** Converts a column name such as `avg_salary` to a heading. */
export const heading = (name: string): string => name.replaceAll('_', ' ');
